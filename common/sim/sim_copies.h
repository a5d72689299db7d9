/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a table that must not come out again: those that fewer than
 * `rare` rows of it are equal to, over all columns that are compared.  A hash
 * of each is kept, so another row is taken for one of them once in 2^64 /
 * rows.  The caller owns the struct; nothing here can fail.
 */
#ifndef SIM_COPIES_H
#define SIM_COPIES_H

#include "batch.h"

struct sim_copies {
	uint64_t *hashes;	/* first of all rows, then ascending of those */
	size_t n, cap;
};

/* compared[j] is 1 for the columns that are looked at. */
void sim_copies_add(struct sim_copies *, const struct batch *,
    const uint8_t *compared);
void sim_copies_finish(struct sim_copies *, uint32_t rare);
void sim_copies_release(struct sim_copies *);

/* Is the last row of the columns one of them? Safe for many at once. */
bool sim_copies_have(const struct sim_copies *, const struct column *cols,
    size_t n_cols, const uint8_t *compared);

#endif
