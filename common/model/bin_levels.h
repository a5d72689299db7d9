/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The levels of a category and their rows, counted by several workers; which
 * rows came to which worker makes no difference to what is kept.
 */
#ifndef BIN_LEVELS_H
#define BIN_LEVELS_H

#include <stddef.h>
#include <stdint.h>

#include "dict.h"

struct bin_level_count {	/* all 0: empty */
	struct dict dict;
	uint64_t *rows;		/* of each level */
	size_t cap;
};

void bin_level_add(struct bin_level_count *, const char *p, size_t n,
    uint64_t rows);
void bin_level_count_release(struct bin_level_count *);

/*
 * The levels worth a bin, those with most rows first, from the counts of
 * n_workers (stride apart; those of the first take in the others): all while
 * they fit in a byte; beyond, those with ten rows or more, up to 16382.
 */
void bin_levels_keep(struct bin_level_count *, size_t stride,
    size_t n_workers, struct dict *out);

#endif
