/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many rows have each level of a column: an accumulator.
 *
 * At most limit levels are counted, those that were met first; 0 means no
 * limit, so a zeroed struct counts all.  Where there are more, is_over is set
 * and either the rest is not looked at (a category with so many is not one),
 * or, with estimates set before the first row, rows of other levels are
 * counted together and the number of different levels is estimated.
 */
#ifndef LEVEL_COUNTS_H
#define LEVEL_COUNTS_H

#include "distinct.h"
#include "levels.h"

/* A column with more levels is not a category. */
#define LEVELS_MAX ((size_t)1 << 22)

struct level_counts {
	struct dict levels;	/* in order of first sight */
	uint64_t *counts;	/* rows of each */
	size_t cap;
	uint64_t n_missing;
	uint64_t other;		/* rows of levels that are not counted */
	enum col_type type;	/* of the column, once a batch was seen */
	size_t limit;
	bool estimates;
	bool is_over;		/* there were more than limit */
	struct distinct distinct;	/* of all levels, once they are over */
};

void level_counts_init(struct level_counts *, size_t limit);
void level_counts_release(struct level_counts *);

/* Count the rows of the column whose rows[i] is not 0. */
void level_counts_add(struct level_counts *, const struct column *,
    const uint8_t *rows);
/* Count these rows of the column. */
void level_counts_add_rows(struct level_counts *, const struct column *,
    const uint32_t *rows, size_t n);
/* Count n_rows rows of the level with this text (levels.h). */
void level_counts_add_text(struct level_counts *, const char *p, size_t n,
    uint64_t n_rows);
void level_counts_merge(struct level_counts *into,
    const struct level_counts *from);

/*
 * All levels, those with most rows first and of equal ones the lower value: a
 * heap array of levels.n.  It does not depend on which row came first.
 */
struct ranked_level {
	uint32_t id;
	uint32_t rank;		/* in the order of values */
	uint64_t count;
};
struct ranked_level *level_counts_rank(const struct level_counts *);

void level_counts_save(const struct level_counts *, struct str *);
void level_counts_load(struct level_counts *, struct unpack *);

/* How many different levels: exact until they are over, then an estimate. */
uint64_t level_counts_distinct(const struct level_counts *);

#endif
