/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drift of numbers from a reference that is known by its quantiles. */
#include <math.h>

#include "dist.h"
#include "drift_math.h"
#include "quantile.h"

/*
 * The reference's distribution function at x: below is the limit from the
 * left, at the value itself.  They differ where quantiles are equal: at a
 * value that many rows share.
 */
static void
find_share(const double *grid, size_t g, double x, double *below, double *at)
{
	size_t lo = count_less(grid, g, x), hi;
	double step = 1 / (double)(g - 1), a, b;

	if (lo == g) {
		*below = *at = 1;
		return;
	}
	for (hi = lo; hi + 1 < g && grid[hi + 1] == x; hi++)
		;
	*below = *at = (double)hi * step;
	if (grid[lo] == x) {
		*below = (double)lo * step;
	} else if (lo > 0) {
		a = grid[lo - 1];
		b = grid[lo];
		*below = *at = ((double)lo - 1 + (x - a) / (b - a)) * step;
	}
}

struct test_result
drift_ks(const double *grid, size_t g, double n, const struct sketch_view *cur)
{
	double most = 0, before = 0, after, below, at, e;
	double m = (double)cur->n;

	if (g < 2 || !(n > 0 && m > 0))
		return ((struct test_result){ NAN, NAN, NAN });
	for (size_t i = 0; i < cur->n_items; i++) {
		after = (double)cur->upto[i] / m;
		if (i + 1 < cur->n_items && cur->v[i + 1] == cur->v[i])
			continue;	/* the last of equal values counts */
		find_share(grid, g, cur->v[i], &below, &at);
		most = fmax(most, fmax(fabs(below - before),
		    fabs(at - after)));
		before = after;
	}
	e = sqrt(n * m / (n + m));
	return ((struct test_result){ most,
	    kolmogorov_sf((e + 0.12 + 0.11 / e) * most), most });
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

double
drift_wasserstein(const double *ref, const double *cur, size_t g)
{
	double sum = 0;

	if (g < 2)
		return (NAN);
	for (size_t i = 0; i + 1 < g; i++)
		sum += area_linear(ref[i] - cur[i], ref[i + 1] - cur[i + 1],
		    1 / (double)(g - 1));
	return (sum);
}
