/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "drift_table.h"

static struct drift_result
wrong_type_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };

	(void)ref;
	if (cur->n > 0)
		r.value = (double)cur->n_bad / (double)cur->n;
	return (r);
}

const struct drift_test drift_def_wrong_type = {
	.name = "wrong_type",
	.summary = "share of rows whose text is no value of the type",
	.kinds = DRIFT_NUMBER | DRIFT_CATEGORY,
	.by_default = true,
	.threshold = 0.01,
	.run = wrong_type_run,
};
