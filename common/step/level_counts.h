/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counting the levels of a column on training rows.  Counts merge.
 */
#ifndef LEVEL_COUNTS_H
#define LEVEL_COUNTS_H

#include "levels.h"

/* More levels than this are no category. */
#define LEVELS_MAX ((size_t)1 << 22)

struct level_counts {
	struct dict levels;	/* in order of first sight */
	uint64_t *counts;
	size_t cap;
	uint64_t n_missing;
	enum col_type type;	/* of the column, once a row was seen */
	size_t limit;		/* levels that are counted */
	bool is_over;		/* there were more */
};

void level_counts_init(struct level_counts *, size_t limit);
void level_counts_release(struct level_counts *);
void level_counts_add(struct level_counts *, const struct column *,
    const uint8_t *rows);
void level_counts_merge(struct level_counts *into,
    const struct level_counts *from);

#endif
