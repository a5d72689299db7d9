/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "fmt_arrow_ids.h"
#include "mem.h"

#include "fmt_arrow_array.h"

static int
damaged(struct diag *d)
{
	return (diag_set(d, "the Arrow data is damaged"));
}

int
arrow_batch_init(struct arrow_batch *b, const struct flat_table *t,
    struct span body, struct diag *d)
{
	int64_t n = flat_get_int(t, BATCH_LENGTH, 8, 0);

	memset(b, 0, sizeof(*b));
	if (flat_get_table(t, BATCH_COMPRESSION).at != 0)
		return (diag_set(d, "compressed Arrow bodies are not "
		    "supported: write without compression"));
	b->body = body;
	b->nodes = flat_get_vector(t, BATCH_NODES, 16);
	b->buffers = flat_get_vector(t, BATCH_BUFFERS, 16);
	b->variadic = flat_get_vector(t, BATCH_VARIADIC, 8);
	if (t->at == 0 || t->buf->bad || n < 0 || n > UINT32_MAX)
		return (damaged(d));
	b->n_rows = (size_t)n;
	return (0);
}

/* The next node: rows, and whether any is missing. */
static int
take_node(struct arrow_batch *b, uint64_t want, bool *missing, struct diag *d)
{
	int64_t n;

	if (b->node == b->nodes.n)
		return (damaged(d));
	n = flat_at_int(&b->nodes, b->node, 16, 0);
	*missing = flat_at_int(&b->nodes, b->node, 16, 1) != 0;
	b->node++;
	return (n < 0 || (uint64_t)n != want ? damaged(d) : 0);
}

/* The next buffer, of at least count things of so many bytes. */
static int
take_buffer(struct arrow_batch *b, uint64_t count, size_t bytes,
    struct span *out, struct diag *d)
{
	int64_t at, n;
	uint64_t need;

	if (b->buffer == b->buffers.n)
		return (damaged(d));
	at = flat_at_int(&b->buffers, b->buffer, 16, 0);
	n = flat_at_int(&b->buffers, b->buffer, 16, 1);
	b->buffer++;
	if (at < 0 || n < 0 || (uint64_t)at > b->body.n ||
	    (uint64_t)n > b->body.n - (uint64_t)at ||
	    __builtin_mul_overflow(count, bytes, &need) || need > (uint64_t)n)
		return (damaged(d));
	out->p = b->body.p + at;
	out->n = (size_t)n;
	return (0);
}

static int
take_valid(struct arrow_batch *b, uint64_t n, const uint8_t **bits,
    struct diag *d)
{
	struct span s;
	bool missing;

	if (take_node(b, n, &missing, d) == -1 ||
	    take_buffer(b, missing ? n / 8 + (n % 8 > 0) : 0, 1, &s, d) == -1)
		return (-1);
	*bits = missing ? s.p : NULL;
	return (0);
}

static int
take_views(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	int64_t n;

	if (take_buffer(b, a->n, 16, &a->values, d) == -1)
		return (-1);
	if (b->variadic_at == b->variadic.n)
		return (damaged(d));
	n = flat_at_int(&b->variadic, b->variadic_at++, 8, 0);
	if (n < 0 || (uint64_t)n > b->buffers.n - b->buffer)
		return (damaged(d));
	a->blocks = mem_calloc((size_t)n, sizeof(*a->blocks));
	a->n_blocks = (size_t)n;
	for (size_t i = 0; i < a->n_blocks; i++) {
		if (take_buffer(b, 0, 1, &a->blocks[i], d) == -1)
			return (-1);
	}
	return (0);
}

/* Offsets of no rows may be left out. */
static int
take_offsets(struct arrow_batch *b, struct arrow_array *a, size_t bytes,
    struct diag *d)
{
	return (take_buffer(b, a->n > 0 ? (uint64_t)a->n + 1 : 0, bytes,
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
	if (take_buffer(b, n, 4, out, d) == -1)
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
		return (damaged(d));
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
		return (take_buffer(b, n / 8 + (n % 8 > 0), 1, &a->values,
		    d));
	case ARROW_TEXT:
		if (take_offsets(b, a, a->layout.bytes, d) == -1)
			return (-1);
		return (take_buffer(b, 0, 1, &a->values, d));
	case ARROW_VIEW:
		return (take_views(b, a, d));
	case ARROW_VECTOR:
		if (__builtin_mul_overflow(n, a->layout.width, &n))
			return (damaged(d));
		if (take_valid(b, n, &a->inner, d) == -1)
			return (-1);
		return (take_buffer(b, n, 4, &a->values, d));
	case ARROW_SPARSE:
		return (take_entries(b, a, d));
	default:
		return (take_buffer(b, n, a->layout.bytes, &a->values, d));
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
		return (take_node(b, out->n, &missing, d));
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
