/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do numbers go together as they did?  Two samples of the same p columns, a
 * reference and what has come since, each row-major (n, p), NaN where a value
 * is missing.  The program must have called num_init (num_init.h).  Nothing
 * here can fail.
 */
#ifndef JOINT_MATH_H
#define JOINT_MATH_H

#include "drift_math.h"

struct joint_numbers {
	const double *ref, *cur;
	size_t n_ref, n_cur, p;
};

/*
 * Principal components of the standardised columns, as many as have
 * JOINT_VARIANCE of the variance, are found on every second row of the
 * reference; the others and the current rows are put back together from them.
 * statistic is the mean distance from the current rows to that, effect how far
 * it is off that of the reference's, in their standard deviations, and p that
 * of Welch's z.  Missing values are means.  NaN with less than two columns or
 * too few rows.
 */
#define JOINT_VARIANCE 0.65

struct test_result joint_reconstruction(const struct joint_numbers *);

/*
 * The pair of columns whose correlation of ranks (Spearman 1904; equal values
 * share the mean of theirs, missing ones have the mean of all) has changed most
 * surely: by Fisher's z with the variance (1 + r^2 / 2) / (n - 3) (Bonett and
 * Wright 2000), Bonferroni over the pairs.  effect is the absolute change,
 * statistic the correlation of the current rows.
 */
struct joint_pair {
	size_t a, b;
	struct test_result r;
};

struct joint_pair joint_correlation(const struct joint_numbers *);

#endif
