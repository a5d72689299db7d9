/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "moments.h"
#include "radix.h"
#include "rng.h"

#include "relation.h"

#define NEIGHBOURS 3
#define NOISE 1e-10

static double
f_of_classes(const struct relation *r)
{
	double *mean = mem_calloc(r->n_classes, sizeof(*mean)), all = 0, e;
	double *rows = mem_calloc(r->n_classes, sizeof(*rows));
	double within = 0, between = 0, k = 0, n = (double)r->n;
	size_t c;

	for (size_t i = 0; i < r->n; i++) {
		c = (size_t)r->y[i];
		mean[c] += (r->x[i] - mean[c]) / ++rows[c];
		all += (r->x[i] - all) / (double)(i + 1);
	}
	for (size_t i = 0; i < r->n; i++) {
		e = r->x[i] - mean[(size_t)r->y[i]];
		within += e * e;
	}
	for (c = 0; c < r->n_classes; c++) {
		k += rows[c] > 0;
		between += rows[c] * (mean[c] - all) * (mean[c] - all);
	}
	free(mean);
	free(rows);
	return (k > 1 && n > k && within + between > 0 ?
	    between / (k - 1) / (within / (n - k)) : NAN);
}

static double
f_of_numbers(const struct relation *r)
{
	double xx = 0, yy = 0, xy = 0, mx = 0, my = 0, dx, dy, c2;

	for (size_t i = 0; i < r->n; i++) {
		mx += (r->x[i] - mx) / (double)(i + 1);
		my += (r->y[i] - my) / (double)(i + 1);
	}
	for (size_t i = 0; i < r->n; i++) {
		dx = r->x[i] - mx;
		dy = r->y[i] - my;
		xx += dx * dx;
		yy += dy * dy;
		xy += dx * dy;
	}
	if (!(xx > 0 && yy > 0) || r->n < 3)
		return (NAN);
	c2 = xy / xx * (xy / yy);
	return (c2 / (1 - c2) * (double)(r->n - 2));
}

double
relation_f(const struct relation *r)
{
	return (r->n_classes > 0 ? f_of_classes(r) : f_of_numbers(r));
}

double
relation_chi2(const struct relation *r)
{
	double *sum = mem_calloc(r->n_classes, sizeof(*sum)), all = 0;
	double *rows = mem_calloc(r->n_classes, sizeof(*rows)), chi2 = 0, want;

	for (size_t i = 0; i < r->n; i++) {
		sum[(size_t)r->y[i]] += r->x[i];
		rows[(size_t)r->y[i]]++;
		all += r->x[i];
	}
	for (size_t c = 0; c < r->n_classes; c++) {
		want = all * rows[c] / (double)r->n;
		if (want > 0)
			chi2 += (sum[c] - want) * (sum[c] - want) / want;
	}
	free(sum);
	free(rows);
	return (all > 0 ? chi2 : NAN);
}

/* psi(k) of 0 < k <= n; [0] is not looked at. */
static double *
make_digammas(size_t n)
{
	double *psi = mem_alloc(n + 1, sizeof(*psi));

	psi[0] = NAN;
	if (n > 0)
		psi[1] = -0.57721566490153286;
	for (size_t k = 2; k <= n; k++)
		psi[k] = psi[k - 1] + 1 / (double)(k - 1);
	return (psi);
}

/* How many of n ascending values, x itself being one, are nearer to x than r.
   Differences are compared, as sums would be rounded. */
static size_t
count_near(const double *v, size_t n, double x, double r)
{
	size_t lo = 0, hi = n, mid, first;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (x - v[mid] >= r && v[mid] != x)
			lo = mid + 1;
		else
			hi = mid;
	}
	first = lo;
	for (hi = n; lo < hi;) {
		mid = lo + (hi - lo) / 2;
		if (v[mid] - x < r || v[mid] == x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo - first);
}

/* The distance of value i of n ascending ones to its k-th neighbour. */
static double
kth_distance(const double *v, size_t n, size_t i, size_t k)
{
	size_t lo = i, hi = i;
	double d = 0;

	for (; k > 0; k--) {
		if (hi + 1 == n || (lo > 0 && v[i] - v[lo - 1] <=
		    v[hi + 1] - v[i]))
			d = v[i] - v[--lo];
		else
			d = v[++hi] - v[i];
	}
	return (d);
}

/* A class's part of the three means. */
static void
add_class(const double *v, size_t n, const double *all, size_t n_all,
    double *sum, const double *psi)
{
	size_t k = n - 1 < NEIGHBOURS ? n - 1 : NEIGHBOURS;
	double d;

	for (size_t i = 0; i < n; i++) {
		d = kth_distance(v, n, i, k);
		*sum += psi[k] - psi[n] - psi[count_near(all, n_all, v[i],
		    d)];
	}
}

