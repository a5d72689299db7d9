/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rng.h"
#include "row_sort.h"

#include "row_number.h"

int
row_number_declare(struct schema *s, struct diag *d)
{
	struct str name = STR_INIT;
	int r;

	str_addz(&name, "row");
	while (schema_find(s, str_get(&name)) != COLUMN_NONE)
		str_addc(&name, '_');
	r = schema_add_new(s, str_get(&name), COL_INT, d);
	str_release(&name);
	return (r);
}

/* Rows with a column more, or less. */
struct numbering {
	struct stage stage;
	size_t col;
	bool draws;
	uint64_t key;
	struct column numbers;
	struct batch view;
};

static int
numbering_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct numbering *n = (struct numbering *)s;
	const struct batch *b;
	int r = stage_next(&n->stage, &b, d);

	if (r != 1)
		return (r);
	column_clear(&n->numbers);
	for (size_t i = 0; i < b->n_rows; i++) {
		uint64_t row = b->first_row + i;

		column_add_int(&n->numbers, (int64_t)(n->draws ?
		    rng_at(n->key, row) : row));
	}
	memcpy(n->view.cols, b->cols, b->schema->n * sizeof(*b->cols));
	n->view.cols[n->col] = &n->numbers;
	n->view.n_rows = b->n_rows;
	n->view.first_row = b->first_row;
	n->view.source = b->source;
	*out = &n->view;
	return (1);
}

static int
restoring_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct numbering *n = (struct numbering *)s;
	const struct batch *b;
	int r = stage_next(&n->stage, &b, d);

	if (r != 1)
		return (r);
	for (size_t i = 0, k = 0; i < b->schema->n; i++) {
		if (i != n->col)
			n->view.cols[k++] = b->cols[i];
	}
	n->view.n_rows = b->n_rows;
	n->view.first_row = b->first_row;
	n->view.source = b->source;
	*out = &n->view;
	return (1);
}

static void
numbering_close(struct stream *s)
{
	struct numbering *n = (struct numbering *)s;

	column_release(&n->numbers);
	free(n->view.cols);
	stage_release(&n->stage);
	free(n);
}

static struct numbering *
new_numbering(struct stream *in, const struct stream_ops *ops)
{
	struct numbering *n = MEM_NEW(struct numbering);

	stage_init(&n->stage, ops, in);
	column_init(&n->numbers, COL_INT, 0);
	n->view.schema = &n->stage.stream.head.schema;
	n->view.cols = mem_alloc(in->head.schema.n + 1,
	    sizeof(*n->view.cols));
	return (n);
}

static int
open_numbering(struct stream *in, const uint64_t *key, struct stream **out,
    struct diag *d)
{
	static const struct stream_ops ops = {
		numbering_next, numbering_close
	};
	struct numbering *n = new_numbering(in, &ops);

	n->col = in->head.schema.n;
	n->draws = key != NULL;
	n->key = key != NULL ? *key : 0;
	if (row_number_declare(&n->stage.stream.head.schema, d) == -1) {
		stream_close(&n->stage.stream);
		return (-1);
	}
	*out = &n->stage.stream;
	return (0);
}

int
row_number_open(struct stream *in, struct stream **out, struct diag *d)
{
	return (open_numbering(in, NULL, out, d));
}

int
row_number_draw(struct stream *in, uint64_t key, struct stream **out,
    struct diag *d)
{
	return (open_numbering(in, &key, out, d));
}

/* The schema without a column. */
static void
leave_out(struct schema *s, size_t col)
{
	struct schema less;
	struct diag d;

	schema_init(&less);
	for (size_t i = 0; i < s->n; i++) {
		if (i != col && schema_add(&less, &s->fields[i], &d) == -1)
			BUG("%s", d.text);
	}
	schema_release(s);
	*s = less;
}

struct stream *
row_number_restore(struct stream *in, size_t col, uint64_t mem)
{
	static const struct stream_ops ops = {
		restoring_next, numbering_close
	};
	struct order_key *key = MEM_NEW(struct order_key);
	struct numbering *n;

	key->col = col;
	n = new_numbering(row_sort_open(in, key, 1, mem), &ops);
	n->col = col;
	leave_out(&n->stage.stream.head.schema, col);
	return (&n->stage.stream);
}
