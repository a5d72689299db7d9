/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Confidence intervals of a level such as 0.95, by what is known of a
 * statistic.  Each writes its bounds to out, NaN where there are none.
 * Nothing here can fail; num_init() as for dist.h.
 */
#ifndef INTERVAL_H
#define INTERVAL_H

#include <stddef.h>

struct interval {
	double low, high;
};

/* Of a share of n rows, n > 0 (Wilson 1927): never empty, and within 0 .. 1. */
void interval_wilson(double share, double n, double level,
    struct interval *out);

/* Of two shares a and b of n_a and n_b other rows. */
struct interval_pair {
	double a, n_a, b, n_b, level;
};

/* a - b (Newcombe 1998, method 10: by Wilson's intervals of each). */
void interval_difference(const struct interval_pair *, struct interval *out);
/* a / b (Katz and others 1978: by the logarithm); NaN where one is 0. */
void interval_ratio(const struct interval_pair *, struct interval *out);

/*
 * Of a positive mean with its standard error, by k sorted values of
 *	(log(mean of a replicate) - log(mean)) / standard error of that log
 * that is a studentised bootstrap on the log scale (Davison and Hinkley 1997,
 * section 5.2), which long tails of losses ask for.
 */
void interval_studentised(const double *sorted, size_t k, double level,
    double mean, double se, struct interval *out);

/*
 * Of any statistic, by k sorted values of replicates: bias-corrected and
 * accelerated percentiles (Efron 1987), of tails widened for n rows
 * (Hesterberg 2015, section 5.2).
 */
struct interval_bca {
	double value;		/* of the rows themselves */
	double acceleration;	/* interval_acceleration of leave-outs */
	double n, level;
};
void interval_bca(const double *sorted, size_t k, const struct interval_bca *,
    struct interval *out);

/* Of values with one of n groups of rows left out: sum of u^3 over
   6 (sum of u^2)^1.5 for the deviations u from their mean. NaN values count
   for nothing. */
double interval_acceleration(const double *left_out, size_t n);

#endif
