/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cblas.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "l1.h"
#include "mem.h"

#include "lbfgs.h"

#define WOLFE_C1 1e-4		/* Nocedal and Wright's values */
#define WOLFE_C2 0.9
#define ROUNDING 1e-14		/* relative, of the value of the function */
#define MAX_TRIALS 40
#define MEMORY 10		/* pairs kept */
#define MAX_STEP 1e10

struct search {
	lbfgs_fn *fn;
	void *ctx;
	size_t n;
	int n_pairs;		/* of the memory in use */
	int newest;		/* where the newest pair is */
	const double *l1;	/* (n), or NULL */
	double *x, *grad;	/* the current point */
	double *slope;		/* (n): the subgradient; without l1 grad */
	double *dir;		/* the direction of descent */
	double *trial, *trial_grad;
	double *s, *y;		/* (MEMORY, n): steps, changes of gradient */
	double rho[MEMORY], alpha[MEMORY];	/* 1 / y's, of the recursion */
	double f;
};

/* A point of the line: the step, the value and the slope there. */
struct point {
	double t, f, slope;
};

static double
dot(const double *a, const double *b, size_t n)
{
	return (cblas_ddot((int)n, a, 1, b, 1));
}

static double
largest_slope(const struct search *w)
{
	return (l1_slope_max(w->grad, w->x, w->l1, w->n));
}

static void
search_init(struct search *w, size_t n, const double *l1)
{
	if (n > INT_MAX)
		BUG("L-BFGS of %zu variables", n);
	memset(w, 0, sizeof(*w));
	w->n = n;
	w->l1 = l1;
	w->grad = mem_calloc(n, sizeof(double));
	w->slope = l1 != NULL ? mem_calloc(n, sizeof(double)) : w->grad;
	w->dir = mem_calloc(n, sizeof(double));
	w->trial = mem_calloc(n, sizeof(double));
	w->trial_grad = mem_calloc(n, sizeof(double));
	w->s = mem_calloc(n, MEMORY * sizeof(double));
	w->y = mem_calloc(n, MEMORY * sizeof(double));
}

static void
search_release(struct search *w)
{
	if (w->slope != w->grad)
		free(w->slope);
	free(w->grad);
	free(w->dir);
	free(w->trial);
	free(w->trial_grad);
	free(w->s);
	free(w->y);
}

/* Where the i-th newest pair is. */
static size_t
pair_at(const struct search *w, int i)
{
	return ((size_t)((w->newest - i + MEMORY) % MEMORY));
}

/* dir = -H grad by the two-loop recursion, algorithm 7.4. */
static void
find_direction(struct search *w)
{
	int n = (int)w->n;
	size_t k;
	double beta;

	for (size_t i = 0; i < w->n && w->l1 != NULL; i++)
		w->slope[i] = l1_slope(w->grad[i], w->x[i], w->l1[i]);
	for (size_t i = 0; i < w->n; i++)
		w->dir[i] = -w->slope[i];
	for (int i = 0; i < w->n_pairs; i++) {
		k = pair_at(w, i);
		w->alpha[k] = w->rho[k] * dot(w->s + k * w->n, w->dir, w->n);
		cblas_daxpy(n, -w->alpha[k], w->y + k * w->n, 1, w->dir, 1);
	}
	if (w->n_pairs > 0) {
		k = pair_at(w, 0);
		beta = dot(w->y + k * w->n, w->y + k * w->n, w->n);
		cblas_dscal(n, 1 / (w->rho[k] * beta), w->dir, 1);
	}
	for (int i = w->n_pairs; i-- > 0;) {
		k = pair_at(w, i);
		beta = w->rho[k] * dot(w->y + k * w->n, w->dir, w->n);
		cblas_daxpy(n, w->alpha[k] - beta, w->s + k * w->n, 1,
		    w->dir, 1);
	}
	/* A coordinate with a kink only goes the way that its slope says. */
	for (size_t i = 0; i < w->n && w->l1 != NULL; i++) {
		if (w->l1[i] > 0 && w->dir[i] * w->slope[i] >= 0)
			w->dir[i] = 0;
	}
}

