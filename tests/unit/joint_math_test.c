/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Components and correlations of two samples, by scikit-learn 1.9.1 and scipy
   1.17.1: PCA(n_components=2, svd_solver="full"), inverse_transform and
   numpy.linalg.norm; scipy.stats.spearmanr and norm.sf. */
#include <stdlib.h>

#include "check.h"
#include "joint_math.h"
#include "mem.h"
#include "num_init.h"

#define COLUMNS 4

static double
draw(double *x)	/* Park and Miller 1988 */
{
	*x = fmod(*x * 16807, 2147483647);
	return (*x / 2147483647);
}

/* Two columns that go together by the share mix; a tenth of the last one is
   missing. */
static double *
make_table(size_t n, double mix, double seed)
{
	double *t = mem_alloc(n * COLUMNS, sizeof(*t));

	for (size_t i = 0; i < n; i++) {
		double *row = t + i * COLUMNS;
		double a = draw(&seed), b = draw(&seed), c = draw(&seed);
		double d = draw(&seed);

		row[0] = a;
		row[1] = mix * a + (1 - mix) * b;
		row[2] = c * c;
		row[3] = d > 0.1 ? d : NAN;
	}
	return (t);
}

static void
test_judged(void)
{
	double *ref = make_table(400, 0.7, 11), *cur = make_table(300, 0.2, 12);
	struct joint_numbers j = { ref, cur, 400, 300, COLUMNS };
	struct test_result r = joint_reconstruction(&j);
	struct joint_pair pair = joint_correlation(&j);

	CHECK_NEAR(r.statistic, 1.2649947733822375, 1e-9);
	CHECK_NEAR(r.effect, 0.8703204324754069, 1e-9);
	/* Of z 9.31904367054219. */
	CHECK_NEAR(r.p_value, 1.1739360596065554e-20, 1e-26);
	CHECK_INT(pair.a, 0);
	CHECK_INT(pair.b, 1);
	CHECK_NEAR(pair.r.statistic, 0.24676718630207, 1e-9);
	CHECK_NEAR(pair.r.effect, 0.9268464177901111 - 0.24676718630207, 1e-9);
	CHECK_NEAR(pair.r.p_value / 4.679831299494469e-60, 1, 1e-6);
	free(ref);
	free(cur);
}

/* Samples of one law: p-values are below 0.1 in a tenth of them, or less. */
static void
test_chance(void)
{
	size_t of_distance = 0, of_pairs = 0;

	for (int i = 0; i < 200; i++) {
		double *ref = make_table(200, 0.5, 1000 + i);
		double *cur = make_table(150, 0.5, 90000 + 7 * i);
		struct joint_numbers j = { ref, cur, 200, 150, COLUMNS };

		of_distance += joint_reconstruction(&j).p_value < 0.1;
		of_pairs += joint_correlation(&j).r.p_value < 0.1;
		free(ref);
		free(cur);
	}
	CHECK_NEAR((double)of_distance / 200, 0.1, 0.064);	/* 3 sd */
	CHECK((double)of_pairs / 200 < 0.164);
}

/* Constant columns, missing ones, too few rows or columns: no NaN but where
   there is nothing to say. */
static void
test_edges(void)
{
	double *ref = make_table(100, 0.5, 1), *cur = make_table(100, 0.5, 2);
	struct joint_numbers j = { ref, cur, 100, 100, COLUMNS };

	for (size_t i = 0; i < 100; i++) {
		ref[i * COLUMNS] = cur[i * COLUMNS] = 3;
		ref[i * COLUMNS + 2] = NAN;
		cur[i * COLUMNS + 1] = i == 7 ? INFINITY : NAN;
	}
	CHECK(joint_reconstruction(&j).effect >= 0);
	CHECK(joint_correlation(&j).r.effect >= 0);
	j.n_ref = 9;
	CHECK(isnan(joint_reconstruction(&j).effect));
	CHECK(isnan(joint_correlation(&j).r.effect));
	j.n_ref = 100;
	j.p = 1;
	CHECK(isnan(joint_reconstruction(&j).effect));
	CHECK(isnan(joint_correlation(&j).r.effect));
	free(ref);
	free(cur);
}

int
main(void)
{
	num_init();
	test_judged();
	test_chance();
	test_edges();
	return (check_done());
}
