/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_math.h"

#include "drift_table.h"

/*
 * The distance between the quantile functions, in units of the reference's
 * standard deviation; for a constant reference in units of 1.  p is that of
 * Kolmogorov and Smirnov, so that chance in a small window is no drift.
 */
static struct drift_result
wasserstein_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	struct sketch_view v;
	double grid[PROFILE_GRID];

	if (ref->grid == NULL || cur->sketch.n == 0)
		return (r);
	sketch_view_init(&v, &cur->sketch);
	for (size_t i = 0; i < PROFILE_GRID; i++)
		grid[i] = sketch_view_quantile(&v, (double)i / (PROFILE_GRID - 1));
	sketch_view_release(&v);
	r.p_value = drift_def_ks.run(ref, cur).p_value;
	r.value = drift_wasserstein(ref->grid, grid, PROFILE_GRID) /
	    (ref->sd > 0 ? ref->sd : 1);
	return (r);
}

const struct drift_test drift_def_wasserstein = {
	.name = "wasserstein",
	.summary = "Wasserstein distance in standard deviations of training",
	.kinds = DRIFT_NUMBER,
	.by_default = false,
	.threshold = 0.1,
	.run = wasserstein_run,
};
