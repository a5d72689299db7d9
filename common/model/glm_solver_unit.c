/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "glm_solver.h"

#define SCALES_MAX 50
#define NO_SCALE 1e-12		/* of the target's deviation: a perfect fit */
#define SMOOTHER 8		/* from one unit to the next */

/* A sum over the training rows at coef, as a mean. */
static int
evaluate_mean(const struct glm_search *f, bool inform, double *out,
    struct diag *d)
{
	struct glm_at at = { .coef = f->coef, .stride = 1, .inform = inform };
	struct glm_sums s;
	int status;

	glm_sums_init(&s, f->glm, false);
	status = glm_evaluate(f->glm, &at, &s, d);
	*out = s.value / s.weight;
	glm_sums_release(&s);
	return (status);
}

/*
 * The loss is least where the mean square of the residuals in units, cut, is 1.
 * As the loss is convex in coefficients and unit together, that square falls
 * with the unit: by its second power where none is cut.  So the logarithm of
 * one is nearly a line in that of the other, which secants follow.
 */
int
glm_solve_scale(struct glm_search *f, struct diag *d)
{
	double *unit = &f->glm->unit, least = NO_SCALE * f->glm->target_sd;
	double square, slope = -2, last_at = NAN, last = NAN;

	if (*unit == 0)
		*unit = f->glm->target_sd;
	for (int i = 0; i < SCALES_MAX; i++) {
		if (glm_solve(f, d) == -1 ||
		    evaluate_mean(f, true, &square, d) == -1)
			return (-1);
		if (fabs(square - 1) <= f->tol || *unit <= least)
			return (0);
		if (i > 0)
			slope = (log(square) - last) / (log(*unit) - last_at);
		slope = slope < -0.1 ? slope : -2;
		last_at = log(*unit);
		last = log(square);
		*unit *= exp(fmax(fmin(-last / slope, 2), -2));
		*unit = fmax(*unit, least);
	}
	f->converged = false;
	return (0);
}

/*
 * The smooth loss of a row is at most half a unit below the check function, so
 * that units shrink until one is the tolerance as a share of the mean loss
 * (Chen 2007; each fit begins where the last one ended).
 */
int
glm_solve_smoothing(struct glm_search *f, struct diag *d)
{
	double *unit = &f->glm->unit, loss, next, goal = 0;
	int status;

	*unit = NO_SCALE * f->glm->target_sd;
	status = evaluate_mean(f, false, &loss, d);
	for (next = loss; status == 0 && *unit != goal; next /= SMOOTHER) {
		goal = fmax(f->tol * loss, NO_SCALE * f->glm->target_sd);
		*unit = fmax(next, goal);
		status = glm_solve(f, d);
		if (status == 0)
			status = evaluate_mean(f, false, &loss, d);
	}
	return (status);
}
