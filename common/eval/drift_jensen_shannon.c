/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "drift_math.h"

#include "drift_table.h"

static struct drift_result
jensen_shannon_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	double *a, *b;
	size_t k;

	drift_bins(ref, cur, &a, &b, &k);
	if (ref->n > 0 && cur->n > 0)
		r.value = drift_jensen_shannon(a, b, k);
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
