/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "logged.h"
#include "mem.h"
#include "select.h"

#include "desk.h"

static bool
is_shown(const struct field *f)
{
	return ((has_levels(f->type) || f->type == COL_TIME) &&
	    f->role != ROLE_TARGET && f->role != ROLE_WEIGHT);
}

static int
choose_columns(const struct schema *s, const char *show, size_t **cols,
    size_t *n, struct diag *d)
{
	if (show != NULL)
		return (select_in_order(show, s, cols, n, d));
	*cols = mem_alloc(s->n, sizeof(**cols));
	*n = 0;
	for (size_t j = 0; j < s->n; j++)
		if (is_shown(&s->fields[j]))
			(*cols)[(*n)++] = j;
	return (0);
}

/* A heap string, NULL for a missing value. */
static char *
take_value(const struct column *c, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *p = scratch;
	size_t n;

	if (!c->valid[i])
		return (NULL);
	if (c->type == COL_TIME)
		n = format_time(scratch, c->ints[i]);
	else if (has_levels(c->type))
		p = level_text(c, i, scratch, &n);
	else
		return (mem_strdup(col_type_name(c->type)));
	return (mem_strndup(p, n));
}

struct reading_desk {
	struct desk *desk;
	size_t id, target;	/* columns */
	size_t *cols;
	struct dict ids, targets;
};

static int
take_row(struct reading_desk *r, const struct batch *b, size_t i,
    struct diag *d)
{
	struct desk *k = r->desk;
	unsigned long long number = b->first_row + i + 1;
	char *id = take_value(b->cols[r->id], i);
	size_t cap = k->cap;

	k->ids = mem_grow(k->ids, &cap, k->n_rows + 1, sizeof(*k->ids));
	cap = k->cap;
	k->values = mem_grow(k->values, &k->cap, k->n_rows + 1,
	    (k->n_cols + 1) * sizeof(*k->values));
	k->ids[k->n_rows] = id;
	for (size_t j = 0; j < k->n_cols; j++)
		k->values[k->n_rows * k->n_cols + j] =
		    take_value(b->cols[r->cols[j]], i);
	k->n_rows++;
	if (id == NULL)
		return (diag_set(d, "row %llu has no id", number));
	if (dict_add(&r->ids, id, strlen(id)) != k->n_rows - 1)
		return (diag_set(d, "row %llu has the id \"%s\", as another "
		    "row before", number, id));
	if (r->target != COLUMN_NONE && b->cols[r->target]->valid[i])
		level_add(&r->targets, b->cols[r->target], i);
	return (0);
}

static int
read_rows(struct reading_desk *r, struct stream *in, struct diag *d)
{
	const struct batch *b;
	int ret, ok = 0;

	while ((ret = stream_next(in, &b, d)) == 1)
		for (size_t i = 0; i < b->n_rows && ok == 0; i++)
			if ((ok = take_row(r, b, i, d)) == -1)
				return (-1);
	return (ret);
}

static int
take_labels(struct reading_desk *r, const struct schema *s,
    const struct label_log *log, const char *list, struct diag *d)
{
	struct dict *labels = &r->desk->labels;
	uint32_t *order;

	for (const char *p = list, *end; p != NULL; p = *end ? end + 1 : NULL) {
		end = strchrnul(p, ',');
		if (end > p)
			dict_add(labels, p, (size_t)(end - p));
	}
	if (list == NULL && r->targets.n > 0) {
		order = levels_order(&r->targets, s->fields[r->target].type);
		for (size_t k = 0; k < r->targets.n; k++)
			levels_take(labels, &r->targets, order[k]);
		free(order);
	}
	for (uint32_t k = 0; list == NULL && k < log->labels.n; k++)
		levels_take(labels, &log->labels, k);
	if (labels->n == 0)
		return (diag_set(d, "which labels are there? say --labels "
		    "'yes,no'"));
	return (labels->n <= DESK_LABELS_MAX ? 0 : diag_set(d, "%zu labels: "
	    "there are keys for %zu", labels->n, DESK_LABELS_MAX));
}

static void
remember(struct desk *k, size_t row, enum desk_state state, uint32_t label)
{
	k->state[row] = (uint8_t)state;
	k->said[row] = label;
	k->past = mem_grow(k->past, &k->past_cap, k->n_past + 1,
	    sizeof(*k->past));
	k->past[k->n_past++] = row;
}

static void
forget(struct desk *k, size_t row)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n_past; i++)
		if (k->past[i] != row)
			k->past[n++] = k->past[i];
	k->n_past = n;
	k->state[row] = DESK_OPEN;
}

