/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fill-down: a missing value becomes the one of the last row before it that
 * has one.  It remembers rows, so it is no step of a recipe: a row that is
 * served stands alone, and what it lacks is missing, as at the start here.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "row_table.h"

struct filling {
	struct stage stage;
	struct row_op *op;
	struct column *last;	/* one row, or none yet; op->n_cols of them */
	struct column *out;	/* the same number */
	struct batch view;
};

/* Append the column with its gaps filled. Rows are copied in runs. */
static size_t
fill_column(const struct column *c, struct column *last, struct column *out)
{
	size_t n_filled = 0, first = 0;

	for (size_t i = 0; i < c->n && c->n_missing > 0; i++) {
		if (c->valid[i])
			continue;
		column_add_range(out, c, first, i - first);
		if (i > first) {
			column_clear(last);
			column_add_range(last, c, i - 1, 1);
		}
		if (last->n == 0)
			column_add_missing(out);
		else
			column_add_range(out, last, 0, 1);
		n_filled += last->n;
		first = i + 1;
	}
	column_add_range(out, c, first, c->n - first);
	if (c->n > first) {
		column_clear(last);
		column_add_range(last, c, c->n - 1, 1);
	}
	return (n_filled);
}

static int
filling_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct filling *f = (struct filling *)s;
	const struct batch *b;
	int r = stage_next(&f->stage, &b, d);

	if (r != 1)
		return (r);
	memcpy(f->view.cols, b->cols, b->schema->n * sizeof(*b->cols));
	for (size_t k = 0; k < f->op->n_cols; k++) {
		size_t col = f->op->cols[k];

		column_clear(&f->out[k]);
		f->op->counts->imputed += fill_column(b->cols[col],
		    &f->last[k], &f->out[k]);
		f->view.cols[col] = &f->out[k];
	}
	f->view.n_rows = b->n_rows;
	f->view.first_row = b->first_row;
	f->view.source = b->source;
	*out = &f->view;
	return (1);
}

static void
filling_close(struct stream *s)
{
	struct filling *f = (struct filling *)s;

	for (size_t k = 0; k < f->op->n_cols; k++) {
		column_release(&f->last[k]);
		column_release(&f->out[k]);
	}
	free(f->last);
	free(f->out);
	free(f->view.cols);
	row_op_free(f->op);
	stage_release(&f->stage);
	free(f);
}

static int
open_fill_down(struct row_op *op, struct stream *in, struct stream **out,
    struct diag *d)
{
	static const struct stream_ops ops = { filling_next, filling_close };
	struct filling *f = MEM_NEW(struct filling);
	const struct schema *s = &in->head.schema;

	(void)d;
	stage_init(&f->stage, &ops, in);
	f->op = op;
	f->last = mem_calloc(op->n_cols, sizeof(*f->last));
	f->out = mem_calloc(op->n_cols, sizeof(*f->out));
	for (size_t k = 0; k < op->n_cols; k++) {
		const struct field *c = &s->fields[op->cols[k]];

		column_init(&f->last[k], c->type, c->width);
		column_init(&f->out[k], c->type, c->width);
	}
	f->view.schema = &f->stage.stream.head.schema;
	f->view.cols = mem_alloc(s->n, sizeof(*f->view.cols));
	*out = &f->stage.stream;
	return (0);
}

const struct row_op_kind row_fill_down = {
	.name = "fill-down",
	.summary = "missing values become those of the row before",
	.parse = row_op_parse_selector,
	.open = open_fill_down
};
