/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "drift_math.h"

#include "drift_table.h"

/*
 * Homogeneity: the reference is a sample too.  The value is Cohen's w, which
 * depends on the shares and hardly on the numbers of rows: a small window
 * against a large reference is judged as two halves are.
 */
static struct drift_result
chi_square_run(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct drift_result r = { NAN, NAN };
	struct test_result t;
	double *a, *b;
	size_t k;

	drift_bins(ref, cur, &a, &b, &k);
	if (ref->n > 0 && cur->n > 0) {
		t = drift_chi_square(a, b, k);
		r.value = t.effect;
		r.p_value = t.p_value;
	}
	free(a);
	free(b);
	return (r);
}

const struct drift_test drift_def_chi_square = {
	.name = "chi_square",
	.summary = "chi-square test of categories; the value is Cohen's w",
	.kinds = DRIFT_CATEGORY,
	.by_default = true,
	.threshold = 0.2,
	.run = chi_square_run,
};
