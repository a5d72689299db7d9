/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns that scored rows are searched for bad slices by, cut into bins:
 * features, groups and what was carried along raw.
 *
 * A number's bins are between its quantiles, a category's its most frequent
 * levels, the rest together; missing values have bin 0.
 */
#ifndef SLICE_COLUMNS_H
#define SLICE_COLUMNS_H

#include <stdbool.h>

#include "batch.h"
#include "dict.h"
#include "room.h"
#include "str.h"

#define SLICE_BINS 24		/* of a column, the missing one included */
#define SLICE_COLUMNS 40	/* searched by at most */
#define SLICE_LEVELS 5000	/* kept of a category; others are one */

struct slice_column {
	char *name;		/* as an expression has it */
	size_t col;
	enum col_type type;
	bool is_number;
	struct dict levels;
	double *values;		/* a row: a number or a level's id, -1
				   for one that was too many; NaN: missing */
	size_t cap;

	uint8_t *bins;		/* a row, by slice_columns_bin */
	size_t n_bins;
	double cuts[SLICE_BINS];	/* the upper ends of bins 1 .. */
	uint32_t level[SLICE_BINS];	/* of bins 1 .. */
};

struct slice_columns {
	struct room *room;
	struct slice_column *v;
	size_t n, n_rows;
};

/* But for the columns whose skip is not 0. */
void slice_columns_init(struct slice_columns *, const struct schema *,
    const uint8_t *skip, struct room *);
void slice_columns_release(struct slice_columns *);

/* Take the rows of a batch whose keep[i] is not 0. */
void slice_columns_read(struct slice_columns *, const struct batch *,
    const uint8_t *keep);

/* Cut all into bins, once all rows are read. */
void slice_columns_bin(struct slice_columns *);

/*
 * A condition on a column: the bins that meet it as a mask, and its text as an
 * expression.
 */
enum slice_test {
	SLICE_AT_MOST,		/* of numbers: up to the end of a bin */
	SLICE_MORE,
	SLICE_IS,		/* of categories: the level of a bin */
	SLICE_IS_NOT,
	SLICE_MISSING
};

struct slice_condition {
	size_t column;
	enum slice_test test;
	size_t bin;
};

uint32_t slice_mask(const struct slice_condition *);
void slice_text(const struct slice_columns *, const struct slice_condition *,
    struct str *out);

#endif
