/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linalg.h"
#include "mem.h"

#include "l1.h"

#define SWEEPS_MAX 10000
#define SWEEPS_FIRST 8		/* before the equations are solved directly */

double
l1_slope(double grad, double x, double l1)
{
	if (x != 0)
		return (grad + copysign(l1, x));
	if (fabs(grad) <= l1)
		return (0);
	return (grad - copysign(l1, grad));
}

double
l1_slope_max(const double *grad, const double *x, const double *l1, size_t n)
{
	double max = 0, v;

	for (size_t j = 0; j < n; j++) {
		v = fabs(l1_slope(grad[j], x[j], l1 != NULL ? l1[j] : 0));
		max = v > max || isnan(v) ? v : max;
	}
	return (max);
}

double
l1_sum(const double *x, const double *l1, size_t n)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++)
		sum += l1[j] * fabs(x[j]);
	return (sum);
}

struct descent {
	const struct l1_quadratic *q;
	double *a;		/* (n, n), both triangles */
	double *z;
	double *grad;		/* (n): A z - b */
	double *trial;		/* (n) */
	size_t *active;		/* coordinates that are not 0, or free to be */
};

static void
fill_matrix(struct descent *s)
{
	size_t n = s->q->n;

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j <= i; j++)
			s->a[i * n + j] = s->a[j * n + i] =
			    s->q->a[i * n + j];
	}
}

static void
fill_gradient(const struct descent *s, const double *z, double *grad)
{
	size_t n = s->q->n;

	for (size_t i = 0; i < n; i++)
		grad[i] = cblas_ddot((int)n, s->a + i * n, 1, z, 1) -
		    s->q->b[i];
}

/* To the minimum along coordinate j. */
static void
move(struct descent *s, size_t j)
{
	size_t n = s->q->n;
	double curve = s->a[j * n + j], l1 = s->q->l1[j], v, to = 0;

	if (!(curve > 0))
		return;
	v = curve * s->z[j] - s->grad[j];
	if (fabs(v) > l1)
		to = (v - copysign(l1, v)) / curve;
	if (to == s->z[j])
		return;
	cblas_daxpy((int)n, to - s->z[j], s->a + j * n, 1, s->grad, 1);
	s->z[j] = to;
}

/*
 * Solve for the coordinates that are not 0, with the signs that they have.  The
 * solution is taken if it keeps these signs and no slope is too large.
 */
static bool
solve_active(struct descent *s)
{
	const struct l1_quadratic *q = s->q;
	size_t m = 0, n = q->n;
	double *a, *b;
	bool ok;
	struct diag d;

	for (size_t j = 0; j < n; j++) {
		if (s->z[j] != 0 || q->l1[j] == 0)
			s->active[m++] = j;
	}
	a = mem_alloc(m, (m + 1) * sizeof(*a));
	b = a + m * m;
	for (size_t i = 0; i < m; i++) {
		for (size_t k = 0; k < m; k++)
			a[i * m + k] = s->a[s->active[i] * n + s->active[k]];
		b[i] = q->b[s->active[i]] - copysign(q->l1[s->active[i]],
		    s->z[s->active[i]]);
	}
	ok = solve_symmetric(a, b, m, NULL, &d) == 0;
	memset(s->trial, 0, n * sizeof(*s->trial));
	for (size_t i = 0; i < m && ok; i++) {
		s->trial[s->active[i]] = b[i];
		ok = b[i] * s->z[s->active[i]] > 0 ||
		    q->l1[s->active[i]] == 0;
	}
	free(a);
	if (!ok)
		return (false);
	fill_gradient(s, s->trial, s->grad);
	ok = l1_slope_max(s->grad, s->trial, q->l1, n) <= q->tol;
	if (ok)
		memcpy(s->z, s->trial, n * sizeof(*s->z));
	else
		fill_gradient(s, s->z, s->grad);
	return (ok);
}

/* Sweep over all coordinates until no slope is above tol. */
static bool
descend(struct descent *s)
{
	const struct l1_quadratic *q = s->q;
	int next = SWEEPS_FIRST;
	double slope = 0;

	for (int sweep = 1; sweep <= SWEEPS_MAX && isfinite(slope); sweep++) {
		for (size_t j = 0; j < q->n; j++)
			move(s, j);
		if (sweep == next) {
			if (solve_active(s))
				return (true);
			next *= 2;
		}
		slope = l1_slope_max(s->grad, s->z, q->l1, q->n);
		if (slope <= q->tol) {	/* without the rounding of updates */
			fill_gradient(s, s->z, s->grad);
			slope = l1_slope_max(s->grad, s->z, q->l1, q->n);
			if (slope <= q->tol)
				return (true);
		}
	}
	return (false);
}

bool
l1_solve(const struct l1_quadratic *q, double *z)
{
	struct descent s = { .q = q, .z = z };
	bool done;

	s.a = mem_alloc(q->n, q->n * sizeof(*s.a));
	s.grad = mem_alloc(q->n, sizeof(*s.grad));
	s.trial = mem_alloc(q->n, sizeof(*s.trial));
	s.active = mem_alloc(q->n, sizeof(*s.active));
	fill_matrix(&s);
	fill_gradient(&s, z, s.grad);
	done = descend(&s);
	free(s.a);
	free(s.grad);
	free(s.trial);
	free(s.active);
	return (done);
}
