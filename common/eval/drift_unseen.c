/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_math.h"

#include "drift_table.h"

/*
 * The share of unseen values beyond the one that is to be expected without
 * drift; p of the two shares, with one more row that is unseen by itself.
 */
static struct drift_result
unseen_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	double n = (double)ref->n, m = (double)cur->n;

	if (n == 0 || m == 0)
		return (r);
	r.value = fmax(0, (double)cur->unseen / m - ref->expect_unseen / n);
	r.p_value = drift_two_proportions((double)cur->unseen, m,
	    ref->expect_unseen + 1, n + 1).p_value;
	return (r);
}

const struct drift_test drift_def_unseen = {
	.name = "unseen",
	.summary = "share of rows with a category that training had not",
	.kinds = DRIFT_CATEGORY,
	.by_default = true,
	.threshold = 0.01,
	.run = unseen_run,
};
