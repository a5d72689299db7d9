/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The arithmetic of drift: how far a current sample is from a reference, and
 * how likely that is by chance.  Pure functions.  A measure that is not
 * defined (an empty sample, all counts zero) is NaN.  Nothing here can fail;
 * p-values need num_init() (num_init.h).
 *
 * Counts are doubles, so that they may be weighted; ref[i] and cur[i] are of
 * the same bin or category i < k.  Samples are in ascending order, no NaN.
 */
#ifndef DRIFT_MATH_H
#define DRIFT_MATH_H

#include <stddef.h>

struct test_result {
	double statistic;
	double p_value;
	double effect;		/* a size of the difference, 0 to 1 */
	double df;		/* degrees of freedom, where there are any */
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

double drift_hellinger(const double *ref, const double *cur, size_t k);
double drift_total_variation(const double *ref, const double *cur, size_t k);

/* Distances of two samples */

/*
 * The area between the distribution functions (first Wasserstein or earth
 * mover's distance), in the unit of the values.
 */
double drift_wasserstein(const double *a, size_t n, const double *b, size_t m);

/*
 * The same where the reference is known by g >= 2 quantiles at 0, 1/(g-1),
 * ..., 1, linear between them, and the current values by the sample b or by
 * the same quantiles.
 */
double drift_wasserstein_grid(const double *grid, size_t g, const double *b,
    size_t m);
double drift_wasserstein_grids(const double *ref, const double *cur, size_t g);

/* Tests */

/*
 * Kolmogorov and Smirnov's two-sample test: D exact, ties taken care of;
 * effect is D.  p = K((sqrt(e) + 0.12 + 0.11 / sqrt(e)) D), with K the tail
 * of the limit distribution and e = n m / (n + m): Stephens 1970.  It differs
 * from scipy.stats.ks_2samp(method='asymp'), which takes the one-sample
 * distribution of round(e) values: by about 0.003 at e = 6 and by less than
 * 0.0003 at e = 1200.
 */
struct test_result drift_ks(const double *a, size_t n, const double *b,
    size_t m);

/*
 * The same from counts of ordered bins.  D is the largest difference at an
 * edge of the bins: never more than the exact one, so p is never too small.
 */
struct test_result drift_ks_binned(const double *ref, const double *cur,
    size_t k);

/*
 * Pearson's goodness of fit: are the counts cur drawn from the shares that
 * the weights ref stand to each other?  Bins that are empty on both sides are
 * left out; one that is empty in the reference alone makes the statistic
 * infinite: smooth the reference first, or use the test below.  effect is
 * Cramer's V, sqrt(statistic / (n df)), at most 1.
 */
struct test_result drift_chi_square(const double *ref, const double *cur,
    size_t k);

/*
 * Pearson's homogeneity: are both counts drawn from the same shares?  This one
 * allows for the chance in the reference.  effect is sqrt(statistic / total).
 */
struct test_result drift_chi_square_both(const double *ref,
    const double *cur, size_t k);

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
