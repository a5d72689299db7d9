/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "lbfgs.h"
#include "mem.h"

#include "glm_solver.h"

/* L-BFGS looks at u = coef * unit, and at the mean objective. */
struct search {
	struct glm_search *fit;
	double *unit;		/* (n) */
	double *l1;		/* (n), of u, or NULL */
	struct glm_sums sums;
	struct diag *d;
	bool failed;
};

static bool
fits(const struct glm *g)
{
	(void)g;
	return (true);
}

static double
value_at(void *ctx, const double *u, double *grad)
{
	struct search *s = ctx;
	struct glm_search *f = s->fit;
	struct glm_at at = { .coef = f->coef, .stride = 1 };

	if (s->failed)
		return (NAN);
	for (size_t j = 0; j < f->n; j++)
		f->coef[j] = u[j] / s->unit[j];
	if (glm_evaluate(f->glm, &at, &s->sums, s->d) == -1) {
		s->failed = true;
		return (NAN);
	}
	for (size_t j = 0; j < f->n; j++)
		grad[j] = s->sums.grad[j] / s->unit[j] / s->sums.weight;
	f->iterations++;
	glm_tell_progress(f, &s->sums);
	return (s->sums.value / s->sums.weight);
}

static void
search_init(struct search *s, const struct glm *g)
{
	double top = g->curvature;
	size_t n = g->design.n, at;

	glm_sums_init(&s->sums, g, false);
	s->unit = mem_alloc(s->fit->n, sizeof(*s->unit));
	if (g->penalty.has_l1)
		s->l1 = mem_alloc(s->fit->n, sizeof(*s->l1));
	for (at = 0; at < s->fit->n; at++) {
		s->unit[at] = sqrt(top + g->penalty.l2[at % n] /
		    g->total_weight);
		if (s->l1 != NULL)
			s->l1[at] = g->penalty.l1[at % n] / s->unit[at] /
			    g->total_weight;
	}
}

static void
search_release(struct search *s)
{
	glm_sums_release(&s->sums);
	free(s->unit);
	free(s->l1);
}

static int
run(struct glm_search *f, struct diag *d)
{
	struct search s = { .fit = f, .d = d };
	struct lbfgs_options opt = { .max_iter = f->max_iter,
	    .gtol = f->tol };
	struct lbfgs_result r;
	double *u = mem_alloc(f->n, sizeof(*u));
	size_t before = f->iterations;

	search_init(&s, f->glm);
	opt.l1 = s.l1;
	for (size_t j = 0; j < f->n; j++)
		u[j] = f->coef[j] * s.unit[j];
	r = lbfgs_minimise(&opt, value_at, &s, u, f->n);
	for (size_t j = 0; j < f->n; j++)
		f->coef[j] = u[j] / s.unit[j];
	f->converged = r.converged;
	f->gradient = r.grad_max;
	f->loss = r.f;
	f->iterations = before + (size_t)r.iterations;
	if (!s.failed && r.status == LBFGS_NOT_FINITE)
		diag_set(d, "the fit is not finite: are there huge values or "
		    "weights?");
	free(u);
	search_release(&s);
	return (s.failed || r.status == LBFGS_NOT_FINITE ? -1 : 0);
}

const struct glm_solver glm_solver_lbfgs = { "lbfgs", fits, run };
