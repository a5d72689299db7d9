/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_table.h"

static struct drift_result
unseen_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };

	(void)ref;
	if (cur->n > 0)
		r.value = (double)cur->unseen / (double)cur->n;
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
