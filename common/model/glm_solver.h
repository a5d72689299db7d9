/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ways to the least objective of a generalised linear model, in the order in
 * which they are asked whether they fit a problem:
 *
 *	gram	one factor of the normal equations, and refinements of its
 *		solution with exact residuals, which give back the digits that
 *		the normal equations lose.  Least squares without l1, dense, of
 *		up to GLM_GRAM_MAX columns.
 *	newton	Newton's method; with l1 each step is found by coordinate
 *		descent over the hessian (proximal Newton: Lee, Sun and Saunders
 *		2014).  A handful of passes over the rows.  Dense, of one output
 *		and up to GLM_NEWTON_MAX columns (least squares: GLM_GRAM_MAX).
 *	lbfgs	L-BFGS, or with l1 OWL-QN, over coefficients scaled to a hessian
 *		whose diagonal is near one.  Fits everything.
 *
 * A new one is a function in a file glm_solver_NAME.c, and a row of the table.
 */
#ifndef GLM_SOLVER_H
#define GLM_SOLVER_H

#include "glm_sums.h"

#define GLM_NEWTON_MAX DESIGN_FEW
#define GLM_GRAM_MAX 2000

struct glm_search {
	struct glm *glm;	/* its unit is found beside coef */
	int max_iter;
	double tol;		/* of the largest slope (l1.h) of the mean
				   objective */
	double *coef;		/* (n_out, design.n), standardised */
	size_t n;		/* of them in all */
	size_t iterations;
	bool converged;
	double gradient;	/* the largest slope at the last evaluation */
	double loss;		/* the mean objective there, without l1 */
	double *last_step;	/* (n), or NULL: the step that was taken last,
				   of Newton's method */
};

struct glm_solver {
	const char *name;
	bool (*fits)(const struct glm *);
	/* From coef to the solution. */
	int (*run)(struct glm_search *, struct diag *);
};

extern const struct glm_solver glm_solver_gram, glm_solver_newton,
    glm_solver_lbfgs;

/* The coefficients that solve begins with, a new array: intercepts that fit the
   target's mean or its classes' shares. */
void glm_search_start(struct glm_search *);
void glm_search_release(struct glm_search *);
/* From coef to the solution, by the first solver that fits. */
int glm_search_run(struct glm_search *, struct diag *) MUST_CHECK;

/* With the unit that glm has. */
int glm_solve(struct glm_search *, struct diag *) MUST_CHECK;
/* The ways to a unit (enum glm_unit), glm_solver_unit.c. */
int glm_solve_scale(struct glm_search *, struct diag *) MUST_CHECK;
int glm_solve_smoothing(struct glm_search *, struct diag *) MUST_CHECK;

/* For solvers: one output, and no sparse columns. */
bool glm_is_dense(const struct glm *);
/* Tell people how the fit goes on. */
void glm_tell_progress(const struct glm_search *, const struct glm_sums *);

#endif
