/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Penalties on absolute values: objectives f(x) + sum_j l1_j |x_j| with f
 * smooth and l1_j >= 0, which have kinks where an x_j is 0.
 */
#ifndef L1_H
#define L1_H

#include <stdbool.h>
#include <stddef.h>

/* Of the subgradients along one coordinate, with grad the derivative of f, the
   one nearest to 0; it is 0 at a minimum. With l1 = 0 it is grad. */
double l1_slope(double grad, double x, double l1);

/* The largest of these by size, NaN if there is one. l1 NULL: all 0. */
double l1_slope_max(const double *grad, const double *x, const double *l1,
    size_t n);

/* sum_j l1_j |x_j| */
double l1_sum(const double *x, const double *l1, size_t n);

/*
 * The z that makes 1/2 z'Az - b'z + sum_j l1_j |z_j| least, for a symmetric A
 * (n, n) of which the lower triangle is read and no eigenvalue is negative:
 * cyclic coordinate descent from the z that is given (Friedman, Hastie and
 * Tibshirani 2010, sections 2.1 and 2.2).  Now and then the equations of the
 * coordinates that are not 0 are solved directly, which ends the slow approach
 * that correlated columns cause.  False if no slope is below tol after 10,000
 * sweeps; z is as good as it got.
 */
struct l1_quadratic {
	const double *a, *b, *l1;
	size_t n;
	double tol;
};

bool l1_solve(const struct l1_quadratic *, double *z);

#endif
