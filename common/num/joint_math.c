/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "dist.h"
#include "linalg.h"
#include "mem.h"
#include "radix.h"

#include "joint_math.h"

#define FEW 10			/* rows that say nothing of components */

struct moments_of {
	double mean, sd;
};

/* Of a column, in every step-th row. */
static struct moments_of
moments_of_column(const double *x, size_t n, size_t p, size_t col, size_t step)
{
	struct moments_of m = { 0, 0 };
	double k = 0, squares = 0, off;

	for (size_t i = 0; i < n; i += step) {
		if (!isfinite(x[i * p + col]))
			continue;
		off = x[i * p + col] - m.mean;
		m.mean += off / ++k;
		squares += off * (x[i * p + col] - m.mean);
	}
	m.sd = k > 0 ? sqrt(squares / k) : 0;
	return (m);
}

/* A row standardised; what is missing, or constant, is 0. */
static void
standardise(const double *row, size_t p, const struct moments_of *m,
    double *out)
{
	for (size_t j = 0; j < p; j++)
		out[j] = isfinite(row[j]) && m[j].sd > 0 ?
		    (row[j] - m[j].mean) / m[j].sd : 0;
}

/* What rows are put back together from. */
struct components {
	size_t p, k;
	struct moments_of *m;	/* (p) */
	double *vectors;	/* (p, p): column j is that of value j */
	double *room;		/* (p) */
};

static void
find_components(struct components *c, const double *x, size_t n)
{
	double *values = mem_alloc(c->p, sizeof(*values)), sum = 0, part = 0;
	size_t p = c->p;

	for (size_t j = 0; j < p; j++)
		c->m[j] = moments_of_column(x, n, p, j, 2);
	for (size_t i = 0; i < n; i += 2) {
		standardise(x + i * p, p, c->m, c->room);
		for (size_t a = 0; a < p; a++) {
			for (size_t b = 0; b <= a; b++)
				c->vectors[a * p + b] +=
				    c->room[a] * c->room[b];
		}
	}
	eigen_symmetric(c->vectors, p, values);
	for (size_t j = 0; j < p; j++)
		sum += fmax(values[j], 0);
	for (c->k = 0; c->k < p && part < JOINT_VARIANCE * sum; c->k++)
		part += fmax(values[p - 1 - c->k], 0);
	free(values);
}

/* The distance of a row from what its components say. */
static double
distance_of(const struct components *c, const double *row)
{
	double left = 0, dot;

	standardise(row, c->p, c->m, c->room);
	for (size_t j = 0; j < c->p; j++)
		left += c->room[j] * c->room[j];
	for (size_t k = 0; k < c->k; k++) {
		dot = 0;
		for (size_t j = 0; j < c->p; j++)
			dot += c->room[j] *
			    c->vectors[j * c->p + c->p - 1 - k];
		left -= dot * dot;
	}
	return (sqrt(fmax(left, 0)));
}

struct distances {
	double n, mean, squares;
};

static struct distances
measure(const struct components *c, const double *x, size_t n, size_t first,
    size_t step)
{
	struct distances d = { 0, 0, 0 };
	double v, off;

	for (size_t i = first; i < n; i += step) {
		v = distance_of(c, x + i * c->p);
		off = v - d.mean;
		d.mean += off / ++d.n;
		d.squares += off * (v - d.mean);
	}
	return (d);
}

struct test_result
joint_reconstruction(const struct joint_numbers *j)
{
	struct test_result r = { NAN, NAN, NAN };
	struct components c = { .p = j->p };
	struct distances a, b;
	double va, vb;

	if (j->p < 2 || j->n_ref < FEW * j->p || j->n_cur < FEW)
		return (r);
	c.m = mem_alloc(c.p, sizeof(*c.m));
	c.vectors = mem_calloc(c.p * c.p, sizeof(*c.vectors));
	c.room = mem_alloc(c.p, sizeof(*c.room));
	find_components(&c, j->ref, j->n_ref);
	a = measure(&c, j->ref, j->n_ref, 1, 2);
	b = measure(&c, j->cur, j->n_cur, 0, 1);
	va = a.squares / (a.n - 1);
	vb = b.squares / (b.n - 1);
	r.statistic = b.mean;
	if (va > 0) {
		r.effect = fabs(b.mean - a.mean) / sqrt(va);
		r.p_value = 2 * normal_sf(fabs(b.mean - a.mean) /
		    sqrt(va / a.n + vb / b.n));
	}
	free(c.m);
	free(c.vectors);
	free(c.room);
	return (r);
}

