/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "l1.h"
#include "linalg.h"
#include "mem.h"

#include "select_l1.h"

#define FALL 0.9		/* of the penalty, at a step */
#define LEAST 1e-3		/* of the first penalty */
#define TOL 1e-9

struct lasso {
	size_t n, p, n_out;
	double *x;		/* (n, p): mean 0, deviation 1, or all 0 */
	double *a;		/* (p, p): X'X / n */
	double *b, *z;		/* (n_out, p): X'y / n, coefficients */
	double *l1;		/* (p): the penalty */
};

/* One input of the sample, scaled, in a column of x. */
static void
scale_input(const struct select_fit *f, size_t k, struct lasso *o)
{
	double mean = 0, m2 = 0, n = 0, v, sd;

	for (size_t i = 0; i < f->n; i++) {
		v = f->values[i * f->width + k];
		if (!isfinite(v))
			continue;
		n++;
		m2 += (v - mean) * (v - mean) * (n - 1) / n;
		mean += (v - mean) / n;
	}
	sd = n > 0 ? sqrt(m2 / n) : 0;
	for (size_t i = 0; i < f->n; i++) {
		v = f->values[i * f->width + k];
		o->x[i * o->p + k] = isfinite(v) && sd > 0 ? (v - mean) / sd :
		    0;
	}
}

/* The target of output k, centred. */
static void
take_target(const struct select_fit *f, size_t n_classes, size_t k, double *y)
{
	double mean = 0, class = n_classes == 2 ? 1 : (double)k;

	for (size_t i = 0; i < f->n; i++) {
		y[i] = f->values[(i + 1) * f->width - 1];
		if (n_classes > 0)
			y[i] = y[i] == class;
		mean += (y[i] - mean) / (double)(i + 1);
	}
	for (size_t i = 0; i < f->n; i++)
		y[i] -= mean;
}

static void
lasso_init(struct lasso *o, const struct select_fit *f, size_t n_classes)
{
	double *y = mem_alloc(f->n, sizeof(*y));
	struct gram g;

	*o = (struct lasso){ .n = f->n, .p = f->width - 1,
	    .n_out = n_classes > 2 ? n_classes : 1 };
	o->x = mem_alloc(o->n * o->p, sizeof(*o->x));
	o->b = mem_calloc(o->n_out * o->p, sizeof(*o->b));
	o->z = mem_calloc(o->n_out * o->p, sizeof(*o->z));
	o->l1 = mem_alloc(o->p, sizeof(*o->l1));
	for (size_t k = 0; k < o->p; k++)
		scale_input(f, k, o);
	for (size_t k = 0; k < o->n_out; k++) {
		take_target(f, n_classes, k, y);
		add_transposed(o->x, o->n, o->p, y, o->b + k * o->p);
	}
	for (size_t i = 0; i < o->n; i++)
		y[i] = 1;
	gram_init(&g, o->p);
	gram_add(&g, o->x, y, y, o->n);
	o->a = g.xx;
	g.xx = NULL;
	gram_release(&g);
	for (size_t k = 0; k < o->p * o->p; k++)
		o->a[k] /= (double)o->n;
	for (size_t k = 0; k < o->n_out * o->p; k++)
		o->b[k] /= (double)o->n;
	free(y);
}

static void
lasso_release(struct lasso *o)
{
	free(o->x);
	free(o->a);
	free(o->b);
	free(o->z);
	free(o->l1);
}

/* Each input's largest coefficient, at a penalty; how many are not 0. */
static size_t
lasso_at(struct lasso *o, double penalty, double *scores)
{
	size_t found = 0;

	memset(scores, 0, o->p * sizeof(*scores));
	for (size_t j = 0; j < o->p; j++)
		o->l1[j] = penalty;
	for (size_t k = 0; k < o->n_out; k++) {
		struct l1_quadratic q = { o->a, o->b + k * o->p, o->l1, o->p,
		    TOL * penalty };

		(void)l1_solve(&q, o->z + k * o->p);
		for (size_t j = 0; j < o->p; j++)
			scores[j] = fmax(scores[j],
			    fabs(o->z[k * o->p + j]));
	}
	for (size_t j = 0; j < o->p; j++)
		found += scores[j] > 0;
	return (found);
}

double
select_l1(const struct select_fit *f, size_t n_classes, size_t most,
    double *scores)
{
	struct lasso o;
	double first = 0, penalty;

	lasso_init(&o, f, n_classes);
	for (size_t k = 0; k < o.n_out * o.p; k++)
		first = fmax(first, fabs(o.b[k]));
	penalty = first;
	do
		penalty *= FALL;
	while (lasso_at(&o, penalty, scores) < most &&
	    penalty > first * LEAST);
	lasso_release(&o);
	return (penalty);
}
