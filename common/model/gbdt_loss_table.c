/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "mem.h"
#include "quantile.h"
#include "radix.h"

#include "gbdt_loss.h"
#include "gbdt_loss_positive.h"
#include "gbdt_loss_rows.h"

#define MIN_HESSIAN 1e-16	/* of a probability that is rounded to 0 or 1 */

static void
put_probability(const struct gbdt_part *p, size_t i, double probability,
    bool is)
{
	double h = probability * (1 - probability);

	put(p, i, probability - is, h > MIN_HESSIAN ? h : MIN_HESSIAN);
}

/* The p-quantile of v with weights (NULL: quantile_sorted): the least value
   with at least a share p of the weight at or below it. May sort v. */
static double
weighted_quantile(double *v, const double *w, size_t n, double p)
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
quantile_target(const struct gbdt_rows *rows, double p)
{
	double *v = mem_dup(rows->y, rows->n, sizeof(*v)), q;

	q = weighted_quantile(v, rows->w, rows->n, p);
	free(v);
	return (q);
}

static void
squared_base(const struct gbdt_objective *obj, const struct gbdt_rows *rows,
    double *out)
{
	(void)obj;
	*out = mean_target(rows);
}

static void
squared_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);

	for (size_t i = p->from; i < p->end; i++)
		put(p, i, s[i] - y[i], 1);
}

static double
squared_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(p->rows, i) * ((s[i] - y[i]) * (s[i] - y[i]));
	return (sum);
}

/* Also of huber. */
static void
median_base(const struct gbdt_objective *obj, const struct gbdt_rows *rows,
    double *out)
{
	(void)obj;
	*out = quantile_target(rows, 0.5);
}

static void
absolute_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);

	for (size_t i = p->from; i < p->end; i++)
		put(p, i, s[i] > y[i] ? 1 : s[i] < y[i] ? -1 : 0, 1);
}

static double
absolute_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(p->rows, i) * fabs(s[i] - y[i]);
	return (sum);
}

static double
absolute_leaf(const struct gbdt_objective *obj, double *v, const double *w,
    size_t n)
{
	(void)obj;
	return (weighted_quantile(v, w, n, 0.5));
}

static void
huber_begin(struct gbdt_objective *obj, const struct gbdt_rows *rows)
{
	double *v = mem_alloc(rows->n, sizeof(*v));

	for (size_t i = 0; i < rows->n; i++)
		v[i] = fabs(rows->y[i] - rows->scores[i]);
	obj->delta = weighted_quantile(v, rows->w, rows->n, obj->alpha);
	free(v);
}

static double
clip(double x, double limit)
{
	return (x > limit ? limit : x < -limit ? -limit : x);
}

static void
huber_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);

	for (size_t i = p->from; i < p->end; i++)
		put(p, i, clip(s[i] - y[i], p->obj->delta), 1);
}

static double
huber_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0, delta = p->obj->delta, e;

	for (size_t i = p->from; i < p->end; i++) {
		e = fabs(s[i] - y[i]);
		sum += weight_at(p->rows, i) * (e <= delta ? e * e / 2 :
		    delta * (e - delta / 2));
	}
	return (sum);
}

/* Friedman 2001, "Greedy function approximation", algorithm 4: the median,
   and from there the mean of what is clipped. */
static double
huber_leaf(const struct gbdt_objective *obj, double *v, const double *w,
    size_t n)
{
	double median = weighted_quantile(v, w, n, 0.5);
	double sum = 0, weight = 0;

	for (size_t i = 0; i < n; i++) {
		sum += (w != NULL ? w[i] : 1) * clip(v[i] - median, obj->delta);
		weight += w != NULL ? w[i] : 1;
	}
	return (weight > 0 ? median + sum / weight : median);
}

static void
quantile_base(const struct gbdt_objective *obj, const struct gbdt_rows *rows,
    double *out)
{
	*out = quantile_target(rows, obj->alpha);
}

static void
quantile_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);
	double alpha = p->obj->alpha;

	for (size_t i = p->from; i < p->end; i++)
		put(p, i, s[i] > y[i] ? 1 - alpha : -alpha, 1);
}

static double
quantile_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0, alpha = p->obj->alpha;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(p->rows, i) * (y[i] > s[i] ?
		    alpha * (y[i] - s[i]) : (1 - alpha) * (s[i] - y[i]));
	return (sum);
}

static double
quantile_leaf(const struct gbdt_objective *obj, double *v, const double *w,
    size_t n)
{
	return (weighted_quantile(v, w, n, obj->alpha));
}

static void
binary_base(const struct gbdt_objective *obj, const struct gbdt_rows *rows,
    double *out)
{
	double p = fmin(fmax(mean_target(rows), 1e-15), 1 - 1e-15);

	(void)obj;
	*out = log(p / (1 - p));
}

