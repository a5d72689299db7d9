/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_math.h"

#include "drift_table.h"

/*
 * p: without drift a new value is outside the range of n others with
 * probability 2 / (n + 1), so a small reference is left now and then.
 */
static struct drift_result
out_of_range_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	double outside = (double)(cur->below + cur->above);
	double n = (double)(ref->n - ref->n_missing);

	if (cur->n == 0)
		return (r);
	r.value = outside / (double)cur->n;
	r.p_value = drift_two_proportions(outside, (double)cur->n, 2,
	    n + 1).p_value;
	return (r);
}

const struct drift_test drift_def_out_of_range = {
	.name = "out_of_range",
	.summary = "share of rows outside the range of training",
	.kinds = DRIFT_NUMBER,
	.by_default = true,
	.threshold = 0.02,
	.run = out_of_range_run,
};
