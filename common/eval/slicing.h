/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Slices: the groups of rows that metrics are computed of.
 *
 * Without a split column the first slice is "all", else there is one for each
 * part that has rows, "split=train", "split=valid", "split=test".  Each of
 * these is followed by its slices by the things that were added: a column
 * gives one slice a value ("region=north"), an expression of type bool one
 * where it is true (its text), any other one a value.  Slices of a part are
 * labelled "split=test region=north".  A value without rows in a part has no
 * slice there; a condition that no row of a part meets has one of no rows.
 */
#ifndef SLICING_H
#define SLICING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "batch.h"
#include "diag.h"
#include "room.h"
#include "schema.h"

#define SLICES_MAX 1000		/* values of one column */

struct slicing {
	struct room *room;	/* for arrays by row; NULL: the heap */
	size_t split_col;	/* or COLUMN_NONE */
	uint8_t *parts;		/* a row: enum split_part */
	size_t n, cap;		/* rows */
	struct slice_columns *search;	/* that takes the rows, too; or NULL */
	struct slicer *slicers;
	size_t n_slicers;
};

struct slice {
	char *label;
	bool whole;		/* all rows, or all of a part */
	uint32_t *rows;		/* ascending */
	size_t n;
};

/* Over rows of this schema, by its split column if there is one. */
void slicing_init(struct slicing *, const struct schema *, struct room *);
void slicing_release(struct slicing *);

/* Slice also by a column or an expression. A name stands for the copy of the
   column that was carried along (schema_find_carried) where there is one. */
int slicing_add(struct slicing *, const char *what, const struct schema *,
    struct diag *) MUST_CHECK;

/* used[col] becomes 1 for the columns that are sliced by. */
void slicing_columns(const struct slicing *, uint8_t *used);

/* Take the rows of a batch whose keep[i] is not 0. */
int slicing_read(struct slicing *, const struct batch *, const uint8_t *keep,
    struct diag *) MUST_CHECK;

/* The slices of all rows read: a heap array. */
struct slice *slicing_list(const struct slicing *, size_t *n);
void slices_free(const struct slicing *, struct slice *, size_t n);

#endif
