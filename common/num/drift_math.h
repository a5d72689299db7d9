/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The arithmetic of drift: how far a current sample is from a reference, and
 * how likely that is by chance.  Pure functions.  A measure that is not
 * defined (an empty sample, all counts zero) is NaN.  Nothing here can fail;
 * p-values need num_init() (num_init.h).
 *
 * Counts are doubles; ref[i] and cur[i] are of the same bin or category i < k.
 * A reference of numbers is known by g >= 2 quantiles (no NaN) at 0, 1/(g-1),
 * ..., 1, linear between them.
 */
#ifndef DRIFT_MATH_H
#define DRIFT_MATH_H

#include <stddef.h>

#include "sketch.h"

struct test_result {
	double statistic;
	double p_value;
	double effect;		/* a size of the difference, from 0 */
};

/* Distances of two histograms */

/*
 * Population stability index: the sum of (c - r) ln(c / r) over shares that
 * are smoothed to (n_i + 0.5) / (n + 0.5 k), so that empty bins are finite.
 * By custom below 0.1 is stable and above 0.25 is a shift (Siddiqi 2006).
 */
double drift_psi(const double *ref, const double *cur, size_t k);

/* The square root of the divergence in bits: 0 to 1 (Endres 2003). */
double drift_jensen_shannon(const double *ref, const double *cur, size_t k);

/*
 * The area between the distribution functions (first Wasserstein or earth
 * mover's distance) of the reference and of current values known by the same
 * quantiles, in the unit of the values.
 */
double drift_wasserstein(const double *ref, const double *cur, size_t g);

/* Tests */

/*
 * Kolmogorov and Smirnov's two-sample test: D is the largest difference of the
 * distribution functions, that of the n values of the reference linear between
 * their quantiles; effect is D.  p = K((sqrt(e) + 0.12 + 0.11 / sqrt(e)) D),
 * with K the tail of the limit distribution and e = n m / (n + m) for m values
 * in cur: Stephens 1970.
 */
struct test_result drift_ks(const double *grid, size_t g, double n,
    const struct sketch_view *cur);

/*
 * Pearson's homogeneity: are both counts drawn from the same shares?  It
 * allows for the chance in the reference.  Bins that are empty on both sides
 * are left out.  effect is Cohen's w (1988, section 7.2) with p, the shares of
 * both together, as those expected: sqrt(sum (c - r)^2 / p), which hardly
 * depends on how many rows either side has.
 */
struct test_result drift_chi_square(const double *ref, const double *cur,
    size_t k);

/*
 * x of n against y of m, pooled variance, two-sided.  statistic is z, positive
 * where y / m is larger; effect the absolute difference of the proportions.
 */
struct test_result drift_two_proportions(double x, double n, double y,
    double m);

/*
 * Benjamini and Hochberg 1995: adjusted[i] <= q for the tests to be rejected
 * at a false discovery rate of q.  NaN stays NaN and does not count as a test.
 * adjusted may be p itself.
 */
void benjamini_hochberg(const double *p, size_t n, double *adjusted);

#endif
