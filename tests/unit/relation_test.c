/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "num_init.h"
#include "relation.h"

#define N 90

struct rows {
	double x[N], class[N], y[N];
};

static void
fill(struct rows *r)
{
	for (int i = 0; i < N; i++) {
		int a = 37 * i % 101, b = i * i % 89;

		r->x[i] = (a + 0.5 * b + i / 1000.0) / 7;
		r->class[i] = (a > 40) + (b > 50);
		r->y[i] = r->x[i] * r->x[i] / 9 + 53 * i % 97;
	}
}

/* scikit-learn 1.7.2: f_classif, f_regression, chi2, mutual_info_classif,
   mutual_info_regression (random_state=0 and 1 give the same digits) */
static void
test_values(const struct rows *r)
{
	struct relation c = { r->x, r->class, N, 3 }, y = { r->x, r->y, N, 0 };

	CHECK_NEAR(relation_f(&c), 96.8866694921833, 1e-12);
	CHECK_NEAR(relation_f(&y), 22.4894365062232, 1e-12);
	CHECK_NEAR(relation_chi2(&c), 131.217657789265, 1e-12);
	CHECK_NEAR(relation_mi(&c), 0.62382802475, 1e-8);
	CHECK_NEAR(relation_mi(&y), 0.217002347918, 1e-8);
}

/* Where the class is all there is to know, it is the entropy of the class but
   for the bias of few rows; what is constant tells nothing. */
static void
test_equal(void)
{
	double x[2000], other[2000], one[2000];
	struct relation r = { x, x, 2000, 2 };

	for (int i = 0; i < 2000; i++) {
		x[i] = i % 2;
		other[i] = i / 2 % 2;
		one[i] = 5;
	}
	CHECK_NEAR(relation_mi(&r), log(2), 2e-3);
	r.y = other;
	CHECK_NEAR(relation_mi(&r), 0, 0.04);
	CHECK_NEAR(relation_f(&r), 0, 0);
	CHECK_NEAR(relation_chi2(&r), 0, 0);
	r.x = one;
	CHECK(isnan(relation_f(&r)));
	CHECK(isnan(relation_mi(&r)));
	r.n_classes = 0;
	CHECK(isnan(relation_f(&r)));
	r.n = 2;
	CHECK(isnan(relation_mi(&r)));
}

int
main(void)
{
	struct rows r;

	num_init();
	fill(&r);
	test_values(&r);
	test_equal();
	return (check_done());
}
