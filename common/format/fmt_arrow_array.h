/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrow arrays: the buffers of a field in a record batch, as a tree beside
 * that of the types.  The tree is made once; a batch fills it, and it then
 * points into the batch's body.
 *
 * Buffers are as long as the number of rows demands.  What depends on values,
 * as offsets and indexes, is checked by who follows them.
 */
#ifndef FMT_ARROW_ARRAY_H
#define FMT_ARROW_ARRAY_H

#include "fmt_arrow_body.h"
#include "fmt_arrow_type.h"

struct arrow_dict;

struct arrow_array {
	const struct arrow_type *type;
	const struct arrow_array *parent;	/* the struct that it is in,
				   whose missing rows are missing; NULL */
	struct arrow_dict *dict;	/* NULL, or values are indexes in it */
	bool unwanted;		/* its buffers are passed by */
	size_t n;		/* rows */
	const uint8_t *bits;	/* validity; NULL: none is missing */
	struct span offsets;	/* text and lists */
	struct span sizes;	/* list views */
	struct span values;	/* numbers, bytes, views, indexes */
	struct span *blocks;	/* that views point into; heap memory */
	size_t n_blocks, cap_blocks;
	struct arrow_array *children;
	size_t n_children;
};

/* The dictionary of a field; NULL where it is not to be had. */
typedef struct arrow_dict *arrow_find_dict(void *ctx,
    const struct arrow_type *);

/* The type and ctx outlive it. is_values: of the dictionary, not of what has
   indexes in it. */
void arrow_array_init(struct arrow_array *, const struct arrow_type *,
    bool is_values, arrow_find_dict *, void *ctx);
void arrow_array_release(struct arrow_array *);

/* Fill it with the next of the batch. */
int arrow_array_take(struct arrow_batch *, struct arrow_array *,
    struct diag *) MUST_CHECK;

static inline bool
arrow_bit(const uint8_t *bits, size_t i)
{
	return (bits[i / 8] >> i % 8 & 1);
}

/* Has the array itself a value in row i? And what it is in? */
static inline bool
arrow_has(const struct arrow_array *a, size_t i)
{
	return ((a->type->kind != ARROW_NULL || a->dict != NULL) &&
	    (a->bits == NULL || arrow_bit(a->bits, i)));
}

static inline bool
arrow_has_row(const struct arrow_array *a, size_t i)
{
	while (a != NULL && arrow_has(a, i))
		a = a->parent;
	return (a == NULL);
}

/* Where row i < n of a list is in its child. */
int arrow_list_at(const struct arrow_array *, size_t i, size_t *first,
    size_t *n, struct diag *) MUST_CHECK;
/* The bytes of row i of text, a view or fixed bytes. */
int arrow_bytes_at(const struct arrow_array *, size_t i, const char **p,
    size_t *n, struct diag *) MUST_CHECK;

#endif