/* What the labeler said before of these rows. */
static void
take_past(struct reading_desk *r, const struct label_log *log,
    const char *labeler)
{
	uint32_t who = dict_findz(&log->labelers, labeler);
	const char *text;
	size_t len;

	for (size_t i = 0; i < log->n && who != DICT_NONE; i++) {
		const struct label_entry *e = &log->entries[i];
		uint32_t row;

		text = dict_get(&log->rows, e->row, &len);
		row = dict_find(&r->ids, text, len);
		if (e->labeler != who || row == DICT_NONE)
			continue;
		forget(r->desk, row);
		if (e->label == LABEL_TAKEN_BACK)
			continue;
		text = dict_get(&log->labels, e->label, &len);
		remember(r->desk, row, DESK_LABELLED,
		    dict_find(&r->desk->labels, text, len));
	}
}

static int
set_up(struct reading_desk *r, struct stream *in, const struct desk_options *o,
    struct diag *d)
{
	struct desk *k = r->desk;
	const struct schema *s = &in->head.schema;
	struct label_log log;
	int ret;

	if (logged_find_id(s, &r->id, d) == -1 ||
	    choose_columns(s, o->show, &r->cols, &k->n_cols, d) == -1)
		return (-1);
	k->names = mem_alloc(k->n_cols, sizeof(*k->names));
	for (size_t j = 0; j < k->n_cols; j++)
		k->names[j] = mem_strdup(s->fields[r->cols[j]].name);
	r->target = schema_find_role(s, ROLE_TARGET);
	if (r->target != COLUMN_NONE && !has_levels(s->fields[r->target].type))
		r->target = COLUMN_NONE;
	if (read_rows(r, in, d) == -1 ||
	    label_writer_open(&k->writer, o->log, o->labeler, d) == -1)
		return (-1);
	k->state = mem_calloc(k->n_rows, 1);
	k->said = mem_calloc(k->n_rows, sizeof(*k->said));
	ret = label_log_read(&log, o->log, INT64_MAX, d);
	if (ret == 0)
		ret = take_labels(r, s, &log, o->labels, d);
	if (ret == 0)
		take_past(r, &log, o->labeler);
	label_log_release(&log);
	return (ret);
}

int
desk_open(struct desk *k, struct stream *in, const struct desk_options *o,
    struct diag *d)
{
	struct reading_desk r = { .desk = k };
	int ret;

	memset(k, 0, sizeof(*k));
	k->writer.fd = -1;
	dict_init(&k->labels);
	dict_init(&r.ids);
	dict_init(&r.targets);
	ret = set_up(&r, in, o, d);
	dict_release(&r.ids);
	dict_release(&r.targets);
	free(r.cols);
	return (ret);
}

void
desk_release(struct desk *k)
{
	for (size_t i = 0; i < k->n_rows; i++)
		free(k->ids[i]);
	for (size_t i = 0; i < k->n_rows * k->n_cols; i++)
		free(k->values[i]);
	for (size_t j = 0; k->names != NULL && j < k->n_cols; j++)
		free(k->names[j]);
	label_writer_close(&k->writer);
	dict_release(&k->labels);
	free(k->names);
	free(k->ids);
	free(k->values);
	free(k->state);
	free(k->said);
	free(k->past);
}

size_t
desk_next(const struct desk *k)
{
	size_t row = 0;

	while (row < k->n_rows && k->state[row] != DESK_OPEN)
		row++;
	return (row);
}

size_t
desk_count(const struct desk *k, enum desk_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n_rows; i++)
		n += k->state[i] == state;
	return (n);
}

int
desk_say(struct desk *k, size_t row, uint32_t label, struct diag *d)
{
	if (label_writer_add(&k->writer, k->ids[row],
	    dict_get(&k->labels, label, NULL), d) == -1)
		return (-1);
	forget(k, row);
	remember(k, row, DESK_LABELLED, label);
	return (0);
}

void
desk_skip(struct desk *k, size_t row)
{
	remember(k, row, DESK_SKIPPED, 0);
}

int
desk_undo(struct desk *k, size_t *row, struct diag *d)
{
	*row = k->n_rows;
	if (k->n_past == 0)
		return (0);
	*row = k->past[k->n_past - 1];
	if (k->state[*row] == DESK_LABELLED && label_writer_add(&k->writer,
	    k->ids[*row], NULL, d) == -1)
		return (-1);
	forget(k, *row);
	return (0);
}
