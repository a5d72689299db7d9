/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "mem.h"
#include "quantile.h"
#include "radix.h"

#include "calibrator.h"

#define NEAREST 1e-15		/* of a score to 0, 1 and another one */
#define STEPS_MAX 100

static double
log_odds(double p)
{
	p = fmin(fmax(p, NEAREST), 1 - NEAREST);
	return (log(p / (1 - p)));
}

/* The rows of a sigmoid's fit: log odds, targets, weights. */
struct platt {
	double *f, *t;
	const double *w;
	size_t n;
};

static double
weight_of(const double *w, size_t i)
{
	return (w != NULL ? w[i] : 1);
}

/* log(1 + e^s) - t s, summed. */
static double
platt_loss(const struct platt *r, double a, double b)
{
	double loss = 0, s;

	for (size_t i = 0; i < r->n; i++) {
		s = a * r->f[i] + b;
		loss += weight_of(r->w, i) * (fmax(s, 0) +
		    log1p(exp(-fabs(s))) - r->t[i] * s);
	}
	return (loss);
}

/* A Newton step of both parameters; false: there is none to be made. */
static int
platt_step(const struct platt *r, double a, double b, double *step)
{
	double g[2] = { 0 }, h[3] = { 1e-12, 0, 1e-12 }, p, e, v, det;

	for (size_t i = 0; i < r->n; i++) {
		p = sigmoid(a * r->f[i] + b);
		e = weight_of(r->w, i) * (p - r->t[i]);
		v = weight_of(r->w, i) * p * (1 - p);
		g[0] += e * r->f[i];
		g[1] += e;
		h[0] += v * r->f[i] * r->f[i];
		h[1] += v * r->f[i];
		h[2] += v;
	}
	det = h[0] * h[2] - h[1] * h[1];
	if (!(det > 0))
		return (0);
	step[0] = (h[2] * g[0] - h[1] * g[1]) / det;
	step[1] = (h[0] * g[1] - h[1] * g[0]) / det;
	return (fabs(step[0]) + fabs(step[1]) > 1e-12 *
	    (fabs(a) + fabs(b)));
}

static void
platt_fit(const struct platt *r, struct calibrator *c)
{
	double loss = platt_loss(r, c->a, c->b), step[2], next, part;

	for (int k = 0; k < STEPS_MAX && platt_step(r, c->a, c->b, step);
	    k++) {
		for (part = 1; part > 1e-10; part /= 2) {
			next = platt_loss(r, c->a - part * step[0],
			    c->b - part * step[1]);
			if (next <= loss)
				break;
		}
		if (!(next <= loss))
			return;
		c->a -= part * step[0];
		c->b -= part * step[1];
		loss = next;
	}
}

void
calibrator_fit_sigmoid(struct calibrator *c, const double *p,
    const uint8_t *hit, const double *w, size_t n)
{
	struct platt r = { mem_alloc(n, sizeof(double)),
	    mem_alloc(n, sizeof(double)), w, n };
	double of[2] = { 0 };

	for (size_t i = 0; i < n; i++)
		of[hit[i]] += weight_of(w, i);
	for (size_t i = 0; i < n; i++) {
		r.f[i] = log_odds(p[i]);
		r.t[i] = hit[i] ? (of[1] + 1) / (of[1] + 2) : 1 / (of[0] + 2);
	}
	*c = (struct calibrator){ .b = log((of[1] + 1) / (of[0] + 1)) };
	platt_fit(&r, c);
	free(r.f);
	free(r.t);
}

/* Equal scores become one point, their mean; values are of rising scores. */
static void
merge_equal(struct calibrator *c, double *weight)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (n == 0 || c->x[i] - c->x[n - 1] >= NEAREST) {
			c->x[n] = c->x[i];
			c->y[n] = c->y[i];
			weight[n++] = weight[i];
			continue;
		}
		weight[n - 1] += weight[i];
		if (weight[n - 1] > 0)
			c->y[n - 1] += (c->y[i] - c->y[n - 1]) * weight[i] /
			    weight[n - 1];
	}
	c->n = n;
}

/* Pool adjacent violators: y of n points becomes ascending. */
static void
pool(double *y, double *weight, size_t n)
{
	size_t *end = mem_alloc(n, sizeof(*end)), top = 0;
	double sum, *mean = mem_alloc(n, sizeof(*mean));

	for (size_t i = 0; i < n; i++, top++) {
		mean[top] = y[i];
		weight[top] = weight[i];
		end[top] = i + 1;
		for (; top > 0 && mean[top - 1] >= mean[top]; top--) {
			sum = weight[top - 1] + weight[top];
			if (sum > 0)
				mean[top - 1] += (mean[top] - mean[top - 1]) *
				    weight[top] / sum;
			weight[top - 1] = sum;
			end[top - 1] = end[top];
		}
	}
	for (size_t i = 0, k = 0; i < n; i++) {
		k += i == end[k];
		y[i] = mean[k];
	}
	free(end);
	free(mean);
}

/* Points between two of the same value say nothing. */
static void
drop_inner(struct calibrator *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (n > 0 && i + 1 < c->n && c->y[i] == c->y[n - 1] &&
		    c->y[i] == c->y[i + 1])
			continue;
		c->x[n] = c->x[i];
		c->y[n++] = c->y[i];
	}
	c->n = n;
}

void
calibrator_fit_isotonic(struct calibrator *c, const double *p,
    const uint8_t *hit, const double *w, size_t n)
{
	uint32_t *order = mem_alloc(n, sizeof(*order));
	double *weight = mem_alloc(n, sizeof(*weight));

	*c = (struct calibrator){ .x = mem_alloc(n, sizeof(*c->x)),
	    .y = mem_alloc(n, sizeof(*c->y)), .n = n };
	sort_order(p, n, order);
	for (size_t i = 0; i < n; i++) {
		c->x[i] = p[order[i]];
		c->y[i] = hit[order[i]];
		weight[i] = weight_of(w, order[i]);
	}
	merge_equal(c, weight);
	pool(c->y, weight, c->n);
	drop_inner(c);
	free(order);
	free(weight);
}

void
calibrator_release(struct calibrator *c)
{
	free(c->x);
	free(c->y);
	memset(c, 0, sizeof(*c));
}

double
calibrator_apply(const struct calibrator *c, double p)
{
	size_t hi;

	if (c->n == 0)
		return (sigmoid(c->a * log_odds(p) + c->b));
	hi = count_at_most(c->x, c->n, p);
	if (hi == 0)
		return (c->y[0]);
	if (hi == c->n)
		return (c->y[c->n - 1]);
	return (c->y[hi - 1] + (c->y[hi] - c->y[hi - 1]) *
	    ((p - c->x[hi - 1]) / (c->x[hi] - c->x[hi - 1])));
}
