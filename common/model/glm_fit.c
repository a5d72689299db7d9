/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lbfgs.h"
#include "linalg.h"
#include "mem.h"

#include "glm_fit.h"

#define HALVINGS_MAX 40
#define REFINEMENTS_MAX 20

/* A fit that has this many blocks starts on every so-many-th: far from the
   optimum a sample points as well as all rows do. */
#define SAMPLE_BLOCKS 32
#define SAMPLE_STRIDE 8
#define SAMPLE_TOL 1e-3

struct glm_options {
	enum glm_family family;
	double l2;
	int max_iter;
	double tol;
};

struct fit {
	struct glm glm;
	const struct glm_options *opt;
	double *coef;		/* (n_out, n), standardised */
	size_t n;		/* of them in all */
	size_t iterations;
	bool converged;
	double gradient;	/* the largest at the last evaluation */
};

static double
max_abs(const double *v, size_t n)
{
	double max = 0;

	for (size_t i = 0; i < n; i++)
		max = fabs(v[i]) > max || isnan(v[i]) ? fabs(v[i]) : max;
	return (max);
}

static void
tell_progress(const struct fit *f, const struct glm_sums *s)
{
	const struct dataset *ds = f->glm.ds;

	if (ds->progress != NULL)
		ds->progress(ds->progress_ctx, f->iterations,
		    (size_t)f->opt->max_iter, "loss", s->value / s->weight);
}

/* coef = from - share * step */
static void
take_step(struct fit *f, const double *from, double share, const double *step)
{
	for (size_t j = 0; j < f->n; j++)
		f->coef[j] = from[j] - share * step[j];
}

/* The state of Newton's method between two evaluations. */
struct newton {
	struct glm_sums sums;
	double *from, *step;	/* coef was from - share * step */
	double value, share;	/* the value at from */
	int halvings;
};

/*
 * After an evaluation: 1 done, 0 coef is the next point to look at, -1 error.
 * The step of the last evaluation is taken too: it costs nothing and doubles
 * the digits.
 */
static int
newton_next(struct fit *f, struct newton *nw, double tol, struct diag *d)
{
	struct glm_sums *s = &nw->sums;
	bool done;

	if (!(s->value <= nw->value + 1e-12 * fabs(nw->value)) &&
	    nw->halvings < HALVINGS_MAX) {
		nw->halvings++;
		nw->share /= 2;
		take_step(f, nw->from, nw->share, nw->step);
		return (0);
	}
	if (!isfinite(s->value))
		return (diag_set(d, "the fit does not stay finite: are there "
		    "huge values or weights?"));
	f->gradient = max_abs(s->grad, f->n) / s->weight;
	done = f->gradient <= tol;
	memcpy(nw->from, f->coef, f->n * sizeof(*nw->from));
	memcpy(nw->step, s->grad, f->n * sizeof(*nw->step));
	if (solve_symmetric(s->hess, nw->step, f->n, NULL, d) == -1)
		return (-1);
	nw->value = s->value;
	nw->share = 1;
	take_step(f, nw->from, 1, nw->step);
	f->converged = done;
	return (done || nw->halvings == HALVINGS_MAX);
}

static int
fit_newton(struct fit *f, size_t stride, double tol, struct diag *d)
{
	struct glm_at at = { .coef = f->coef, .stride = stride,
	    .want_hess = true };
	struct newton nw = { .value = INFINITY };
	int r = 0;

	glm_sums_init(&nw.sums, &f->glm, true);
	nw.from = mem_calloc(f->n, sizeof(*nw.from));
	nw.step = mem_calloc(f->n, sizeof(*nw.step));
	f->converged = false;
	for (int i = 0; i < f->opt->max_iter && r == 0; i++) {
		if ((r = glm_evaluate(&f->glm, &at, &nw.sums, d)) == 0)
			r = newton_next(f, &nw, tol, d);
		f->iterations++;
		tell_progress(f, &nw.sums);
	}
	glm_sums_release(&nw.sums);
	free(nw.from);
	free(nw.step);
	return (r == -1 ? -1 : 0);
}

/*
 * Least squares: the normal equations at coef, then the same matrix with the
 * gradient at the solution, until the step is one of rounding.
 */
