/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "row_filter.h"
#include "select.h"
#include "shard.h"
#include "str.h"

#include "row_op.h"

void
row_op_free(struct row_op *op)
{
	if (op->state != NULL && op->kind->free_state != NULL)
		op->kind->free_state(op->state);
	free(op->cols);
	free(op->select);
	free(op->label);
	free(op);
}

int
row_op_new(const struct row_op_kind *kind, const char *arg,
    struct row_op **out, struct diag *d)
{
	struct row_op *op = MEM_NEW(struct row_op);
	struct str label = STR_INIT;

	str_addf(&label, "%s%s%s", kind->name, arg != NULL ? " " : "",
	    arg != NULL ? arg : "");
	op->kind = kind;
	op->label = str_detach(&label);
	if (kind->parse != NULL && kind->parse(op, arg, d) == -1) {
		row_op_free(op);
		return (-1);
	}
	*out = op;
	return (0);
}

int
row_op_parse_selector(struct row_op *op, const char *arg, struct diag *d)
{
	if (select_find(arg, "=") != NULL)
		return (diag_set(d, "takes columns and no \"=\""));
	op->select = mem_strdup(arg);
	return (0);
}

static int
bind_op(struct row_op *op, const struct schema *in, struct diag *d)
{
	if (op->select != NULL && select_columns(op->select, in, NULL,
	    &op->cols, &op->n_cols, d) == -1)
		return (-1);
	return (op->kind->bind != NULL ? op->kind->bind(op, in, d) : 0);
}

static int
keep_rows(void *what, const struct batch *b, uint8_t *keep, struct diag *d)
{
	struct row_op *op = what;

	return (op->kind->keep(op, b, keep, d) == 0 ? 0 :
	    diag_prefix(d, "%s", op->label));
}

static void
end_rows(void *what)
{
	struct row_op *op = what;

	if (op->kind->conclude != NULL)
		op->kind->conclude(op);
}

static void
free_rows(void *what)
{
	row_op_free(what);
}

int
row_op_open(struct row_op *op, struct stream *in, const struct op_options *o,
    struct stream **out, struct diag *d)
{
	struct row_filter filter = { keep_rows, end_rows, free_rows, op, NULL };
	int r = bind_op(op, &in->head.schema, d);

	if (r == -1) {
		stream_close(in);
	} else {
		op->options = o;
		op->counts = op_tally_add(o->tally, op->label);
	}
	if (r == 0 && op->kind->open == NULL) {
		filter.n_dropped = &op->counts->dropped;
		*out = row_filter_open(in, &filter);
	} else if (r == 0) {
		r = op->kind->open(op, in, out, d);
	}
	if (r == -1) {
		diag_prefix(d, "%s", op->label);
		row_op_free(op);
		return (-1);
	}
	shard_clear(&(*out)->head);
	return (0);
}
