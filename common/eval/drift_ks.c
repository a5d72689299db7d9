/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_math.h"

#include "drift_table.h"

static struct drift_result
ks_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	struct test_result t;
	struct sketch_view v;

	if (ref->grid == NULL || cur->sketch.n == 0)
		return (r);
	sketch_view_init(&v, &cur->sketch);
	t = drift_ks(ref->grid, PROFILE_GRID,
	    (double)(ref->n - ref->n_missing), &v);
	sketch_view_release(&v);
	r.value = t.effect;
	r.p_value = t.p_value;
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
