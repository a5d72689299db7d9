/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_table.h"

static struct drift_result
out_of_range_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };

	(void)ref;
	if (cur->n > 0)
		r.value = (double)(cur->below + cur->above) / (double)cur->n;
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
