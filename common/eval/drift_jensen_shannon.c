/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "dist.h"
#include "drift_math.h"

#include "drift_table.h"

/*
 * p: the divergence in nats is close to 1/8 of the sum of (a - b)^2 / mean, so
 * that 8 n m / (n + m) times it is close to the chi-square statistic of
 * homogeneity with k - 1 degrees of freedom (Oesterreicher and Vajda 2003).
 */
static struct drift_result
jensen_shannon_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	double *a, *b, n = (double)ref->n, m = (double)cur->n;
	size_t k;

	drift_bins(ref, cur, &a, &b, &k);
	if (n > 0 && m > 0) {
		r.value = drift_jensen_shannon(a, b, k);
		r.p_value = chi_square_sf(8 * n * m / (n + m) * M_LN2 *
		    r.value * r.value, (double)k - 1);
	}
	free(a);
	free(b);
	return (r);
}

const struct drift_test drift_def_jensen_shannon = {
	.name = "jensen_shannon",
	.summary = "Jensen-Shannon distance in base 2 over the reference's bins",
	.kinds = DRIFT_NUMBER | DRIFT_CATEGORY,
	.by_default = false,
	.threshold = 0.1,
	.run = jensen_shannon_run,
};
