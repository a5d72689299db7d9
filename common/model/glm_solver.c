/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "glm_solver.h"

static const struct glm_solver *const glm_solvers[] = {
	&glm_solver_gram, &glm_solver_newton, &glm_solver_lbfgs, NULL
};

bool
glm_is_dense(const struct glm *g)
{
	return (g->design.n == g->design.n_dense && g->n_out == 1);
}

void
glm_tell_progress(const struct glm_search *f, const struct glm_sums *s)
{
	const struct dataset *ds = f->glm->ds;

	if (ds->progress != NULL)
		ds->progress(ds->progress_ctx, f->iterations,
		    (size_t)f->max_iter, "loss", s->value / s->weight);
}

static void
take_shares(const struct glm *g, double *share)
{
	const struct dataset *ds = g->ds;

	for (size_t i = 0; i < ds->n_train; i++)
		share[(size_t)ds->y_train[i]] +=
		    ds->w_train != NULL ? ds->w_train[i] : 1;
	for (size_t k = 0; k < g->n_out; k++)
		share[k] /= g->total_weight;
}

void
glm_search_release(struct glm_search *f)
{
	free(f->coef);
	free(f->last_step);
}

void
glm_search_start(struct glm_search *f)
{
	const struct glm *g = f->glm;
	size_t n = g->design.n;
	double *share = mem_calloc(g->n_out, sizeof(*share)), mean = 0;

	f->n = n * g->n_out;
	f->coef = mem_calloc(f->n, sizeof(*f->coef));
	if (g->family->has_classes)
		take_shares(g, share);
	else
		share[0] = g->target_mean;
	for (size_t k = 0; k < g->n_out; k++) {
		f->coef[k * n] = g->family->intercept(share[k]);
		mean += f->coef[k * n] / (double)g->n_out;
	}
	/* The softmax is the same for any shift: the one of sum 0. */
	for (size_t k = 0; g->family->has_classes && k < g->n_out; k++)
		f->coef[k * n] -= mean;
	free(share);
}

/* What the derivatives of a target's loss are in: the tolerance is in this
   unit. */
static double
slope_unit(const struct glm *g)
{
	if (g->family->is_quadratic)
		return (g->target_sd);
	return (g->family->has_log_link ? g->curvature : 1);
}

int
glm_solve(struct glm_search *f, struct diag *d)
{
	const struct glm_solver *const *s = glm_solvers;
	double unit = slope_unit(f->glm);
	int status;

	f->converged = false;
	while (!(*s)->fits(f->glm))
		s++;
	f->tol *= unit;
	status = (*s)->run(f, d);
	f->tol /= unit;
	f->gradient /= unit;
	return (status);
}

int
glm_search_run(struct glm_search *f, struct diag *d)
{
	f->iterations = 0;
	switch (f->glm->family->unit) {
	case GLM_UNIT_SCALE:
		return (glm_solve_scale(f, d));
	case GLM_UNIT_SMOOTHING:
		return (glm_solve_smoothing(f, d));
	default:
		return (glm_solve(f, d));
	}
}
