/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "dist.h"
#include "drift_math.h"

#include "drift_table.h"

/*
 * p: without drift, PSI / (1/n + 1/m) is close to chi-square with k - 1
 * degrees of freedom (Yurdakul 2018, "Statistical properties of population
 * stability index"), which keeps small windows from raising alarms.
 */
static struct drift_result
psi_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	double *a, *b, scale;
	size_t k;

	drift_bins(ref, cur, &a, &b, &k);
	if (ref->n > 0 && cur->n > 0) {
		r.value = drift_psi(a, b, k);
		scale = 1 / (double)ref->n + 1 / (double)cur->n;
		r.p_value = chi_square_sf(r.value / scale, (double)k - 1);
	}
	free(a);
	free(b);
	return (r);
}

const struct drift_test drift_def_psi = {
	.name = "psi",
	.summary = "population stability index over the reference's bins",
	.kinds = DRIFT_NUMBER | DRIFT_CATEGORY,
	.by_default = true,
	.threshold = 0.2,
	.run = psi_run,
};
