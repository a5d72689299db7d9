/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact quantiles by linear interpolation between order statistics: type 7 of
 * Hyndman and Fan 1996, the default of R and NumPy.  Nothing here can fail.
 */
#ifndef QUANTILE_H
#define QUANTILE_H

#include <stddef.h>

/*
 * The p-quantile of n values in ascending order, without NaN; p is clamped to
 * [0, 1].  NaN for n = 0 or p NaN.
 */
double quantile_sorted(const double *v, size_t n, double p);

/*
 * Of n values in any order under weights (not negative): the least value up to
 * which there is at least p of the weight (the inverse of the distribution
 * function, type 1).  NaN where there is no weight.
 */
double quantile_weighted(const double *v, const double *weight, size_t n,
    double p);

/*
 * The two halves of quantile_sorted, for values that do not stand in one
 * array.  n > 0.
 * The quantile lies `part` (0 <= part < 1) of the way from order statistic
 * *lo (from 0) to *lo + 1; where part is 0 the latter is not to be read.
 */
double quantile_position(size_t n, double p, size_t *lo);
double quantile_between(double a, double b, double part);

/* The share of values, 0 .. 1, below x, by linear interpolation between n
   quantiles in ascending order; halfway where several are equal.  0 for n = 0.
   As QuantileTransformer of scikit-learn has it. */
double quantile_rank(const double *q, size_t n, double x);

/* How many of n values in ascending order are less than x; not more than. */
size_t count_less(const double *v, size_t n, double x);
size_t count_at_most(const double *v, size_t n, double x);

#endif
