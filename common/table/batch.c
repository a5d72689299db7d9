/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"

#include "batch.h"

size_t
batch_rows(size_t row_values)
{
	size_t n = BOUND_BATCH / (row_values > 0 ? row_values : 1);

	return (n > BATCH_ROWS ? BATCH_ROWS : n > 0 ? n : 1);
}

void
block_init(struct block *b, const struct schema *s)
{
	b->n_cols = s->n;
	b->cols = mem_calloc(s->n, sizeof(*b->cols));
	b->view.schema = s;
	b->view.cols = mem_calloc(s->n, sizeof(*b->view.cols));
	b->view.n_rows = 0;
	b->view.first_row = 0;
	b->view.source = 0;
	for (size_t i = 0; i < s->n; i++) {
		column_init(&b->cols[i], s->fields[i].type,
		    s->fields[i].width);
		b->view.cols[i] = &b->cols[i];
	}
}

void
block_release(struct block *b)
{
	for (size_t i = 0; i < b->n_cols; i++)
		column_release(&b->cols[i]);
	free(b->cols);
	free(b->view.cols);
	memset(b, 0, sizeof(*b));
}

void
block_clear(struct block *b)
{
	for (size_t i = 0; i < b->n_cols; i++)
		column_clear(&b->cols[i]);
	b->view.n_rows = 0;
}

void
block_add_rows(struct block *b, const struct batch *from, size_t first,
    size_t n)
{
	for (size_t i = 0; i < b->n_cols; i++)
		column_add_range(&b->cols[i], from->cols[i], first, n);
	b->view.n_rows += n;
}

void
block_add_kept(struct block *b, const struct batch *from, const uint8_t *keep)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_cols; i++)
		column_add_kept(&b->cols[i], from->cols[i], keep);
	for (size_t i = 0; i < from->n_rows; i++)
		n += keep[i] != 0;
	b->view.n_rows += n;
}

const struct batch *
block_seal(struct block *b, uint64_t first_row)
{
	if (b->n_cols > 0)
		b->view.n_rows = b->cols[0].n;
	for (size_t i = 0; i < b->n_cols; i++) {
		if (b->cols[i].n != b->view.n_rows)
			BUG("column %zu has %zu rows, not %zu", i,
			    b->cols[i].n, b->view.n_rows);
	}
	b->view.first_row = first_row;
	return (&b->view);
}

size_t
batch_bytes(const struct batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->schema->n; i++)
		n += column_bytes(b->cols[i]);
	return (n);
}

const struct column *
batch_weights(const struct batch *b)
{
	size_t col = schema_find_role(b->schema, ROLE_WEIGHT);

	if (col == COLUMN_NONE || !is_numeric_type(b->cols[col]->type))
		return (NULL);
	return (b->cols[col]);
}

double
batch_weight(const struct column *c, size_t i)
{
	double w = c != NULL ? column_number(c, i) : 1;

	return (w > 0 && isfinite(w) ? w : 0);
}
