/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>

#include "l1.h"
#include "linalg.h"

#include "glm_solver.h"

#define REFINEMENTS_MAX 20

static bool
fits(const struct glm *g)
{
	return (glm_is_dense(g) && g->family->is_quadratic &&
	    !g->penalty.has_l1 && g->design.n <= GLM_GRAM_MAX);
}

/*
 * The normal equations at coef, then the same matrix with the gradient at the
 * solution, until the step is one of rounding.
 */
static int
run(struct glm_search *f, struct diag *d)
{
	struct glm_at at = { .coef = f->coef, .stride = 1, .want_hess = true };
	struct glm_sums s;
	double size, last = INFINITY;
	int status = 0;

	glm_sums_init(&s, f->glm, true);
	while (!f->converged && f->iterations < REFINEMENTS_MAX) {
		if ((status = glm_evaluate(f->glm, &at, &s, d)) == -1)
			break;
		f->gradient = l1_slope_max(s.grad, f->coef, NULL, f->n) /
		    s.weight;
		if ((status = solve_symmetric(s.hess, s.grad, f->n, NULL,
		    d)) == -1)
			break;
		size = l1_slope_max(s.grad, f->coef, NULL, f->n);
		for (size_t j = 0; j < f->n && size < last; j++)
			f->coef[j] -= s.grad[j];
		f->converged = size >= last / 2 || size <= 4 * DBL_EPSILON *
		    l1_slope_max(f->coef, f->coef, NULL, f->n);
		last = size;
		at.want_hess = false;
		f->iterations++;
	}
	glm_sums_release(&s);
	return (status);
}

const struct glm_solver glm_solver_gram = { "gram", fits, run };
