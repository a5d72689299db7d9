/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "levels.h"
#include "mem.h"
#include "row_answers.h"

#include "logged.h"

struct logged {
	struct label_log log;
	struct label_choice *choices;	/* by row of the log */
	size_t id;		/* column */
};

static const struct answer_column added[] = {
	{ "", COL_STRING, ROLE_TARGET },
	{ "_by", COL_STRING, ROLE_IGNORE },
	{ "_time", COL_TIME, ROLE_IGNORE },
	{ "_agreement", COL_FLOAT, ROLE_IGNORE }
};

static void
fill_row(void *ctx, const struct batch *b, size_t i, struct column *cols)
{
	const struct logged *l = ctx;
	const struct column *id = b->cols[l->id];
	uint32_t row = id->valid[i] ? level_find(&l->log.rows, id, i) :
	    DICT_NONE;
	const struct label_choice *c = row != DICT_NONE ? &l->choices[row] :
	    NULL;
	const char *text;
	size_t n;

	if (c == NULL || c->label == LABEL_TAKEN_BACK) {
		for (int k = 0; k < 4; k++)
			column_add_missing(&cols[k]);
		return;
	}
	text = dict_get(&l->log.labels, c->label, &n);
	column_add_string(&cols[0], text, n);
	text = dict_get(&l->log.labelers, c->labeler, &n);
	column_add_string(&cols[1], text, n);
	column_add_int(&cols[2], c->time);
	column_add_float(&cols[3], c->agreement);
}

static void
free_logged(void *ctx)
{
	struct logged *l = ctx;

	label_log_release(&l->log);
	free(l->choices);
	free(l);
}

int
logged_find_id(const struct schema *s, size_t *out, struct diag *d)
{
	*out = schema_find_role(s, ROLE_ID);
	if (*out == COLUMN_NONE)
		return (diag_set(d, "which column tells rows apart? say "
		    "--role COL=id"));
	if (!has_levels(s->fields[*out].type))
		return (diag_set(d, "the id column \"%s\" is a %s: neither "
		    "text nor number", s->fields[*out].name,
		    col_type_name(s->fields[*out].type)));
	return (0);
}

static int
read_log(struct logged *l, struct row_answers *rows,
    const struct logged_options *o, struct diag *d)
{
	if (logged_find_id(&rows->stage.in->head.schema, &l->id, d) == -1 ||
	    label_log_read(&l->log, o->log, o->as_of, d) == -1)
		return (-1);
	l->choices = mem_alloc(l->log.rows.n, sizeof(*l->choices));
	if (label_policy_apply(o->policy, o->trusted, &l->log, l->choices,
	    d) == -1)
		return (-1);
	return (row_answers_add(rows, o->into, added, 4, d));
}

int
logged_open(struct stream *in, const struct logged_options *o,
    struct stream **out, struct diag *d)
{
	struct logged *l = MEM_NEW(struct logged);
	struct row_answers *rows = row_answers_new(in, l, fill_row,
	    free_logged);

	*out = &rows->stage.stream;
	if (read_log(l, rows, o, d) == 0)
		return (0);
	stream_close(*out);
	return (-1);
}
