/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dist.h"
#include "quantile.h"

#include "drift_table.h"

/*
 * The reference's distribution function at x, by its quantiles: below is the
 * limit from the left, at the value itself (they differ where quantiles are
 * equal: at a value that many rows share).
 */
static void
ref_share(const struct drift_ref *r, double x, double *below, double *at)
{
	size_t lo = count_less(r->grid, PROFILE_GRID, x), hi;
	double step = 1.0 / (PROFILE_GRID - 1), a, b;

	if (lo == PROFILE_GRID) {
		*below = *at = 1;
		return;
	}
	for (hi = lo; hi + 1 < PROFILE_GRID && r->grid[hi + 1] == x; hi++)
		;
	if (r->grid[lo] == x) {
		*below = (double)lo * step;
		*at = (double)hi * step;
		if (lo == hi)
			*below = *at;
		return;
	}
	if (lo == 0) {
		*below = *at = 0;
		return;
	}
	a = r->grid[lo - 1];
	b = r->grid[lo];
	*below = *at = ((double)lo - 1 + (x - a) / (b - a)) * step;
}

/*
 * Kolmogorov and Smirnov's D, the largest difference of the two distribution
 * functions, with the reference's linear between its quantiles; p as in
 * drift_ks of num/drift_math.h.
 */
static struct drift_result
ks_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	struct sketch_view v;
	double most = 0, before = 0, after, below, at, e, n, m;

	if (ref->grid == NULL || cur->sketch.n == 0)
		return (r);
	sketch_view_init(&v, &cur->sketch);
	for (size_t i = 0; i < v.n_items; i++) {
		after = (double)v.upto[i] / (double)v.n;
		if (i + 1 < v.n_items && v.v[i + 1] == v.v[i])
			continue;	/* the last of equal values counts */
		ref_share(ref, v.v[i], &below, &at);
		most = fmax(most, fmax(fabs(below - before),
		    fabs(at - after)));
		before = after;
	}
	sketch_view_release(&v);
	n = (double)(ref->n - ref->n_missing);
	m = (double)cur->sketch.n;
	e = sqrt(n * m / (n + m));
	r.value = most;
	r.p_value = kolmogorov_sf((e + 0.12 + 0.11 / e) * most);
	return (r);
}

const struct drift_test drift_def_ks = {
	.name = "ks",
	.summary = "Kolmogorov-Smirnov test",
	.kinds = DRIFT_NUMBER,
	.by_default = true,
	.threshold = 0.1,
	.run = ks_run,
};
