/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as points, and the choice of some that are far from each other.
 *
 * A point has a number for each number of the features that a model sees, in
 * units of its standard deviation over all rows, 0 where it is missing.  Texts
 * and sparse columns become HASH_DIMS numbers together, by signed hashing of
 * their values (Weinberger and others 2009), which about keeps distances.
 */
#ifndef K_CENTER_H
#define K_CENTER_H

#include "batch.h"

#define HASH_DIMS 128

struct points {
	float *x;		/* (n, d) */
	size_t n, d, cap;
	size_t n_hashed;	/* dimensions, the last ones */
};

/* Add the rows of a batch of features, always of one schema. */
void points_add(struct points *, const struct batch *features);
/* Bring them into units of the deviations: after the last row. */
void points_scale(struct points *);
void points_release(struct points *);

struct center_task {
	const uint32_t *rows;	/* (n) to choose from */
	size_t n;
	const uint32_t *centers;	/* that are there already */
	size_t n_centers;
	size_t k;		/* how many to choose, at most n */
};

/*
 * Greedy k-center (Gonzalez 1985): each time the row that is farthest from all
 * centers and those chosen before, of equal ones the first; without centers the
 * first row begins.  chosen: (k) positions in rows; distance: (k) of each from
 * the nearest before it, infinite where there is none.
 */
void k_center(const struct points *, const struct center_task *,
    uint32_t *chosen, double *distance);

#endif
