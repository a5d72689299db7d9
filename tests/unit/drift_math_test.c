/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference values: SciPy 1.10 on the same arrays, with the call beside. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "drift_math.h"
#include "mem.h"
#include "num_init.h"
#include "quantile.h"
#include "sketch.h"

#define TOL 1e-12
#define K 6

static const double b[] = {
	-0.5, 0, 0, 0.8, 1.2, 1.9, 2.2, 3.1, 3.3, 5, 5.5, 6, 7.25,
};
static const double ref[K] = { 10, 40, 30, 20, 0, 7 };
static const double cur[K] = { 12, 33, 10, 40, 3, 0 };
static const double none[K] = { 0 };

static void
test_counts(void)
{
	/* the formula of the header in NumPy */
	CHECK_NEAR(drift_psi(ref, cur, K), 0.5726285971499768, TOL);
	/* spatial.distance.jensenshannon(ref, cur, base=2) */
	CHECK_NEAR(drift_jensen_shannon(ref, cur, K), 0.33422381599973433,
	    TOL);
	CHECK_NEAR(drift_psi(ref, ref, K), 0, 0);
	CHECK_NEAR(drift_jensen_shannon(ref, ref, K), 0, 0);
	CHECK(isnan(drift_psi(ref, none, K)));
	CHECK(isnan(drift_jensen_shannon(none, cur, K)));
	CHECK(isnan(drift_psi(ref, cur, 0)));
}

#define LENGTH(v) (sizeof(v) / sizeof((v)[0]))

/* n values of a reference by g quantiles against m values. */
static struct test_result
run_ks(const double *grid, size_t g, double n, const double *v, size_t m)
{
	struct sketch s;
	struct sketch_view w;
	struct test_result t;

	sketch_init(&s, SKETCH_K, 10000);
	sketch_add_many(&s, v, m);
	sketch_view_init(&w, &s);
	t = drift_ks(grid, g, n, &w);
	sketch_view_release(&w);
	sketch_release(&s);
	return (t);
}

static void
test_ks(void)
{
	static const double grid[6] = { -2.1, -0.7, 0.1, 0.9, 2.4, 4 };
	struct test_result t = run_ks(grid, 6, 11, b, LENGTH(b));

	/* stats.kstest(b, lambda x: numpy.interp(x, grid, u)).statistic */
	CHECK_NEAR(t.statistic, 0.34903846153846163, TOL);
	CHECK_NEAR(t.effect, t.statistic, 0);
	/* special.kolmogorov((sqrt(e) + 0.12 + 0.11 / sqrt(e)) * D) */
	CHECK_NEAR(t.p_value, 0.37960477600293424, TOL);
	/* All on one side. */
	t = run_ks(grid, 6, 11, b + 10, 3);
	CHECK_NEAR(t.statistic, 1, 0);
	t = run_ks(b + 10, 3, 3, grid, 6);
	CHECK_NEAR(t.statistic, 1, 0);
	t = run_ks(grid, 6, 11, b, 0);
	CHECK(isnan(t.statistic) && isnan(t.p_value));
	t = run_ks(grid, 6, 0, b, LENGTH(b));
	CHECK(isnan(t.statistic) && isnan(t.p_value));
}

/*
 * Values that many rows share, in both: the distribution functions from their
 * definition, left and right of every value, in NumPy.
 */
static void
test_ks_ties(void)
{
	static const double grid[8] = { 0, 1, 1, 1, 4, 4, 6, 6 };
	static const double v[] = { -1, 0.5, 1, 1, 2, 4, 5, 6, 6, 9 };
	static const double beside[] = { 0.5, 2, 3, 3.5, 5 };
	static const double one[3] = { 2, 2, 2 };

	CHECK_NEAR(run_ks(grid, 8, 50, v, LENGTH(v)).statistic,
	    0.1857142857142856, TOL);
	CHECK_NEAR(run_ks(grid, 8, 50, beside, LENGTH(beside)).statistic,
	    0.27619047619047615, TOL);
	CHECK_NEAR(run_ks(one, 3, 9, one, 3).statistic, 0, 0);
	CHECK_NEAR(run_ks(one, 3, 9, one, 3).p_value, 1, 0);
}

/* i / 2000, by its percentiles, against ((i + 0.5) / 3000) ** 1.1 */
static void
test_ks_large(void)
{
	size_t n = 2000, m = 3000;
	double *x = mem_alloc(n, sizeof(*x)), *y = mem_alloc(m, sizeof(*y));
	double grid[101];
	struct test_result t;

	for (size_t i = 0; i < n; i++)
		x[i] = (double)i / (double)n;
	for (size_t i = 0; i < 101; i++)
		grid[i] = quantile_sorted(x, n, (double)i / 100);
	for (size_t i = 0; i < m; i++)
		y[i] = pow(((double)i + 0.5) / (double)m, 1.1);
	t = run_ks(grid, 101, (double)n, y, m);
	/* as in test_ks */
	CHECK_NEAR(t.statistic, 0.03504120157137164, TOL);
	CHECK_NEAR(t.p_value, 0.10280625570207719, TOL);
	/* stats.ks_2samp(x, y, method='asymp'), which knows all of x */
	CHECK_NEAR(t.statistic, 0.03516666666666668, 0.0002);
	CHECK_NEAR(t.p_value, 0.1003830086478874, 0.003);
	free(x);
	free(y);
}

