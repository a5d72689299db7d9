/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "l1.h"
#include "linalg.h"
#include "mem.h"

#include "glm_solver.h"

#define HALVINGS_MAX 40

/* A fit that has this many blocks starts on every 8th of them: far from the
   optimum a sample points as well as all rows do. */
#define SAMPLE_BLOCKS 32
#define SAMPLE_STRIDE 8
#define SAMPLE_TOL 1e-3

/* The state of Newton's method between two evaluations. */
struct newton {
	struct glm_sums sums;
	double *from, *step;	/* coef was from - share * step */
	double *l1;		/* in proportion to the rows looked at */
	double *hv;		/* (n): scratch */
	double value, share;	/* the value at from */
	int halvings;
};

static void
newton_init(struct newton *nw, const struct glm_search *f)
{
	memset(nw, 0, sizeof(*nw));
	nw->value = INFINITY;
	glm_sums_init(&nw->sums, f->glm, true);
	nw->from = mem_calloc(f->n, sizeof(*nw->from));
	nw->step = mem_calloc(f->n, sizeof(*nw->step));
	nw->l1 = mem_calloc(f->n, sizeof(*nw->l1));
	nw->hv = mem_calloc(f->n, sizeof(*nw->hv));
}

static void
newton_release(struct newton *nw)
{
	glm_sums_release(&nw->sums);
	free(nw->from);
	free(nw->step);
	free(nw->l1);
	free(nw->hv);
}

/* coef = from - share * step */
static void
take_step(struct glm_search *f, const struct newton *nw)
{
	for (size_t j = 0; j < f->n; j++)
		f->coef[j] = nw->from[j] - nw->share * nw->step[j];
}

/* Step = from - z with the z at which the quadratic form of value, gradient
   and hessian at from, with l1, is least. */
static void
find_step_l1(const struct glm_search *f, struct newton *nw)
{
	const struct glm_sums *s = &nw->sums;
	struct l1_quadratic q = { .a = s->hess, .b = nw->hv, .l1 = nw->l1,
	    .n = f->n, .tol = f->tol * s->weight / 100 };

	multiply_symmetric(s->hess, nw->from, f->n, nw->hv);
	for (size_t j = 0; j < f->n; j++)
		nw->hv[j] -= s->grad[j];
	memcpy(nw->step, nw->from, f->n * sizeof(*nw->step));
	/* The best z there is will do: the next evaluation judges it. */
	(void)l1_solve(&q, nw->step);
	for (size_t j = 0; j < f->n; j++)
		nw->step[j] = nw->from[j] - nw->step[j];
}

static int
find_step(const struct glm_search *f, struct newton *nw, struct diag *d)
{
	if (f->glm->penalty.has_l1) {
		find_step_l1(f, nw);
		return (0);
	}
	memcpy(nw->step, nw->sums.grad, f->n * sizeof(*nw->step));
	return (solve_symmetric(nw->sums.hess, nw->step, f->n, NULL, d));
}

/*
 * After an evaluation: 1 done, 0 coef is the next point to look at, -1 error.
 * The step of the last evaluation is taken too: it costs nothing and doubles
 * the digits.
 */
static int
newton_next(struct glm_search *f, struct newton *nw, double tol,
    struct diag *d)
{
	const struct glm_sums *s = &nw->sums;
	double value, share = s->weight / f->glm->total_weight;
	bool done;

	for (size_t j = 0; j < f->n; j++)
		nw->l1[j] = share * f->glm->penalty.l1[j];
	value = s->value + l1_sum(f->coef, nw->l1, f->n);
	if (!(value <= nw->value + 1e-12 * fabs(nw->value)) &&
	    nw->halvings < HALVINGS_MAX) {
		nw->halvings++;
		nw->share /= 2;
		take_step(f, nw);
		return (0);
	}
	if (!isfinite(value))
		return (diag_set(d, "the fit does not stay finite: are there "
		    "huge values or weights?"));
	f->gradient = l1_slope_max(s->grad, f->coef, nw->l1, f->n) / s->weight;
	done = f->gradient <= tol;
	memcpy(nw->from, f->coef, f->n * sizeof(*nw->from));
	if (find_step(f, nw, d) == -1)
		return (-1);
	nw->value = value;
	nw->share = 1;
	take_step(f, nw);
	f->converged = done;
	done = done || nw->halvings == HALVINGS_MAX;
	nw->halvings = 0;
	return (done);
}

static int
iterate(struct glm_search *f, size_t stride, double tol, struct diag *d)
{
	struct glm_at at = { .coef = f->coef, .stride = stride,
	    .want_hess = true };
	struct newton nw;
	int r = 0;

	newton_init(&nw, f);
	f->converged = false;
	for (int i = 0; i < f->max_iter && r == 0; i++) {
		if ((r = glm_evaluate(f->glm, &at, &nw.sums, d)) == 0)
			r = newton_next(f, &nw, tol, d);
		at.want_hess = !f->glm->family->is_quadratic;
		f->iterations++;
		glm_tell_progress(f, &nw.sums);
	}
	f->loss = nw.sums.value / nw.sums.weight;
	free(f->last_step);
	f->last_step = mem_dup(nw.step, f->n, sizeof(*nw.step));
	for (size_t j = 0; j < f->n; j++)
		f->last_step[j] *= -1;
	newton_release(&nw);
	return (r == -1 ? -1 : 0);
}

static bool
fits(const struct glm *g)
{
	return (glm_is_dense(g) && g->design.n <=
	    (g->family->is_quadratic ? GLM_GRAM_MAX : GLM_NEWTON_MAX));
}

static int
run(struct glm_search *f, struct diag *d)
{
	if (!f->glm->family->is_quadratic && f->iterations == 0 &&
	    spool_n_blocks(f->glm->ds->spool) >= SAMPLE_BLOCKS &&
	    iterate(f, SAMPLE_STRIDE, SAMPLE_TOL, d) == -1)
		return (-1);
	return (iterate(f, 1, f->tol, d));
}

const struct glm_solver glm_solver_newton = { "newton", fits, run };
