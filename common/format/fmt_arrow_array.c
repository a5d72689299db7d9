/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "fmt_arrow_array.h"

void
arrow_array_init(struct arrow_array *a, const struct arrow_type *t,
    bool is_values, arrow_find_dict *find, void *ctx)
{
	memset(a, 0, sizeof(*a));
	a->type = t;
	if (t->is_dictionary && !is_values) {
		a->dict = find(ctx, t);
		return;
	}
	a->n_children = t->n_children;
	a->children = mem_calloc(t->n_children, sizeof(*a->children));
	for (size_t i = 0; i < a->n_children; i++) {
		arrow_array_init(&a->children[i], &t->children[i], false,
		    find, ctx);
		if (t->kind == ARROW_STRUCT)
			a->children[i].parent = a;
	}
}

void
arrow_array_release(struct arrow_array *a)
{
	for (size_t i = 0; i < a->n_children; i++)
		arrow_array_release(&a->children[i]);
	free(a->children);
	free(a->blocks);
	memset(a, 0, sizeof(*a));
}

static int
take_bits(struct arrow_batch *b, size_t n, struct span *out, struct diag *d)
{
	return (arrow_take_buffer(b, n / 8 + (n % 8 > 0), 1, out, d));
}

static int
take_views(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	if (arrow_take_buffer(b, a->n, 16, &a->values, d) == -1 ||
	    arrow_take_blocks(b, &a->n_blocks, d) == -1)
		return (-1);
	a->blocks = mem_grow(a->blocks, &a->cap_blocks, a->n_blocks,
	    sizeof(*a->blocks));
	for (size_t i = 0; i < a->n_blocks; i++) {
		if (arrow_take_buffer(b, 0, 1, &a->blocks[i], d) == -1)
			return (-1);
	}
	return (0);
}

/* Offsets of no rows may be left out. */
static int
take_offsets(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	return (arrow_take_buffer(b, a->n > 0 ? (uint64_t)a->n + 1 : 0,
	    a->type->bytes, &a->offsets, d));
}

static int
take_values(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	const struct arrow_type *t = a->type;

	if (a->dict != NULL)
		return (arrow_take_buffer(b, a->n, t->index_bytes, &a->values,
		    d));
	switch (t->kind) {
	case ARROW_BOOL:
		return (take_bits(b, a->n, &a->values, d));
	case ARROW_TEXT:
		if (take_offsets(b, a, d) == -1)
			return (-1);
		return (arrow_take_buffer(b, 0, 1, &a->values, d));
	case ARROW_VIEW:
		return (take_views(b, a, d));
	case ARROW_FIXED:
		return (arrow_take_buffer(b, a->n, t->width, &a->values, d));
	case ARROW_LIST:
		return (take_offsets(b, a, d));
	case ARROW_LIST_VIEW:
		if (arrow_take_buffer(b, a->n, t->bytes, &a->offsets, d) == -1)
			return (-1);
		return (arrow_take_buffer(b, a->n, t->bytes, &a->sizes, d));
	case ARROW_FIXED_LIST:
	case ARROW_STRUCT:
		return (0);
	default:
		return (arrow_take_buffer(b, a->n, t->bytes, &a->values, d));
	}
}

/* Children of structs and fixed lists have to be as long as these are. */
static int
take_children(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	uint64_t need = a->n;

	if (a->type->kind == ARROW_FIXED_LIST)
		need *= a->type->width;		/* both are of 32 bits */
	else if (a->type->kind != ARROW_STRUCT)
		need = 0;
	for (size_t i = 0; i < a->n_children; i++) {
		if (arrow_array_take(b, &a->children[i], d) == -1)
			return (-1);
		if (a->children[i].n < need)
			return (arrow_damaged(d));
	}
	return (0);
}

int
arrow_array_take(struct arrow_batch *b, struct arrow_array *a, struct diag *d)
{
	bool missing, skip = b->skip;
	struct span bits;
	int r;

	if (arrow_take_node(b, &a->n, &missing, d) == -1)
		return (-1);
	a->bits = NULL;
	if (a->type->kind == ARROW_NULL && a->dict == NULL)
		return (0);
	b->skip |= a->unwanted;
	r = take_bits(b, missing ? a->n : 0, &bits, d);
	if (r == 0 && missing)
		a->bits = bits.p;
	if (r == 0)
		r = take_values(b, a, d);
	if (r == 0)
		r = take_children(b, a, d);
	b->skip = skip;
	return (r);
}

/* Number i of offsets or sizes, which are not to be negative. */
static int64_t
number_at(const struct span *s, size_t bytes, size_t i)
{
	int64_t v = 0;
	int32_t w;

	if (bytes == 8) {
		memcpy(&v, s->p + i * 8, sizeof(v));
		return (v);
	}
	memcpy(&w, s->p + i * 4, sizeof(w));
	return (w);
}

/* first and n from two offsets, or from an offset and a size. */
static int
find_range(const struct arrow_array *a, size_t i, size_t end, size_t *first,
    size_t *n, struct diag *d)
{
	size_t bytes = a->type->bytes;
	int64_t from = number_at(&a->offsets, bytes, i), len;

	if (a->type->kind == ARROW_LIST_VIEW)
		len = number_at(&a->sizes, bytes, i);
	else if (__builtin_sub_overflow(number_at(&a->offsets, bytes, i + 1),
	    from, &len))
		return (arrow_damaged(d));
	if (from < 0 || len < 0 || (uint64_t)from > end ||
	    (uint64_t)len > end - (uint64_t)from)
		return (arrow_damaged(d));
	*first = (size_t)from;
	*n = (size_t)len;
	return (0);
}

int
arrow_list_at(const struct arrow_array *a, size_t i, size_t *first,
    size_t *n, struct diag *d)
{
	if (a->type->kind != ARROW_FIXED_LIST)
		return (find_range(a, i, a->children[0].n, first, n, d));
	*first = i * a->type->width;
	*n = a->type->width;
	return (0);
}

/* A view is a length and either the text (up to 12 bytes) or its first four
   bytes, a block and a place in it. */
static int
find_view(const struct arrow_array *a, size_t i, const char **p, size_t *n,
    struct diag *d)
{
	const uint8_t *at = a->values.p + i * 16;
	uint32_t v[4];

	memcpy(v, at, sizeof(v));
	*n = v[0];
	*p = (const char *)at + 4;
	if (v[0] <= 12)
		return (0);
	if (v[2] >= a->n_blocks || v[3] > a->blocks[v[2]].n ||
	    v[0] > a->blocks[v[2]].n - v[3])
		return (arrow_damaged(d));
	*p = (const char *)a->blocks[v[2]].p + v[3];
	return (0);
}

int
arrow_bytes_at(const struct arrow_array *a, size_t i, const char **p,
    size_t *n, struct diag *d)
{
	size_t first = i * a->type->width;

	if (a->type->kind == ARROW_VIEW)
		return (find_view(a, i, p, n, d));
	*n = a->type->width;
	if (a->type->kind == ARROW_TEXT &&
	    find_range(a, i, a->values.n, &first, n, d) == -1)
		return (-1);
	*p = (const char *)a->values.p + first;
	return (0);
}