static struct point
evaluate(struct search *w, double t)
{
	struct point p = { t, 0, 0 };

	for (size_t i = 0; i < w->n; i++)
		w->trial[i] = w->x[i] + t * w->dir[i];
	p.f = w->fn(w->ctx, w->trial, w->trial_grad);
	p.slope = dot(w->trial_grad, w->dir, w->n);
	if (!isfinite(p.f) || !isfinite(p.slope))
		p.f = INFINITY;
	return (p);
}

/*
 * The minimum of the cubic through two points with their slopes (eq. 3.59),
 * held away from the ends; the middle where it has no minimum.
 */
static double
interpolate(const struct point *a, const struct point *b)
{
	double d1, d2, t, width = b->t - a->t, middle = a->t + width / 2;

	if (!isfinite(a->f) || !isfinite(b->f))
		return (middle);
	d1 = a->slope + b->slope - 3 * (a->f - b->f) / (a->t - b->t);
	d2 = d1 * d1 - a->slope * b->slope;
	if (!(d2 >= 0))
		return (middle);
	d2 = copysign(sqrt(d2), width);
	t = b->t - width * (b->slope + d2 - d1) /
	    (b->slope - a->slope + 2 * d2);
	if (!((t - a->t) / width > 0.05 && (b->t - t) / width > 0.05))
		return (middle);
	return (t);
}

/*
 * Near the minimum the decrease drowns in rounding, while the slope is still
 * good: then the slope decides (Hager and Zhang 2005, the approximate Wolfe
 * conditions).
 */
static bool
is_decrease(const struct point *from, const struct point *p)
{
	if (p->f <= from->f + WOLFE_C1 * p->t * from->slope)
		return (true);
	return (p->f <= from->f + ROUNDING * fabs(from->f) &&
	    p->slope <= -0.8 * from->slope);
}

static bool
is_flat(const struct point *from, const struct point *p)
{
	return (fabs(p->slope) <= -WOLFE_C2 * from->slope);
}

/*
 * Algorithm 3.6: a point that fulfils both conditions lies between lo, which
 * has the lower value, and hi.  If rounding hides it, lo is good enough when
 * it has decreased at all; t = 0 says that nothing has.
 */
static struct point
zoom(struct search *w, const struct point *from, struct point lo,
    struct point hi)
{
	struct point p = lo;

	for (int i = 0; i < MAX_TRIALS; i++) {
		p = evaluate(w, interpolate(&lo, &hi));
		if (is_decrease(from, &p) && is_flat(from, &p))
			return (p);
		if (!is_decrease(from, &p) || p.f >= lo.f) {
			hi = p;
			continue;
		}
		if (p.slope * (hi.t - lo.t) >= 0)
			hi = lo;
		lo = p;
	}
	return (lo.t > 0 ? evaluate(w, lo.t) : lo);
}

/* Algorithm 3.5, from a first step t. The trial arrays hold the result. */
static struct point
search_line(struct search *w, double t)
{
	struct point from = { 0, w->f, dot(w->grad, w->dir, w->n) };
	struct point before = from, p = from;

	for (int i = 0; i < MAX_TRIALS && t < MAX_STEP; i++) {
		p = evaluate(w, t);
		if (is_decrease(&from, &p) && is_flat(&from, &p))
			return (p);
		if (!is_decrease(&from, &p) || (i > 0 && p.f >= before.f))
			return (zoom(w, &from, before, p));
		if (p.slope >= 0)
			return (zoom(w, &from, p, before));
		before = p;
		t *= 2;
	}
	return (p);
}

/* The point at x + t dir, where what would leave its orthant stays at 0; the
   slope is the expected change of the value. */
