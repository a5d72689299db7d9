/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "mem.h"
#include "moments.h"
#include "resample.h"

/* Counts have mean 1 and variance 1 - 1/n, or 1; a share 1/e of them is 0. */
static void
test_counts(size_t n)
{
	double *a = mem_alloc(n, sizeof(*a)), *b = mem_alloc(n, sizeof(*b));
	double *half = mem_alloc(n, sizeof(*half)), zeros = 0, same = 0;
	double sum = 0;
	double tolerance = 5 / sqrt((double)n);
	struct moments m;

	resample_weights(1, 7, NULL, a, n);
	moments_init(&m);
	moments_add_many(&m, a, n);
	for (size_t i = 0; i < n; i++) {
		zeros += a[i] == 0;
		sum += a[i];
		half[i] = 0.5;
	}
	if (n <= RESAMPLE_EXACT)
		CHECK_NEAR(sum, (double)n, 0);
	CHECK_NEAR(m.mean, 1, tolerance);
	CHECK_NEAR(moments_stddev(&m, 0), 1, tolerance);
	CHECK_NEAR(zeros / (double)n, exp(-1), tolerance);

	resample_weights(1, 7, half, b, n);
	for (size_t i = 0; i < n; i++)
		same += b[i] == a[i] / 2;
	CHECK_NEAR(same, (double)n, 0);
	resample_weights(1, 8, NULL, b, n);
	same = 0;
	for (size_t i = 0; i < n; i++)
		same += b[i] == a[i];
	CHECK(same < 0.5 * (double)n);
	free(a);
	free(b);
	free(half);
}

int
main(void)
{
	double one = 0;

	test_counts(RESAMPLE_EXACT);
	test_counts(100001);
	resample_weights(3, 1, NULL, &one, 1);
	CHECK_NEAR(one, 1, 0);
	resample_weights(3, 1, NULL, NULL, 0);
	return (check_done());
}