static int
fit_gram(struct fit *f, struct diag *d)
{
	struct glm_at at = { .coef = f->coef, .stride = 1, .want_hess = true };
	struct glm_sums s;
	double size, last = INFINITY;
	int status = 0;

	glm_sums_init(&s, &f->glm, true);
	while (!f->converged && f->iterations < REFINEMENTS_MAX) {
		if ((status = glm_evaluate(&f->glm, &at, &s, d)) == -1)
			break;
		f->gradient = max_abs(s.grad, f->n) / s.weight;
		if ((status = solve_symmetric(s.hess, s.grad, f->n, NULL,
		    d)) == -1)
			break;
		size = max_abs(s.grad, f->n);
		if (size < last)
			take_step(f, f->coef, 1, s.grad);
		f->converged = size >= last / 2 ||
		    size <= 4 * DBL_EPSILON * max_abs(f->coef, f->n);
		last = size;
		at.want_hess = false;
		f->iterations++;
	}
	glm_sums_release(&s);
	return (status);
}

/* The curvature of the loss of one row, at its largest. */
static double
top_curvature(const struct glm *g)
{
	switch (g->family) {
	case GLM_GAUSSIAN:
		return (1);
	case GLM_LOGISTIC:
		return (0.25);
	case GLM_SOFTMAX:
		return ((1 - 1 / (double)g->n_out) / (double)g->n_out);
	}
	BUG("no such family");
}

/* L-BFGS looks at u = coef * unit, and at the mean loss. */
struct search {
	struct fit *fit;
	double *unit;		/* (n) */
	struct glm_sums sums;
	struct diag *d;
	bool failed;
};

static double
search_value(void *ctx, const double *u, double *grad)
{
	struct search *s = ctx;
	struct fit *f = s->fit;
	struct glm_at at = { .coef = f->coef, .stride = 1 };

	if (s->failed)
		return (NAN);
	for (size_t j = 0; j < f->n; j++)
		f->coef[j] = u[j] / s->unit[j];
	if (glm_evaluate(&f->glm, &at, &s->sums, s->d) == -1) {
		s->failed = true;
		return (NAN);
	}
	for (size_t j = 0; j < f->n; j++)
		grad[j] = s->sums.grad[j] / s->unit[j] / s->sums.weight;
	f->iterations++;
	tell_progress(f, &s->sums);
	return (s->sums.value / s->sums.weight);
}

static void
set_units(struct search *s)
{
	const struct glm *g = &s->fit->glm;
	double top = top_curvature(g);

	for (size_t k = 0; k < g->n_out; k++) {
		for (size_t j = 0; j < g->design.n; j++)
			s->unit[k * g->design.n + j] =
			    sqrt(top + g->penalty[j] / g->total_weight);
	}
}

static int
fit_lbfgs(struct fit *f, struct diag *d)
{
	struct search s = { .fit = f, .d = d };
	struct lbfgs_options opt = { .max_iter = f->opt->max_iter,
	    .gtol = f->opt->tol };
	struct lbfgs_result r;
	double *u = mem_alloc(f->n, sizeof(*u));

	s.unit = mem_alloc(f->n, sizeof(*s.unit));
	set_units(&s);
	glm_sums_init(&s.sums, &f->glm, false);
	for (size_t j = 0; j < f->n; j++)
		u[j] = f->coef[j] * s.unit[j];
	r = lbfgs_minimise(&opt, search_value, &s, u, f->n);
	for (size_t j = 0; j < f->n; j++)
		f->coef[j] = u[j] / s.unit[j];
	f->converged = r.converged;
	f->gradient = r.grad_max;
	f->iterations = (size_t)r.iterations;
	if (!s.failed && r.status == LBFGS_NOT_FINITE)
		diag_set(d, "the fit is not finite: are there huge values or "
		    "weights?");
	free(u);
	free(s.unit);
	glm_sums_release(&s.sums);
	return (s.failed || r.status == LBFGS_NOT_FINITE ? -1 : 0);
}

/* Intercepts that fit the target's mean or its classes' shares. */
static void
start(struct fit *f)
{
	const struct dataset *ds = f->glm.ds;
	size_t n = f->glm.design.n, k;
	double *sums = mem_calloc(f->glm.n_out, sizeof(*sums)), w, share;
	double mean_log = 0;

	for (size_t i = 0; i < ds->n_train; i++) {
		w = ds->w_train != NULL ? ds->w_train[i] : 1;
		k = f->glm.n_out > 1 ? (size_t)ds->y_train[i] : 0;
		sums[k] += f->glm.n_out > 1 ? w : w * ds->y_train[i];
	}
	for (k = 0; k < f->glm.n_out; k++) {
		share = sums[k] / f->glm.total_weight;
		if (f->glm.family == GLM_GAUSSIAN)
			f->coef[0] = share;
		else if (share <= 0 || share >= 1)
			f->coef[k * n] = 0;	/* a class of weight 0 */
		else
			f->coef[k * n] = log(share) -
			    (f->glm.n_out > 1 ? 0 : log1p(-share));
		mean_log += f->coef[k * n] / (double)f->glm.n_out;
	}
	/* The softmax is the same for any shift: the one of sum 0. */
	for (k = 0; f->glm.n_out > 1 && k < f->glm.n_out; k++)
		f->coef[k * n] -= mean_log;
	free(sums);
}

