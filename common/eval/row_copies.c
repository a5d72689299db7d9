/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "row_copies.h"

#define SAMPLE 65536
#define ID_ROWS 20		/* that at least have different values */

void
row_copies_release(struct row_copies *r)
{
	for (size_t i = 0; i < r->n; i++)
		value_sample_release(&r->but[i].rows);
	free(r->sums);
}

/* Equal values of two columns are not the same. */
static uint64_t
key_of(size_t col)
{
	return ((2 * (uint64_t)col + 1) * 0x9e3779b97f4a7c15u);
}

static bool
looks_like_id(const struct column_facts *f, enum col_type t)
{
	return ((t == COL_INT || t == COL_STRING || t == COL_TIME) &&
	    f->values.n >= ID_ROWS &&
	    value_sample_repeated(&f->values) == 0);
}

static void
begin(struct row_copies *r, const struct schema *s,
    const struct column_facts *f)
{
	for (size_t k = 0; k <= COPIES_BUT; k++)
		r->but[k].rows.most = SAMPLE;
	r->but[r->n++].col = COLUMN_NONE;
	for (size_t j = 0; j < s->n && r->n <= COPIES_BUT; j++) {
		if (f[j].hashes != NULL &&
		    (s->fields[j].role == ROLE_TARGET ||
		    looks_like_id(&f[j], s->fields[j].type)))
			r->but[r->n++].col = j;
	}
}

void
row_copies_add(struct row_copies *r, const struct schema *s,
    const struct batch *b, const struct column_facts *f)
{
	uint64_t key;

	if (r->n == 0)
		begin(r, s, f);
	r->sums = mem_grow(r->sums, &r->cap, b->n_rows, sizeof(*r->sums));
	memset(r->sums, 0, b->n_rows * sizeof(*r->sums));
	for (size_t j = 0; j < s->n; j++) {
		key = key_of(j);
		for (size_t i = 0; f[j].hashes != NULL && i < b->n_rows; i++)
			r->sums[i] += f[j].hashes[i] * key;
	}
	for (size_t k = 0; k < r->n; k++) {
		size_t j = r->but[k].col;

		key = k > 0 ? key_of(j) : 0;
		for (size_t i = 0; i < b->n_rows; i++)
			(void)value_sample_add(&r->but[k].rows, r->sums[i] -
			    (k > 0 ? f[j].hashes[i] * key : 0), 0);
	}
}

double
row_copies_share(const struct row_copies *r, size_t but)
{
	for (size_t k = 0; k < r->n; k++) {
		if (r->but[k].col == but)
			return (value_sample_repeated(&r->but[k].rows));
	}
	return (NAN);
}
