/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_parquet_array.h"

/* Entries of a leaf, and the levels of each. */
struct entries {
	const struct parquet_leaf *leaf;
	size_t n;
};

static unsigned
def_of(const struct entries *e, size_t i)
{
	return (e->leaf->type->def > 0 ? e->leaf->def[i] : 0);
}

static unsigned
rep_of(const struct entries *e, size_t i)
{
	return (e->leaf->type->rep > 0 ? e->leaf->rep[i] : 0);
}

/* Does entry i begin a row of the node? */
static bool
is_row(const struct entries *e, const struct parquet_node *n, size_t i)
{
	return (rep_of(e, i) <= n->rep && def_of(e, i) >= n->slot);
}

/* The rows of the node, and which of them are there. */
static void
fill_bits(const struct entries *e, struct parquet_node *n,
    struct arrow_array *a)
{
	size_t rows = 0, there = 0;
	uint8_t *bits;

	str_clear(&n->bits);
	bits = (uint8_t *)str_reserve(&n->bits, e->n / 8 + 1);
	memset(bits, 0, e->n / 8 + 1);
	if (e->leaf->type->def == 0 && e->leaf->type->rep == 0) {
		rows = there = e->n;
	} else {
		for (size_t i = 0; i < e->n; i++) {
			if (!is_row(e, n, i))
				continue;
			if (def_of(e, i) >= n->def) {
				bits[rows / 8] |= (uint8_t)(1 << rows % 8);
				there++;
			}
			rows++;
		}
	}
	a->n = rows;
	a->bits = there == rows ? NULL : bits;
}

static uint64_t *
begin_offsets(struct parquet_node *n, struct arrow_array *a)
{
	size_t bytes = (a->n + 1) * sizeof(uint64_t);
	uint64_t *out;

	str_clear(&n->offsets);
	out = (uint64_t *)(void *)str_reserve(&n->offsets, bytes);
	a->offsets = (struct span){ (const uint8_t *)out, bytes };
	return (out);
}

/* Where the elements of each row begin, and all end. */
static void
fill_list(const struct entries *e, struct parquet_node *n,
    struct arrow_array *a)
{
	uint64_t *offsets = begin_offsets(n, a), elements = 0;
	size_t row = 0;

	for (size_t i = 0; i < e->n; i++) {
		if (is_row(e, n, i))
			offsets[row++] = elements;
		elements += rep_of(e, i) <= n->rep + 1u &&
		    def_of(e, i) > n->def;
	}
	offsets[row] = elements;
}

static void
fill_text(const struct entries *e, struct parquet_node *n,
    struct arrow_array *a)
{
	const struct parquet_values *v = &e->leaf->values;
	uint64_t *offsets = begin_offsets(n, a), end = 0;
	size_t k = 0;

	offsets[0] = 0;
	for (size_t i = 0; i < a->n; i++) {
		if (a->bits == NULL || arrow_bit(a->bits, i))
			end = v->ends[k++];
		offsets[i + 1] = end;
	}
	a->values = (struct span){ (const uint8_t *)str_get(&v->bytes),
	    (size_t)end };
}

/* Values of one width, with gaps where they are missing. */
static void
fill_numbers(const struct entries *e, struct parquet_node *n,
    struct arrow_array *a)
{
	const struct parquet_values *v = &e->leaf->values;
	size_t width = e->leaf->type->width;
	const char *from = str_get(&v->bytes);
	char *to;

	a->values = (struct span){ (const uint8_t *)from, a->n * width };
	if (a->bits == NULL)
		return;
	str_clear(&n->values);
	to = str_reserve(&n->values, a->n * width + 1);
	a->values.p = (const uint8_t *)to;
	for (size_t i = 0; i < a->n; i++, to += width) {
		if (arrow_bit(a->bits, i)) {
			memcpy(to, from, width);
			from += width;
		} else {
			memset(to, 0, width);
		}
	}
}

/* Bytes of 0 and 1 become bits. */
static void
fill_bools(const struct entries *e, struct parquet_node *n,
    struct arrow_array *a)
{
	const char *from = str_get(&e->leaf->values.bytes);
	uint8_t *to;
	size_t bytes = a->n / 8 + 1;

	str_clear(&n->values);
	to = (uint8_t *)str_reserve(&n->values, bytes);
	memset(to, 0, bytes);
	a->values = (struct span){ to, bytes };
	for (size_t i = 0; i < a->n; i++) {
		if (a->bits == NULL || arrow_bit(a->bits, i))
			to[i / 8] |= (uint8_t)((*from++ & 1) << i % 8);
	}
}

/* Fields of a struct have its rows. */
static int
fill_children(struct parquet_node *n, struct arrow_array *a,
    const struct parquet_leaf *leaves, size_t n_rows, struct diag *d)
{
	for (size_t i = 0; i < n->n_children; i++) {
		if (parquet_array_fill(&n->children[i], &a->children[i],
		    leaves, n_rows, d) == -1)
			return (-1);
		if (a->type->kind == ARROW_STRUCT &&
		    a->children[i].n != a->n)
			return (parquet_damaged(d));
	}
	return (0);
}

int
parquet_array_fill(struct parquet_node *n, struct arrow_array *a,
    const struct parquet_leaf *leaves, size_t n_rows, struct diag *d)
{
	struct entries e = { &leaves[n->leaf],
	    parquet_leaf_entries(&leaves[n->leaf], n_rows) };

	if (e.leaf->unwanted || a->type->kind == ARROW_REFUSED) {
		a->n = 0;
		return (0);
	}
	fill_bits(&e, n, a);
	switch (a->type->kind) {
	case ARROW_LIST:
		fill_list(&e, n, a);
		break;
	case ARROW_STRUCT:
		break;
	case ARROW_TEXT:
		fill_text(&e, n, a);
		break;
	case ARROW_BOOL:
		fill_bools(&e, n, a);
		break;
	default:
		fill_numbers(&e, n, a);
	}
	return (fill_children(n, a, leaves, n_rows, d));
}
