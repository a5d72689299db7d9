/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrow arrays: the buffers of a column in a record batch, and rows of them
 * as a column of ours.  Whatever a body says is checked before it is used.
 */
#ifndef FMT_ARROW_ARRAY_H
#define FMT_ARROW_ARRAY_H

#include "column.h"
#include "fmt_arrow_body.h"
#include "fmt_arrow_type.h"

struct arrow_array {
	struct arrow_layout layout;
	size_t n;		/* rows */
	const uint8_t *bits;	/* validity; NULL: none is missing */
	const uint8_t *inner;	/* the same of a vector's values */
	struct span offsets;	/* text and sparse */
	struct span values;	/* numbers, bytes, views, a vector's floats */
	struct span index;	/* sparse */
	struct span *blocks;	/* that views point into; heap memory */
	size_t n_blocks;
};

/* The next array of the batch. It points into the body or the batch's room. */
int arrow_array_take(struct arrow_batch *, const struct arrow_layout *,
    struct arrow_array *out, struct diag *) MUST_CHECK;
void arrow_array_release(struct arrow_array *);

/* Rows first .. first + n - 1 into a column of the layout's type (and, for a
   sparse one, of its width), which is cleared before. */
int arrow_array_read(const struct arrow_array *, size_t first, size_t n,
    struct column *out, struct diag *) MUST_CHECK;

#endif
