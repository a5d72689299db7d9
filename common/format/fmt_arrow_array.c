/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fmt_arrow_ids.h"
#include "mem.h"

#include "fmt_arrow_array.h"

static int
take_valid(struct arrow_batch *b, uint64_t n, const uint8_t **bits,
    struct diag *d)
{
	struct span s;
	size_t rows;
	bool missing;

	if (arrow_take_node(b, &rows, &missing, d) == -1)
		return (-1);
	if (rows != n)
		return (arrow_damaged(d));
	if (arrow_take_buffer(b, missing ? n / 8 + (n % 8 > 0) : 0, 1, &s,
	    d) == -1)
		return (-1);
	*bits = missing ? s.p : NULL;
	return (0);
}

static int
take_views(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	if (arrow_take_buffer(b, a->n, 16, &a->values, d) == -1 ||
	    arrow_take_blocks(b, &a->n_blocks, d) == -1)
		return (-1);
	a->blocks = mem_calloc(a->n_blocks, sizeof(*a->blocks));
	for (size_t i = 0; i < a->n_blocks; i++) {
		if (arrow_take_buffer(b, 0, 1, &a->blocks[i], d) == -1)
			return (-1);
	}
	return (0);
}

/* Offsets of no rows may be left out. */
static int
take_offsets(struct arrow_batch *b, struct arrow_array *a, size_t bytes,
    struct diag *d)
{
	return (arrow_take_buffer(b, a->n > 0 ? (uint64_t)a->n + 1 : 0, bytes,
	    &a->offsets, d));
}

/* A child without a missing value. */
static int
take_child(struct arrow_batch *b, uint64_t n, struct span *out,
    struct diag *d)
{
	const uint8_t *bits;

	if (take_valid(b, n, &bits, d) == -1)
		return (-1);
	if (bits != NULL)
		return (diag_set(d, "a value inside a list is missing"));
	if (out == NULL)
		return (0);
	if (arrow_take_buffer(b, n, 4, out, d) == -1)
		return (-1);
	out->n = (size_t)n * 4;
	return (0);
}

/* What a sparse column has stored: the last offset. */
static int
take_entries(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	int32_t n = 0;

	if (take_offsets(b, a, 4, d) == -1)
		return (-1);
	if (a->n > 0)
		memcpy(&n, a->offsets.p + a->n * 4, 4);
	if (n < 0)
		return (arrow_damaged(d));
	if (take_child(b, (uint64_t)n, NULL, d) == -1 ||
	    take_child(b, (uint64_t)n, &a->index, d) == -1)
		return (-1);
	return (take_child(b, (uint64_t)n, &a->values, d));
}

static int
take_values(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	uint64_t n = a->n;

	switch (a->layout.kind) {
	case ARROW_BOOL:
		return (arrow_take_buffer(b, n / 8 + (n % 8 > 0), 1,
		    &a->values, d));
	case ARROW_TEXT:
		if (take_offsets(b, a, a->layout.bytes, d) == -1)
			return (-1);
		return (arrow_take_buffer(b, 0, 1, &a->values, d));
	case ARROW_VIEW:
		return (take_views(b, a, d));
	case ARROW_VECTOR:
		if (__builtin_mul_overflow(n, a->layout.width, &n))
			return (arrow_damaged(d));
		if (take_valid(b, n, &a->inner, d) == -1)
			return (-1);
		return (arrow_take_buffer(b, n, 4, &a->values, d));
	case ARROW_SPARSE:
		return (take_entries(b, a, d));
	default:
		return (arrow_take_buffer(b, n, a->layout.bytes, &a->values,
		    d));
	}
}

int
arrow_array_take(struct arrow_batch *b, const struct arrow_layout *l,
    struct arrow_array *out, struct diag *d)
{
	bool missing;

	memset(out, 0, sizeof(*out));
	out->layout = *l;
	out->n = b->n_rows;
	if (l->kind == ARROW_NULL)
		return (arrow_take_node(b, &out->n, &missing, d));
	if (take_valid(b, out->n, &out->bits, d) == -1)
		return (-1);
	return (take_values(b, out, d));
}

void
arrow_array_release(struct arrow_array *a)
{
	free(a->blocks);
	memset(a, 0, sizeof(*a));
}
