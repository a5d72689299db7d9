/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Count, extremes, mean and variance of a stream of numbers.
 *
 * NaN is skipped and not counted.  An infinite value makes mean and variance
 * infinite or NaN, as they are; min and max stay right.  For equal bytes with
 * any number of threads, add blocks of fixed size to states of their own and
 * merge them in block order.  A plain struct; nothing here can fail.
 */
#ifndef MOMENTS_H
#define MOMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "pack.h"

struct moments {
	uint64_t n;
	double mean;
	double m2;		/* sum of (x - mean)^2, in units of 4^scale: the
				   squares of 1e308 and of 1e-300 are no
				   doubles */
	int scale;		/* 0 but for such values */
	double min, max;	/* inf and -inf while n is 0 */
};

void moments_init(struct moments *);
void moments_add_many(struct moments *, const double *v, size_t n);

/*
 * Chan, Golub and LeVeque 1979, "Updating formulae and a pairwise algorithm
 * for computing sample variances".
 */
void moments_merge(struct moments *, const struct moments *);

/* The moments of x + by. */
void moments_shift(struct moments *, double by);

void moments_save(const struct moments *, struct str *);
void moments_load(struct moments *, struct unpack *);

/* The weight of values, their mean and the sum of squared deviations: all 0 at
   first; a value x of weight w is { w, x, 0 }. */
struct weighted_moments {
	double n, mean, m2;
};

void weighted_moments_merge(struct weighted_moments *,
    const struct weighted_moments *);

/* The root of m2 / (n - ddof): ddof 1 for a sample, 0 for a population. NaN:
   n <= ddof. */
double moments_stddev(const struct moments *, unsigned ddof);

#endif
