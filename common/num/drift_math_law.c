/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drift of numbers from a reference whose law is known. */
#include <math.h>

#include "dist.h"
#include "drift_math.h"

struct test_result
drift_ks(const struct law *ref, const struct sketch_view *cur)
{
	double most = 0, before = 0, after, below, at, e;
	double n = ref->n, m = (double)cur->n;

	if (ref->n_points == 0 || !(n > 0 && m > 0))
		return ((struct test_result){ NAN, NAN, NAN });
	for (size_t i = 0; i < cur->n_items; i++) {
		after = (double)cur->upto[i] / m;
		if (i + 1 < cur->n_items && cur->v[i + 1] == cur->v[i])
			continue;	/* the last of equal values counts */
		law_shares(ref, cur->v[i], &below, &at);
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
drift_wasserstein(const struct law *ref, const struct sketch_view *cur)
{
	double x, last = NAN, below, at, before = 0, share = 0, sum = 0;
	size_t i = 0, j = 0;

	if (ref->n_points == 0 || cur->n == 0)
		return (NAN);
	while (i < ref->n_points || j < cur->n_items) {
		x = fmin(i < ref->n_points ? ref->v[i] : INFINITY,
		    j < cur->n_items ? cur->v[j] : INFINITY);
		law_shares(ref, x, &below, &at);
		if (x > last)
			sum += area_linear(before - share, below - share,
			    x - last);
		for (; j < cur->n_items && cur->v[j] == x; j++)
			share = (double)cur->upto[j] / (double)cur->n;
		i += i < ref->n_points && ref->v[i] == x;
		before = at;
		last = x;
	}
	return (sum);
}