static void
test_wasserstein(void)
{
	static const double same[2] = { 3, 3 }, up[2] = { 0, 1 };
	static const double down[2] = { 1, 0 };

	CHECK_NEAR(drift_wasserstein(same, same, 2), 0, 0);
	CHECK_NEAR(drift_wasserstein(up, same, 2), 2.5, TOL);
	/* two triangles of base 1/2 and height 1 */
	CHECK_NEAR(drift_wasserstein(up, down, 2), 0.5, TOL);
	CHECK(isnan(drift_wasserstein(up, down, 1)));
}

static void
test_chi_square(void)
{
	static const double r[5] = { 10, 40, 30, 20, 7 };
	static const double c[5] = { 12, 33, 10, 40, 3 };
	static const double halves[2] = { 50000, 50000 }, one[2] = { 200, 0 };
	static const double r7[7] = { 10, 40, 30, 20, 0, 0, 7 };
	static const double c7[7] = { 12, 33, 10, 40, 0, 3, 0 };
	struct test_result t = drift_chi_square(r, c, 5);

	/* stats.chi2_contingency([r, c]), and the sum in drift_math.h */
	CHECK_NEAR(t.statistic, 18.760755707643792, TOL);
	CHECK_NEAR(t.p_value, 0.00087572313349005, TOL);
	CHECK_NEAR(t.effect, 0.605615759556385, TOL);
	/* a window of 200 rows: chi2_contingency([[50000, 50000], [200, 0]]) */
	t = drift_chi_square(halves, one, 2);
	CHECK_NEAR(t.statistic, 199.60159362549797, TOL);
	CHECK_NEAR(t.effect, 1.0000019920298882, TOL);
	/* Bins that are empty in one, and one that is in both. */
	t = drift_chi_square(ref, cur, K);
	CHECK_NEAR(t.statistic, 27.17697733648225, TOL);
	t = drift_chi_square(r7, c7, 7);
	CHECK_NEAR(t.statistic, 27.17697733648225, TOL);
	CHECK_NEAR(t.p_value, 5.2689303650995905e-05, TOL);
	CHECK(isnan(drift_chi_square(none, cur, K).p_value));
	CHECK_NEAR(drift_chi_square(ref, cur, 1).p_value, 1, 0);
}

static void
test_two_proportions(void)
{
	struct test_result t = drift_two_proportions(45, 500, 80, 600);

	/* z ** 2 and p: stats.chi2_contingency(correction=False) */
	CHECK_NEAR(t.statistic, 2.254871270038368, TOL);
	CHECK_NEAR(t.p_value, 0.02414141012610764, TOL);
	CHECK_NEAR(t.effect, 80.0 / 600 - 45.0 / 500, TOL);
	t = drift_two_proportions(0, 5, 0, 9);
	CHECK_NEAR(t.p_value, 1, 0);
	CHECK(isnan(drift_two_proportions(0, 0, 1, 2).p_value));
}

/*
 * The 15 p-values of Benjamini and Hochberg 1995, section 3.2, of which they
 * reject the first four at 0.05; adjusted by hand: least p(i) * 15 / i.
 */
static void
test_benjamini_hochberg(void)
{
	static const double p[] = {
		0.0344, 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278,
		0.0298, 0.0459, 0.3240, NAN, 0.4262, 0.5719, 0.6528, 0.7590,
		1.0,
	};
	static const double want[] = {
		0.0645, 0.0015, 0.003, 0.0095, 0.035625, 0.0603,
		0.0298 * 15 / 7, 0.0298 * 15 / 7, 0.0765, 0.486, NAN,
		0.4262 * 15 / 11, 0.5719 * 15 / 12, 0.6528 * 15 / 13,
		0.7590 * 15 / 14, 1,
	};
	double q[16];
	int rejected = 0;

	benjamini_hochberg(p, 16, q);
	for (int i = 0; i < 16; i++) {
		CHECK_(i == 10 ? isnan(q[i]) : fabs(q[i] - want[i]) < TOL,
		    "adjusted %d is %g, not %g", i, q[i], want[i]);
		rejected += q[i] <= 0.05;
	}
	CHECK_INT(rejected, 4);
	benjamini_hochberg(NULL, 0, NULL);
}

int
main(void)
{
	num_init();
	test_counts();
	test_ks();
	test_ks_ties();
	test_ks_large();
	test_wasserstein();
	test_chi_square();
	test_two_proportions();
	test_benjamini_hochberg();
	return (check_done());
}
