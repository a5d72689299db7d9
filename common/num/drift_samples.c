/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drift between two samples in ascending order. */
#include <math.h>

#include "dist.h"
#include "drift_math.h"

static struct test_result
ks_result(double d, double n, double m)
{
	double root = sqrt(n * m / (n + m));
	struct test_result t = { d, NAN, d, NAN };

	t.p_value = kolmogorov_sf((root + 0.12 + 0.11 / root) * d);
	return (t);
}

struct test_result
drift_ks(const double *a, size_t n, const double *b, size_t m)
{
	double d = 0, x, gap;
	size_t i = 0, j = 0;

	if (n == 0 || m == 0)
		return ((struct test_result){ NAN, NAN, NAN, NAN });
	while (i < n && j < m) {
		x = a[i] < b[j] ? a[i] : b[j];
		while (i < n && a[i] == x)
			i++;
		while (j < m && b[j] == x)
			j++;
		gap = fabs((double)i / (double)n - (double)j / (double)m);
		d = gap > d ? gap : d;
	}
	return (ks_result(d, (double)n, (double)m));
}

struct test_result
drift_ks_binned(const double *ref, const double *cur, size_t k)
{
	double n = 0, m = 0, r = 0, c = 0, d = 0, gap;

	for (size_t i = 0; i < k; i++) {
		n += ref[i];
		m += cur[i];
	}
	if (!(n > 0 && m > 0))
		return ((struct test_result){ NAN, NAN, NAN, NAN });
	for (size_t i = 0; i < k; i++) {
		r += ref[i];
		c += cur[i];
		gap = fabs(r / n - c / m);
		d = gap > d ? gap : d;
	}
	return (ks_result(d, n, m));
}

/* The integral of |F_a - F_b| dx, from value to value of both. */
double
drift_wasserstein(const double *a, size_t n, const double *b, size_t m)
{
	double sum = 0, at, x;
	size_t i = 0, j = 0;

	if (n == 0 || m == 0)
		return (NAN);
	at = a[0] < b[0] ? a[0] : b[0];
	while (i < n || j < m) {
		x = j == m || (i < n && a[i] < b[j]) ? a[i] : b[j];
		if (x > at)
			sum += (x - at) * fabs((double)i / (double)n -
			    (double)j / (double)m);
		at = x;
		while (i < n && a[i] == x)
			i++;
		while (j < m && b[j] == x)
			j++;
	}
	return (sum);
}

/* The integral of |f| over a length on which f is linear from d0 to d1. */
static double
area_linear(double d0, double d1, double length)
{
	double a0 = fabs(d0), a1 = fabs(d1);

	if ((d0 >= 0) == (d1 >= 0) || a0 + a1 == 0)
		return (length * (a0 + a1) / 2);
	return (length * (a0 * a0 + a1 * a1) / (2 * (a0 + a1)));
}

/*
 * The integral of |Q_ref - Q_cur| du over probabilities u, from break to break
 * of both: j / (g - 1) where the reference bends, i / m where the sample
 * steps.  Breaks are compared as integers, j m with i (g - 1).
 */
double
drift_wasserstein_grid(const double *grid, size_t g, const double *b,
    size_t m)
{
	double cells = (double)(g - 1), scale = cells * (double)m;
	double sum = 0, at = 0, next, q0, q1;
	size_t i = 0, j = 0;

	if (g < 2 || m == 0)
		return (NAN);
	q0 = grid[0];
	while (i < m && j + 1 < g) {
		double bend = (double)(j + 1) * (double)m;
		double step = (double)(i + 1) * cells;

		next = bend < step ? bend : step;
		q1 = bend <= step ? grid[j + 1] : grid[j] +
		    (next / (double)m - (double)j) * (grid[j + 1] - grid[j]);
		sum += area_linear(q0 - b[i], q1 - b[i], (next - at) / scale);
		j += bend == next;
		i += step == next;
		at = next;
		q0 = q1;
	}
	return (sum);
}

double
drift_wasserstein_grids(const double *ref, const double *cur, size_t g)
{
	double sum = 0;

	if (g < 2)
		return (NAN);
	for (size_t i = 0; i + 1 < g; i++)
		sum += area_linear(ref[i] - cur[i], ref[i + 1] - cur[i + 1],
		    1 / (double)(g - 1));
	return (sum);
}
