/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Minimisation of a smooth function of many variables: L-BFGS (Nocedal and
 * Wright 2006, algorithms 7.4 and 7.5) with a line search for the strong Wolfe
 * conditions (their algorithms 3.5 and 3.6, cubic interpolation).
 *
 * With a penalty sum_j l1_j |x_j| beside it (l1.h): OWL-QN (Andrew and Gao
 * 2007), in which the nearest subgradient stands for the gradient, and a step
 * that is found by halving ends at 0 where it would change a sign.
 *
 * The caller owns all; nothing is kept between calls.  Deterministic as far as
 * the callback is.  A function that becomes NaN or infinite on a trial step
 * makes the step shorter.
 */
#ifndef LBFGS_H
#define LBFGS_H

#include <stdbool.h>
#include <stddef.h>

/* The value at x (n) and its gradient into grad (n). */
typedef double lbfgs_fn(void *ctx, const double *x, double *grad);

struct lbfgs_options {
	int max_iter;
	double gtol;		/* done: largest |gradient| <= gtol */
	const double *l1;	/* (n), or NULL: no such penalty */
};

enum lbfgs_status {
	LBFGS_CONVERGED,	/* gtol reached */
	LBFGS_MAX_ITER,
	LBFGS_STALLED,		/* no lower value found: rounding, or a wrong
				   gradient; x is the best point seen */
	LBFGS_NOT_FINITE	/* the function is not finite at the start */
};

struct lbfgs_result {
	enum lbfgs_status status;
	bool converged;
	int iterations;
	double f;		/* at the final x, with the penalty */
	double grad_max;	/* the largest |gradient| there */
};

/* x (n): the start, then the minimiser. */
struct lbfgs_result lbfgs_minimise(const struct lbfgs_options *, lbfgs_fn *,
    void *ctx, double *x, size_t n);

#endif
