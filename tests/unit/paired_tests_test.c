/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of two sets of answers, beside R 4.2's. */
#include <math.h>

#include "check.h"
#include "num_init.h"
#include "paired_tests.h"

static void
test_mcnemar(void)
{
	/* ?mcnemar.test: the approval ratings of Agresti 1990. */
	CHECK_NEAR(mcnemar_p(150, 86), 4.11456228134594e-05, 1e-15);
	CHECK_NEAR(mcnemar_p(3, 12), 0.03515625, 1e-15);
	CHECK_NEAR(mcnemar_p(12, 3), 0.03515625, 1e-15);
	CHECK_NEAR(mcnemar_p(0, 0), 1, 0);
	CHECK_NEAR(mcnemar_p(4, 4), 1, 0);
	CHECK_NEAR(mcnemar_p(0, 1), 1, 0);
	CHECK_NEAR(mcnemar_p(30, 30), 1, 0);
}

/*
 * Scores of 4 positive and 5 negative rows, with ties:
 * roc.test(y, a, b, method = "delong") of pROC 1.18.0.
 */
static void
test_delong(void)
{
	static const double a[] = { 1, 3, 3, 5, 2, 4, 6, 7, 5 };
	static const double b[] = { 2, 1, 4, 3, 6, 5, 4, 8, 4 };
	static const uint8_t y[] = { 0, 0, 0, 0, 0, 1, 1, 1, 1 };
	struct auc_difference d = delong(NULL, a, b, y, 9);

	CHECK_NEAR(d.a, 0.925, 1e-13);
	CHECK_NEAR(d.b, 0.8, 1e-13);
	CHECK_NEAR(normal_p(d.a - d.b, d.se), 0.5319710580974011, 1e-13);
	d = delong(NULL, a, b, y, 6);
	CHECK_NEAR(d.a, 4.0 / 5, 1e-13);
	CHECK(isnan(d.se));
	CHECK(isnan(delong(NULL, a, b, y, 5).a));
	CHECK_NEAR(normal_p(0, 0), 1, 0);
}

int
main(void)
{
	num_init();
	test_mcnemar();
	test_delong();
	return (check_done());
}