/* In units of the deviation, with a little noise, so that no two are equal. */
static double *
scaled(const double *v, size_t n, uint64_t seed)
{
	double *out = mem_alloc(n, sizeof(*out)), sd, size = 0;
	struct moments m;

	moments_init(&m);
	moments_add_many(&m, v, n);
	sd = moments_stddev(&m, 0);
	for (size_t i = 0; i < n; i++) {
		out[i] = sd > 0 ? v[i] / sd : v[i];
		size += fabs(out[i]) / (double)n;
	}
	for (size_t i = 0; i < n; i++)
		out[i] += NOISE * fmax(1, size) *
		    (rng_uniform_at(seed, i) - 0.5);
	return (out);
}

/* Rows of classes that have but one are left out. */
static double
mi_of_classes(const struct relation *r, const double *psi)
{
	double *v = mem_alloc(r->n, sizeof(*v)), sum = 0;
	double *all = mem_alloc(r->n, sizeof(*all));
	double *x = scaled(r->x, r->n, 1);
	size_t *first = mem_calloc(r->n_classes + 2, sizeof(*first)), n = 0;

	for (size_t i = 0; i < r->n; i++)
		first[(size_t)r->y[i] + 2]++;
	for (size_t c = 2; c < r->n_classes + 2; c++)
		first[c] += first[c - 1];
	for (size_t i = 0; i < r->n; i++)
		v[first[(size_t)r->y[i] + 1]++] = x[i];
	for (size_t c = 0; c < r->n_classes; c++) {
		size_t count = first[c + 1] - first[c];

		if (count < 2)
			continue;
		memcpy(all + n, v + first[c], count * sizeof(*v));
		n += count;
		sort_doubles(v + first[c], count);
	}
	sort_doubles(all, n);
	for (size_t c = 0; c < r->n_classes; c++) {
		if (first[c + 1] - first[c] > 1)
			add_class(v + first[c], first[c + 1] - first[c], all, n,
			    &sum, psi);
	}
	free(x);
	free(v);
	free(all);
	free(first);
	return (n > 0 ? psi[n] + sum / (double)n : NAN);
}

/* The distance, by the larger difference, of row i of n, whose x ascend, to
   its last neighbour. */
static double
kth_of_both(const double *x, const double *y, size_t n, size_t i)
{
	double near[NEIGHBOURS], d;
	size_t found = 0, at, j, lo = i, hi = i;

	for (;;) {
		bool left = lo > 0 && (hi + 1 == n ||
		    x[i] - x[lo - 1] <= x[hi + 1] - x[i]);

		if (!left && hi + 1 == n)
			break;
		j = left ? --lo : ++hi;
		d = fabs(x[j] - x[i]);
		if (found == NEIGHBOURS && d > near[NEIGHBOURS - 1])
			break;
		d = fmax(d, fabs(y[j] - y[i]));
		if (found == NEIGHBOURS && d >= near[NEIGHBOURS - 1])
			continue;
		found += found < NEIGHBOURS;
		for (at = found - 1; at > 0 && near[at - 1] > d; at--)
			near[at] = near[at - 1];
		near[at] = d;
	}
	return (near[NEIGHBOURS - 1]);
}

static double
mi_of_numbers(const struct relation *r, const double *psi)
{
	double *x = scaled(r->x, r->n, 1), *y = scaled(r->y, r->n, 2);
	double sum = 0, d;
	double *sx = mem_alloc(r->n, sizeof(*sx));
	double *sy = mem_alloc(r->n, sizeof(*sy));
	uint32_t *order = mem_alloc(r->n, sizeof(*order));

	sort_order(x, r->n, order);
	for (size_t i = 0; i < r->n; i++) {
		sx[i] = x[order[i]];
		sy[i] = y[order[i]];
	}
	memcpy(y, sy, r->n * sizeof(*y));
	sort_doubles(sy, r->n);
	for (size_t i = 0; i < r->n; i++) {
		d = kth_of_both(sx, y, r->n, i);
		sum += psi[NEIGHBOURS] -
		    psi[count_near(sx, r->n, sx[i], d)] -
		    psi[count_near(sy, r->n, y[i], d)];
	}
	free(x);
	free(y);
	free(sx);
	free(sy);
	free(order);
	return (psi[r->n] + sum / (double)r->n);
}

static bool
is_constant(const double *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (v[i] != v[0])
			return (false);
	}
	return (true);
}

double
relation_mi(const struct relation *r)
{
	double *psi, mi;

	if (r->n <= NEIGHBOURS || is_constant(r->x, r->n))
		return (NAN);
	psi = make_digammas(r->n);
	mi = r->n_classes > 0 ? mi_of_classes(r, psi) : mi_of_numbers(r, psi);
	free(psi);
	return (mi > 0 ? mi : isnan(mi) ? NAN : 0);
}
