/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The arithmetic of drift: how far a current sample is from a reference, and
 * how likely that is by chance.  Pure functions.  A measure that is not
 * defined (an empty sample, all counts zero) is NaN.  Nothing here can fail;
 * p-values need num_init() (num_init.h).
 *
 * Counts are doubles; ref[i] and cur[i] are of the same bin or category i < k.
 * A reference of numbers is known by its law (law.h).
 */
#ifndef DRIFT_MATH_H
#define DRIFT_MATH_H

#include <stdbool.h>
#include <stddef.h>

#include "law.h"

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
 * mover's distance), in the unit of the values.
 */
double drift_wasserstein(const struct law *, const struct sketch_view *cur);

/* Tests */

/*
 * Kolmogorov and Smirnov's two-sample test: D is the largest difference of the
 * distribution functions, exact where the law has all values; effect is D.
 * p = K((sqrt(e) + 0.12 + 0.11 / sqrt(e)) D), with K the tail of the limit
 * distribution and e = n m / (n + m) for n rows of the law and m in cur:
 * Stephens 1970.  Where many rows share a value it is too large, never too
 * small.
 */
struct test_result drift_ks(const struct law *, const struct sketch_view *cur);

/*
 * Below five expected rows a cell's count is not close to normal, and
 * chi-square's p-values are too small (Cochran 1954, "Some methods for
 * strengthening the common chi-square tests").  Cells of which either side
 * expects fewer are put together, in place: those in order with their
 * neighbours, others into one.  Returns how many cells there are then.
 */
#define DRIFT_CELL_ROWS 5
size_t drift_pool(double *ref, double *cur, size_t k, bool in_order);

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
 * The same of both rows of counts by the ratio of likelihoods.  Far out, where
 * small cells are fuller than expected, Pearson's p-value is several times too
 * small, and this one where they are emptier.
 */
double drift_likelihood_sf(const double *ref, const double *cur, size_t k);
/* The rows that the smaller side expects in the smallest cell. */
double drift_least_expected(const double *ref, const double *cur, size_t k);

/*
 * The chance that x or more rows are among m that are drawn from n + m, where
 * x + y of all are so: Fisher's exact test, one-sided, for x of m against y of
 * n; 1 where x / m is not the larger share.  y and n need not be whole.
 */
double drift_share_sf(double x, double m, double y, double n);

/*
 * Benjamini and Hochberg 1995: adjusted[i] <= q for the tests to be rejected
 * at a false discovery rate of q.  NaN stays NaN and does not count as a test.
 * adjusted may be p itself.
 */
void benjamini_hochberg(const double *p, size_t n, double *adjusted);

#endif
