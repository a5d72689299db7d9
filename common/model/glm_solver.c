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

void
glm_search_start(struct glm_search *f)
{
	const struct glm *g = f->glm;
	const struct dataset *ds = g->ds;
	bool classes = g->family->has_classes;
	size_t n = g->design.n, k;
	double *sums = mem_calloc(g->n_out, sizeof(*sums)), w;
	double mean = 0;

	f->n = n * g->n_out;
	f->coef = mem_calloc(f->n, sizeof(*f->coef));
	for (size_t i = 0; i < ds->n_train; i++) {
		w = ds->w_train != NULL ? ds->w_train[i] : 1;
		k = classes ? (size_t)ds->y_train[i] : 0;
		sums[k] += classes ? w : w * ds->y_train[i];
	}
	for (k = 0; k < g->n_out; k++) {
		f->coef[k * n] = g->family->intercept(sums[k] /
		    g->total_weight);
		mean += f->coef[k * n] / (double)g->n_out;
	}
	/* The softmax is the same for any shift: the one of sum 0. */
	for (k = 0; classes && k < g->n_out; k++)
		f->coef[k * n] -= mean;
	free(sums);
}

/* The standard deviation of a number that is the target: the tolerance is in
   this unit. */
static double
target_unit(const struct glm *g)
{
	const struct dataset *ds = g->ds;
	double sum = 0, mean = 0, r;

	for (size_t i = 0; i < ds->n_train; i++)
		mean += (ds->w_train != NULL ? ds->w_train[i] : 1) *
		    ds->y_train[i];
	mean /= g->total_weight;
	for (size_t i = 0; i < ds->n_train; i++) {
		r = ds->y_train[i] - mean;
		sum += (ds->w_train != NULL ? ds->w_train[i] : 1) * r * r;
	}
	return (sum > 0 && isfinite(sum) ? sqrt(sum / g->total_weight) : 1);
}

int
glm_search_run(struct glm_search *f, struct diag *d)
{
	const struct glm_solver *const *s = glm_solvers;
	double unit = 1;
	int status;

	f->iterations = 0;
	f->converged = false;
	if (f->glm->family->is_quadratic)
		unit = target_unit(f->glm);
	while (!(*s)->fits(f->glm))
		s++;
	f->tol *= unit;
	status = (*s)->run(f, d);
	f->tol /= unit;
	f->gradient /= unit;
	return (status);
}
