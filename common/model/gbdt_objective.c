/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "link.h"
#include "mem.h"

#include "gbdt_objective.h"

#define BLOCK 16384		/* rows; part of the results: keep */
#define MIN_HESSIAN 1e-16	/* of a probability that is rounded to 0 or 1 */

struct pass {
	const struct gbdt_objective *obj;
	const struct gbdt_rows *rows;
	size_t group;
	float *gradients, *hessians;
	double *sums;		/* of each block */
};

static size_t
block_end(const struct gbdt_rows *rows, size_t block)
{
	size_t end = (block + 1) * BLOCK;

	return (end < rows->n ? end : rows->n);
}

static size_t
count_blocks(const struct gbdt_rows *rows)
{
	return ((rows->n + BLOCK - 1) / BLOCK);
}

enum tree_link
gbdt_objective_link(const struct gbdt_objective *obj)
{
	switch (obj->loss) {
	case GBDT_POISSON:
		return (TREE_EXP);
	case GBDT_BINARY:
		return (TREE_LOGISTIC);
	case GBDT_MULTICLASS:
		return (TREE_SOFTMAX);
	default:
		return (TREE_IDENTITY);
	}
}

int
gbdt_objective_check(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows, struct diag *d)
{
	double sum = 0;

	if (obj->loss != GBDT_POISSON)
		return (0);
	for (size_t i = 0; i < rows->n; i++) {
		if (rows->y[i] < 0)
			return (diag_set(d, "objective poisson: a target is "
			    "negative"));
		sum += (rows->w != NULL ? rows->w[i] : 1) * rows->y[i];
	}
	if (rows->n > 0 && !(sum > 0))
		return (diag_set(d, "objective poisson: all targets are 0"));
	return (0);
}

/* The log of the sum of e^s over the groups of each row. */
static void
norm_block(void *ctx, size_t block, int worker)
{
	const struct pass *p = ctx;
	const struct gbdt_rows *r = p->rows;

	(void)worker;
	for (size_t i = block * BLOCK; i < block_end(r, block); i++) {
		double top = r->scores[i], sum = 0;

		for (size_t k = 1; k < p->obj->n_groups; k++)
			top = fmax(top, r->scores[k * r->n + i]);
		for (size_t k = 0; k < p->obj->n_groups; k++)
			sum += exp(r->scores[k * r->n + i] - top);
		r->norm[i] = top + log(sum);
	}
}

static void
find_norms(const struct gbdt_objective *obj, const struct gbdt_rows *rows)
{
	struct pass p = { .obj = obj, .rows = rows };

	crew_for(obj->crew, count_blocks(rows), norm_block, &p);
}

static double
find_delta(const struct gbdt_objective *obj, const struct gbdt_rows *rows)
{
	double *v = mem_alloc(rows->n, sizeof(*v)), delta;

	for (size_t i = 0; i < rows->n; i++)
		v[i] = fabs(rows->y[i] - rows->scores[i]);
	delta = gbdt_weighted_quantile(v, rows->w, rows->n, obj->alpha);
	free(v);
	return (delta);
}

void
gbdt_objective_begin(struct gbdt_objective *obj, struct gbdt_rows *rows)
{
	if (obj->loss == GBDT_MULTICLASS)
		find_norms(obj, rows);
	else if (obj->loss == GBDT_HUBER)
		obj->delta = find_delta(obj, rows);
}

static void
gradient_binary(double s, double y, double *g, double *h)
{
	double p = sigmoid(s);

	*g = p - y;
	*h = p * (1 - p);
	*h = *h > MIN_HESSIAN ? *h : MIN_HESSIAN;
}

static void
gradient_class(double log_p, bool is_class, double *g, double *h)
{
	double p = exp(log_p);

	*g = p - is_class;
	*h = p * (1 - p);
	*h = *h > MIN_HESSIAN ? *h : MIN_HESSIAN;
}

static double
clip(double x, double limit)
{
	return (x > limit ? limit : x < -limit ? -limit : x);
}

