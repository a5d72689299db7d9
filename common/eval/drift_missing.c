/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_math.h"

#include "drift_table.h"

static struct drift_result
missing_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	struct test_result t;

	if (ref->n == 0 || cur->n == 0)
		return (r);
	t = drift_two_proportions((double)cur->n_missing, (double)cur->n,
	    (double)ref->n_missing, (double)ref->n);
	r.value = t.effect;
	r.p_value = t.p_value;
	return (r);
}

const struct drift_test drift_def_missing = {
	.name = "missing",
	.summary = "change of the missing rate",
	.kinds = DRIFT_NUMBER | DRIFT_CATEGORY,
	.by_default = true,
	.threshold = 0.05,
	.run = missing_run,
};