static int
run_fit(struct fit *f, struct diag *d)
{
	const struct design *x = &f->glm.design;
	bool dense = x->n == x->n_dense && f->glm.n_out == 1;
	size_t n_blocks = spool_n_blocks(f->glm.ds->spool);

	start(f);
	if (dense && f->glm.family == GLM_GAUSSIAN && x->n <= GLM_GRAM_MAX)
		return (fit_gram(f, d));
	if (!dense || x->n > GLM_NEWTON_MAX)
		return (fit_lbfgs(f, d));
	if (n_blocks >= SAMPLE_BLOCKS &&
	    fit_newton(f, SAMPLE_STRIDE, SAMPLE_TOL, d) == -1)
		return (-1);
	return (fit_newton(f, 1, f->opt->tol, d));
}

/* Coefficients in the units of the features, from the standardised ones. */
static struct linear_weights *
take_weights(const struct fit *f)
{
	const struct design *x = &f->glm.design;
	struct linear_weights *w = linear_weights_new(f->glm.n_out, x->n - 1);
	const double *coef = f->coef;
	double *out = w->coef;

	w->iterations = f->iterations;
	w->converged = f->converged;
	w->gradient = f->gradient;
	for (size_t k = 0; k < w->n_out; k++, coef += x->n) {
		w->intercept[k] = coef[0];
		for (size_t j = 0; j < x->features->n; j++) {
			size_t width = x->features->fields[j].width;

			for (size_t i = x->first[j]; i < x->first[j] +
			    (width > 0 ? width : 1); i++) {
				*out = coef[i] / x->scale[i];
				w->intercept[k] -= *out++ * x->mean[i];
			}
		}
	}
	return (w);
}

static int
check_weights(const struct linear_weights *w, struct diag *d)
{
	bool ok = true;

	for (size_t k = 0; k < w->n_out; k++)
		ok = ok && isfinite(w->intercept[k]);
	for (size_t j = 0; j < w->n_out * w->n_coef; j++)
		ok = ok && isfinite(w->coef[j]);
	return (ok ? 0 : diag_set(d, "a coefficient is not finite: are there "
	    "huge or tiny values?"));
}

static int
fit_weights(const struct dataset *ds, const struct glm_options *opt,
    struct linear_weights **out, struct diag *d)
{
	struct fit f = { .opt = opt };
	int status = glm_init(&f.glm, ds, opt->family, opt->l2, d);

	if (status == 0) {
		f.n = f.glm.design.n * f.glm.n_out;
		f.coef = mem_calloc(f.n, sizeof(*f.coef));
		status = run_fit(&f, d);
	}
	if (status == 0) {
		*out = take_weights(&f);
		if ((status = check_weights(*out, d)) == -1)
			linear_weights_free(*out);
	}
	free(f.coef);
	glm_release(&f.glm);
	return (status);
}

/* What to tell people of a fit that did not converge: heap memory, NULL if it
   did. */
static char *
fit_warning(const struct glm_options *opt, const struct linear_weights *w)
{
	struct str s = STR_INIT;

	if (w->converged)
		return (NULL);
	str_addf(&s, "the fit did not converge within --max-iter %d: the "
	    "largest gradient is %.2g, --tol is %.2g; give it more "
	    "iterations, more --l2, or scaled columns (mlc-encode --scale)",
	    opt->max_iter, w->gradient, opt->tol);
	return (str_detach(&s));
}

int
glm_fit(const struct dataset *ds, enum glm_family family, struct model *m,
    struct diag *d)
{
	struct glm_options opt = {
		.family = family,
		.l2 = params_get(&m->params, "l2"),
		.max_iter = (int)params_get(&m->params, "max-iter"),
		.tol = params_get(&m->params, "tol"),
	};
	struct linear_weights *w = NULL;

	if (fit_weights(ds, &opt, &w, d) == -1)
		return (-1);
	m->state = w;
	m->warning = fit_warning(&opt, w);
	return (0);
}