static void
binary_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);

	for (size_t i = p->from; i < p->end; i++)
		put_probability(p, i, sigmoid(s[i]), y[i] != 0);
}

/* log(1 + e^s) - y s, without overflow */
static double
binary_sum(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = p->rows->scores;
	double sum = 0;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(p->rows, i) * (fmax(s[i], 0) +
		    log1p(exp(-fabs(s[i]))) - y[i] * s[i]);
	return (sum);
}

/* Log of the classes' shares; a class of no weight gets a small one. */
static void
multiclass_base(const struct gbdt_objective *obj,
    const struct gbdt_rows *rows, double *out)
{
	double total = 0;

	for (size_t k = 0; k < obj->n_groups; k++)
		out[k] = 0;
	for (size_t i = 0; i < rows->n; i++) {
		out[(size_t)rows->y[i]] += weight_at(rows, i);
		total += weight_at(rows, i);
	}
	for (size_t k = 0; k < obj->n_groups; k++)
		out[k] = log(fmax(out[k] / total, 1e-15));
}

/* The log of the sum of e^s over the groups of each row. */
static void
multiclass_norm(const struct gbdt_part *p)
{
	const struct gbdt_rows *r = p->rows;

	for (size_t i = p->from; i < p->end; i++) {
		double top = r->scores[i], sum = 0;

		for (size_t k = 1; k < p->obj->n_groups; k++)
			top = fmax(top, r->scores[k * r->n + i]);
		for (size_t k = 0; k < p->obj->n_groups; k++)
			sum += exp(r->scores[k * r->n + i] - top);
		r->norm[i] = top + log(sum);
	}
}

static void
multiclass_gradients(const struct gbdt_part *p)
{
	const double *y = p->rows->y, *s = scores_of(p);

	for (size_t i = p->from; i < p->end; i++)
		put_probability(p, i, exp(s[i] - p->rows->norm[i]),
		    y[i] == (double)p->group);
}

static double
multiclass_sum(const struct gbdt_part *p)
{
	const struct gbdt_rows *r = p->rows;
	double sum = 0;

	for (size_t i = p->from; i < p->end; i++)
		sum += weight_at(r, i) * (r->norm[i] -
		    r->scores[(size_t)r->y[i] * r->n + i]);
	return (sum);
}

#define REGRESSION (1u << TASK_REGRESSION)

/* The first of a task is what "auto" is. */
static const struct gbdt_loss losses[] = {
	{ "squared", REGRESSION, TREE_IDENTITY, .base = squared_base,
	    .gradients = squared_gradients, .sum = squared_sum },
	{ "absolute", REGRESSION, TREE_IDENTITY, .base = median_base,
	    .gradients = absolute_gradients, .sum = absolute_sum,
	    .leaf = absolute_leaf },
	{ "huber", REGRESSION, TREE_IDENTITY, .base = median_base,
	    .begin = huber_begin, .gradients = huber_gradients,
	    .sum = huber_sum, .leaf = huber_leaf },
	{ "quantile", REGRESSION, TREE_IDENTITY, .base = quantile_base,
	    .gradients = quantile_gradients, .sum = quantile_sum,
	    .leaf = quantile_leaf },
	{ "poisson", REGRESSION, TREE_EXP, .check = poisson_check,
	    .base = poisson_base, .gradients = poisson_gradients,
	    .sum = poisson_sum },
	{ "gamma", REGRESSION, TREE_EXP, .check = gamma_check,
	    .base = poisson_base, .gradients = gamma_gradients,
	    .sum = gamma_sum },
	{ "tweedie", REGRESSION, TREE_EXP, .check = tweedie_check,
	    .base = poisson_base, .gradients = tweedie_gradients,
	    .sum = tweedie_sum },
	{ "binary", 1u << TASK_BINARY, TREE_LOGISTIC, .base = binary_base,
	    .gradients = binary_gradients, .sum = binary_sum },
	{ "multiclass", 1u << TASK_MULTICLASS, TREE_SOFTMAX,
	    .base = multiclass_base, .norm = multiclass_norm,
	    .gradients = multiclass_gradients, .sum = multiclass_sum },
};

const struct gbdt_loss *
gbdt_loss_find(const char *name, enum task task, struct diag *d)
{
	bool is_auto = strcmp(name, "auto") == 0;
	const struct gbdt_loss *l = losses;

	for (; l < losses + sizeof(losses) / sizeof(losses[0]); l++) {
		bool fits = (l->tasks >> task & 1) != 0;

		if (is_auto ? fits : strcmp(l->name, name) == 0) {
			if (fits)
				return (l);
			diag_set(d, "objective %s is not for the task %s",
			    name, task_name(task));
			return (NULL);
		}
	}
	BUG("no loss \"%s\"", name);
}