static struct point
evaluate_orthant(struct search *w, double t)
{
	struct point p = { t, 0, 0 };
	double side;

	for (size_t i = 0; i < w->n; i++) {
		side = w->x[i] != 0 ? w->x[i] : -w->slope[i];
		w->trial[i] = w->x[i] + t * w->dir[i];
		if (w->l1[i] > 0 && w->trial[i] * side <= 0)
			w->trial[i] = 0;
		p.slope += w->slope[i] * (w->trial[i] - w->x[i]);
	}
	p.f = w->fn(w->ctx, w->trial, w->trial_grad) +
	    l1_sum(w->trial, w->l1, w->n);
	return (p);
}

/* Halve the step until the value has decreased enough. */
static struct point
search_orthant(struct search *w, double t)
{
	struct point p;

	for (int i = 0; i < MAX_TRIALS; i++, t /= 2) {
		p = evaluate_orthant(w, t);
		if (p.slope < 0 && p.f <= w->f + WOLFE_C1 * p.slope +
		    ROUNDING * fabs(w->f))
			return (p);
	}
	return ((struct point){ 0, w->f, 0 });
}

/* Go to the trial point and remember the pair, unless its curvature is bad. */
static void
accept(struct search *w, double f)
{
	int slot = w->n_pairs > 0 ? (w->newest + 1) % MEMORY : 0;
	double *s = w->s + (size_t)slot * w->n, sy;
	double *y = w->y + (size_t)slot * w->n;

	for (size_t i = 0; i < w->n; i++) {
		s[i] = w->trial[i] - w->x[i];
		y[i] = w->trial_grad[i] - w->grad[i];
	}
	memcpy(w->x, w->trial, w->n * sizeof(*w->x));
	memcpy(w->grad, w->trial_grad, w->n * sizeof(*w->grad));
	w->f = f;
	sy = dot(s, y, w->n);
	if (!(sy > 1e-16 * dot(y, y, w->n)))
		return;
	w->rho[slot] = 1 / sy;
	w->newest = slot;
	if (w->n_pairs < MEMORY)
		w->n_pairs++;
}

/*
 * One iteration; false if it found no lower point.  If the direction of the
 * pairs leads nowhere, the steepest descent has a try.
 */
static bool
iterate(struct search *w)
{
	struct point p;
	double first = 1;

	find_direction(w);
	if (w->n_pairs == 0)
		first = fmin(1, 1 / cblas_dasum((int)w->n, w->slope, 1));
	if (!(dot(w->slope, w->dir, w->n) < 0))
		p = (struct point){ 0, w->f, 0 };
	else
		p = w->l1 != NULL ? search_orthant(w, first) :
		    search_line(w, first);
	if (p.t > 0 && p.f <= w->f + ROUNDING * fabs(w->f)) {
		accept(w, p.f);
		return (true);
	}
	if (w->n_pairs == 0)
		return (false);
	w->n_pairs = 0;
	return (iterate(w));
}

static enum lbfgs_status
run(struct search *w, const struct lbfgs_options *o, int *iterations)
{
	for (*iterations = 0;; ++*iterations) {
		if (!isfinite(w->f) || !isfinite(largest_slope(w)))
			return (LBFGS_NOT_FINITE);
		if (largest_slope(w) <= o->gtol)
			return (LBFGS_CONVERGED);
		if (*iterations >= o->max_iter)
			return (LBFGS_MAX_ITER);
		if (!iterate(w))
			return (LBFGS_STALLED);
	}
}

struct lbfgs_result
lbfgs_minimise(const struct lbfgs_options *o, lbfgs_fn *fn, void *ctx,
    double *x, size_t n)
{
	struct lbfgs_result result;
	struct search w;

	search_init(&w, n, o->l1);
	w.fn = fn;
	w.ctx = ctx;
	w.x = x;
	w.f = fn(ctx, x, w.grad) + (o->l1 != NULL ? l1_sum(x, o->l1, n) : 0);
	result.status = run(&w, o, &result.iterations);
	result.converged = result.status == LBFGS_CONVERGED;
	result.f = w.f;
	result.grad_max = largest_slope(&w);
	search_release(&w);
	return (result);
}
