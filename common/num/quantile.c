/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "radix.h"

#include "quantile.h"

double
quantile_position(size_t n, double p, size_t *lo)
{
	double h;

	p = p < 0 ? 0 : p > 1 ? 1 : p;
	h = (double)(n - 1) * p;
	*lo = (size_t)h;
	return (*lo + 1 < n ? h - (double)*lo : 0);
}

/*
 * Equal ends (which may both be infinite) need no arithmetic.  Two products
 * and not a + part * (b - a), since b - a may overflow; but the former may
 * leave [a, b] by a rounding error, so it is held there.
 */
double
quantile_between(double a, double b, double part)
{
	double x;

	if (part == 0 || a == b)
		return (a);
	x = (1 - part) * a + part * b;
	return (x < a ? a : x > b ? b : x);
}

double
quantile_sorted(const double *v, size_t n, double p)
{
	double part;
	size_t lo;

	if (n == 0 || isnan(p))
		return (NAN);
	part = quantile_position(n, p, &lo);
	return (part == 0 ? v[lo] : quantile_between(v[lo], v[lo + 1], part));
}

double
quantile_weighted(const double *v, const double *weight, size_t n, double p)
{
	uint32_t *order = mem_alloc(n, sizeof(*order));
	double total = 0, sum = 0, found = NAN;

	sort_order(v, n, order);
	for (size_t i = 0; i < n; i++)
		total += weight[order[i]];
	for (size_t i = 0; i < n && !(sum > 0 && sum >= p * total); i++) {
		sum += weight[order[i]];
		found = v[order[i]];
	}
	free(order);
	return (total > 0 ? found : NAN);
}

size_t
count_less(const double *v, size_t n, double x)
{
	size_t lo = 0, hi = n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (v[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo);
}

size_t
count_at_most(const double *v, size_t n, double x)
{
	size_t lo = 0, hi = n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (v[mid] <= x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo);
}

double
quantile_rank(const double *q, size_t n, double x)
{
	size_t lo, hi;
	double at;

	if (n == 0 || x <= q[0])
		return (0);
	if (x >= q[n - 1])
		return (1);
	lo = count_less(q, n, x);
	hi = count_at_most(q, n, x);
	if (hi > lo)		/* quantiles lo .. hi - 1 equal x */
		at = ((double)lo + (double)(hi - 1)) / 2;
	else
		at = (double)(lo - 1) + (x - q[lo - 1]) / (q[lo] - q[lo - 1]);
	return (at / (double)(n - 1));
}
