/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which row goes to which part: the arithmetic of split.h, on one key a row.
 *
 * parts[row] becomes the index of a share.  Shares are positive or 0 and sum
 * to 1.  Keys are reordered.  Nothing here can fail.
 */
#ifndef SPLIT_ASSIGN_H
#define SPLIT_ASSIGN_H

#include <stddef.h>
#include <stdint.h>

struct row_key {
	uint64_t order;		/* random, a group's hash, or a time */
	uint32_t group;		/* stratum, from 0 */
	uint32_t row;
};

struct shares {
	const double *v;
	size_t n;
};

/*
 * Each group is cut by shares, its rows taken in their order; what rounding
 * leaves over is carried to the next group (largest remainder), so that
 * totals are exact to a row.  For up to three shares.
 */
void assign_strata(struct row_key *, size_t n, const struct shares *,
    uint16_t *parts);

/* The same for one group whose orders are rng_at(seed, row), without keys. */
void assign_drawn(uint64_t seed, size_t n, const struct shares *,
    uint16_t *parts);

/* Round robin over rows by group and order: folds of every group and of all
   rows differ by one row at most. */
void assign_folds(struct row_key *, size_t n, size_t folds, uint16_t *parts);

/* Cut by shares along the order; equal keys stay together, on the side of
   the cut where fewer rows have to move. */
void assign_ordered(struct row_key *, size_t n, const struct shares *,
    uint16_t *parts);

/* Whole groups, rows of equal order: in that order, each to the part that lacks
   most rows to its share. */
void assign_groups(struct row_key *, size_t n, const struct shares *,
    uint16_t *parts);

#endif