static void
gradient_at(const struct pass *p, size_t i, double *g, double *h)
{
	const struct gbdt_rows *r = p->rows;
	double y = r->y[i], s = r->scores[p->group * r->n + i];

	*h = 1;
	switch (p->obj->loss) {
	case GBDT_SQUARED:
		*g = s - y;
		break;
	case GBDT_ABSOLUTE:
		*g = s > y ? 1 : s < y ? -1 : 0;
		break;
	case GBDT_HUBER:
		*g = clip(s - y, p->obj->delta);
		break;
	case GBDT_QUANTILE:
		*g = s > y ? 1 - p->obj->alpha : -p->obj->alpha;
		break;
	case GBDT_POISSON:
		*h = exp(s);
		*g = *h - y;
		break;
	case GBDT_BINARY:
		gradient_binary(s, y, g, h);
		break;
	case GBDT_MULTICLASS:
		gradient_class(s - r->norm[i], y == (double)p->group, g, h);
		break;
	}
}

static void
gradient_block(void *ctx, size_t block, int worker)
{
	const struct pass *p = ctx;
	const double *w = p->rows->w;
	double g = 0, h = 0;

	(void)worker;
	for (size_t i = block * BLOCK; i < block_end(p->rows, block); i++) {
		gradient_at(p, i, &g, &h);
		p->gradients[i] = (float)(w != NULL ? w[i] * g : g);
		p->hessians[i] = (float)(w != NULL ? w[i] * h : h);
	}
}

void
gbdt_objective_gradients(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows, size_t group, float *gradients,
    float *hessians)
{
	struct pass p = { obj, rows, group, gradients, hessians, NULL };

	crew_for(obj->crew, count_blocks(rows), gradient_block, &p);
}

static double
huber(double e, double delta)
{
	return (e <= delta ? e * e / 2 : delta * (e - delta / 2));
}

static double
loss_at(const struct pass *p, size_t i)
{
	const struct gbdt_rows *r = p->rows;
	double y = r->y[i], s = r->scores[i], alpha = p->obj->alpha;

	switch (p->obj->loss) {
	case GBDT_SQUARED:
		return ((s - y) * (s - y));
	case GBDT_ABSOLUTE:
		return (fabs(s - y));
	case GBDT_HUBER:
		return (huber(fabs(s - y), p->obj->delta));
	case GBDT_QUANTILE:
		return (y > s ? alpha * (y - s) : (1 - alpha) * (s - y));
	case GBDT_POISSON:
		return (exp(s) - y * s);
	case GBDT_BINARY:	/* log(1 + e^s) - y s, without overflow */
		return (fmax(s, 0) + log1p(exp(-fabs(s))) - y * s);
	case GBDT_MULTICLASS:
		return (r->norm[i] - r->scores[(size_t)y * r->n + i]);
	}
	return (0);
}

static void
loss_block(void *ctx, size_t block, int worker)
{
	const struct pass *p = ctx;
	const double *w = p->rows->w;
	double sum = 0;

	(void)worker;
	for (size_t i = block * BLOCK; i < block_end(p->rows, block); i++)
		sum += (w != NULL ? w[i] : 1) * loss_at(p, i);
	p->sums[block] = sum;
}

double
gbdt_objective_loss(const struct gbdt_objective *obj, struct gbdt_rows *rows)
{
	size_t n_blocks = count_blocks(rows);
	struct pass p = { .obj = obj, .rows = rows };
	double sum = 0, weight = 0;

	if (obj->loss == GBDT_MULTICLASS)
		find_norms(obj, rows);
	p.sums = mem_alloc(n_blocks, sizeof(*p.sums));
	crew_for(obj->crew, n_blocks, loss_block, &p);
	for (size_t k = 0; k < n_blocks; k++)
		sum += p.sums[k];
	for (size_t i = 0; i < rows->n && rows->w != NULL; i++)
		weight += rows->w[i];
	free(p.sums);
	return (sum / (rows->w != NULL ? weight : (double)rows->n));
}