/* Ranks of a column, less their mean and over the root of their squares; equal
   ones share theirs. */
static void
rank_column(const double *x, size_t n, size_t p, size_t col, double *out)
{
	double *v = mem_alloc(n, sizeof(*v)), squares = 0, sum = 0;
	uint32_t *order = mem_alloc(n, sizeof(*order));
	size_t k = 0, end;

	for (size_t i = 0; i < n; i++) {
		v[i] = x[i * p + col];
		k += isnan(v[i]);
		v[i] = isnan(v[i]) ? INFINITY : v[i];
	}
	sort_order(v, n, order);
	for (size_t i = 0; i < n; i = end) {
		for (end = i; end < n && v[order[end]] == v[order[i]];)
			end++;
		for (size_t m = i; m < end; m++)
			out[order[m]] = (double)(i + end - 1) / 2;
	}
	for (size_t i = 0; i < n; i++)
		sum += isnan(x[i * p + col]) ? 0 : out[i];
	for (size_t i = 0; i < n; i++) {
		out[i] = isnan(x[i * p + col]) ? 0 :
		    out[i] - sum / (double)(n - k);
		squares += out[i] * out[i];
	}
	for (size_t i = 0; i < n && squares > 0; i++)
		out[i] /= sqrt(squares);
	free(v);
	free(order);
}

/* (p, n): what rank_column gives of each. */
static double *
rank_columns(const double *x, size_t n, size_t p)
{
	double *out = mem_alloc(n * p, sizeof(*out));

	for (size_t j = 0; j < p; j++)
		rank_column(x, n, p, j, out + j * n);
	return (out);
}

static double
dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return (sum);
}

static double
fisher_z(double r)
{
	return (atanh(fmin(fmax(r, -0.999999), 0.999999)));
}

/* A pair's change, with a p-value that is not corrected. */
static struct test_result
compare_pair(double ref, double n_ref, double cur, double n_cur)
{
	double v = (1 + ref * ref / 2) / (n_ref - 3) +
	    (1 + cur * cur / 2) / (n_cur - 3);

	return ((struct test_result){ .statistic = cur,
	    .effect = fabs(cur - ref), .p_value = 2 * normal_sf(
	    fabs(fisher_z(cur) - fisher_z(ref)) / sqrt(v)) });
}

struct joint_pair
joint_correlation(const struct joint_numbers *j)
{
	struct joint_pair best = { 0, 0, { NAN, NAN, NAN } };
	double *ref, *cur, pairs = (double)j->p * ((double)j->p - 1) / 2;
	struct test_result r;

	if (j->p < 2 || j->n_ref < FEW || j->n_cur < FEW)
		return (best);
	ref = rank_columns(j->ref, j->n_ref, j->p);
	cur = rank_columns(j->cur, j->n_cur, j->p);
	for (size_t a = 0; a < j->p; a++) {
		for (size_t b = a + 1; b < j->p; b++) {
			r = compare_pair(dot(ref + a * j->n_ref,
			    ref + b * j->n_ref, j->n_ref), (double)j->n_ref,
			    dot(cur + a * j->n_cur, cur + b * j->n_cur,
			    j->n_cur), (double)j->n_cur);
			if (!(r.p_value >= best.r.p_value))
				best = (struct joint_pair){ a, b, r };
		}
	}
	best.r.p_value = fmin(1, best.r.p_value * pairs);
	free(ref);
	free(cur);
	return (best);
}
