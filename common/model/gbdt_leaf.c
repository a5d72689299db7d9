/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Best constants: where boosting starts from, and the leaves of objectives
 * whose hessian says nothing.
 */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "quantile.h"
#include "radix.h"

#include "gbdt_objective.h"

double
gbdt_weighted_quantile(double *v, const double *w, size_t n, double p)
{
	double total = 0, below = 0, value = NAN;
	uint32_t *order;

	if (w == NULL) {
		sort_doubles(v, n);
		return (quantile_sorted(v, n, p));
	}
	order = mem_alloc(n, sizeof(*order));
	sort_order(v, n, order);
	for (size_t i = 0; i < n; i++)
		total += w[i];
	for (size_t i = 0; i < n; i++) {
		if (w[order[i]] == 0)
			continue;
		value = v[order[i]];
		below += w[order[i]];
		if (below >= p * total)
			break;
	}
	free(order);
	return (isnan(value) ? 0 : value);
}

static double
weight_at(const struct gbdt_rows *rows, size_t i)
{
	return (rows->w != NULL ? rows->w[i] : 1);
}

static double
mean_target(const struct gbdt_rows *rows)
{
	double sum = 0, weight = 0;

	for (size_t i = 0; i < rows->n; i++) {
		sum += weight_at(rows, i) * rows->y[i];
		weight += weight_at(rows, i);
	}
	return (sum / weight);
}

static double
quantile_target(const struct gbdt_rows *rows, double p)
{
	double *v = mem_dup(rows->y, rows->n, sizeof(*v)), q;

	q = gbdt_weighted_quantile(v, rows->w, rows->n, p);
	free(v);
	return (q);
}

/* Log of the classes' shares; a class of no weight gets a small one. */
static void
class_priors(const struct gbdt_rows *rows, size_t n_classes, double *out)
{
	double total = 0;

	for (size_t k = 0; k < n_classes; k++)
		out[k] = 0;
	for (size_t i = 0; i < rows->n; i++) {
		out[(size_t)rows->y[i]] += weight_at(rows, i);
		total += weight_at(rows, i);
	}
	for (size_t k = 0; k < n_classes; k++)
		out[k] = log(fmax(out[k] / total, 1e-15));
}

void
gbdt_objective_base(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows, double *out)
{
	double p;

	switch (obj->loss) {
	case GBDT_SQUARED:
		*out = mean_target(rows);
		break;
	case GBDT_ABSOLUTE:
	case GBDT_HUBER:
		*out = quantile_target(rows, 0.5);
		break;
	case GBDT_QUANTILE:
		*out = quantile_target(rows, obj->alpha);
		break;
	case GBDT_POISSON:
		*out = log(mean_target(rows));
		break;
	case GBDT_BINARY:
		p = fmin(fmax(mean_target(rows), 1e-15), 1 - 1e-15);
		*out = log(p / (1 - p));
		break;
	case GBDT_MULTICLASS:
		class_priors(rows, obj->n_groups, out);
		break;
	}
}

bool
gbdt_objective_renews(const struct gbdt_objective *obj)
{
	return (obj->loss == GBDT_ABSOLUTE || obj->loss == GBDT_HUBER ||
	    obj->loss == GBDT_QUANTILE);
}

/* Friedman 2001, "Greedy function approximation", algorithm 4: the median,
   and from there the mean of what is clipped. */
static double
huber_step(const double *v, const double *w, size_t n, double median,
    double delta)
{
	double sum = 0, weight = 0, e;

	for (size_t i = 0; i < n; i++) {
		e = v[i] - median;
		e = e > delta ? delta : e < -delta ? -delta : e;
		sum += (w != NULL ? w[i] : 1) * e;
		weight += w != NULL ? w[i] : 1;
	}
	return (weight > 0 ? median + sum / weight : median);
}

double
gbdt_objective_leaf(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows, const uint32_t *index, size_t n)
{
	double *v = mem_alloc(n, sizeof(*v)), *w = NULL, value;
	double p = obj->loss == GBDT_QUANTILE ? obj->alpha : 0.5;

	for (size_t i = 0; i < n; i++)
		v[i] = rows->y[index[i]] - rows->scores[index[i]];
	if (rows->w != NULL) {
		w = mem_alloc(n, sizeof(*w));
		for (size_t i = 0; i < n; i++)
			w[i] = rows->w[index[i]];
	}
	value = gbdt_weighted_quantile(v, w, n, p);
	if (obj->loss == GBDT_HUBER)
		value = huber_step(v, w, n, value, obj->delta);
	free(v);
	free(w);
	return (value);
}
