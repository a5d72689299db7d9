/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference values: SciPy 1.10 on the same arrays, with the call beside. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "drift_math.h"
#include "mem.h"
#include "num_init.h"
#include "radix.h"

#define TOL 1e-12
#define N 11
#define M 13
#define K 6

static const double a[N] = {
	-2.1, -1, -0.5, -0.5, 0, 0.3, 0.3, 1.2, 1.9, 2.5, 4,
};
static const double b[M] = {
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
	/* sqrt(((sqrt(p) - sqrt(q)) ** 2).sum() / 2), abs(p - q).sum() / 2 */
	CHECK_NEAR(drift_hellinger(ref, cur, K), 0.3047480438702409, TOL);
	CHECK_NEAR(drift_total_variation(ref, cur, K), 0.2808506580202174,
	    TOL);
	CHECK_NEAR(drift_psi(ref, ref, K), 0, 0);
	CHECK_NEAR(drift_jensen_shannon(ref, ref, K), 0, 0);
	CHECK(isnan(drift_psi(ref, none, K)));
	CHECK(isnan(drift_jensen_shannon(none, cur, K)));
	CHECK(isnan(drift_hellinger(none, cur, K)));
	CHECK(isnan(drift_total_variation(ref, cur, 0)));
}

static void
test_ks(void)
{
	struct test_result t = drift_ks(a, N, b, M);

	/* stats.ks_2samp(a, b).statistic */
	CHECK_NEAR(t.statistic, 0.40559440559440557, TOL);
	/* special.kolmogorov((sqrt(e) + 0.12 + 0.11 / sqrt(e)) * D) */
	CHECK_NEAR(t.p_value, 0.21383564646241157, TOL);
	/* stats.ks_2samp(method='asymp'), as near as the header says */
	CHECK_NEAR(t.p_value, 0.21080598705364284, 0.004);
	t = drift_ks(a, N, a, N);
	CHECK_NEAR(t.statistic, 0, 0);
	CHECK_NEAR(t.p_value, 1, 0);
	t = drift_ks(a, 1, b + 1, 1);
	CHECK_NEAR(t.statistic, 1, 0);
	t = drift_ks(a, N, b, 0);
	CHECK(isnan(t.statistic) && isnan(t.p_value));
}

/* i * 7919 % 2000 / 2000 against ((i + 0.5) / 3000) ** 1.1 */
static void
test_ks_large(void)
{
	size_t n = 2000, m = 3000;
	double *x = mem_alloc(n, sizeof(*x)), *y = mem_alloc(m, sizeof(*y));
	struct test_result t;

	for (size_t i = 0; i < n; i++)
		x[i] = (double)(i * 7919 % n) / (double)n;
	for (size_t i = 0; i < m; i++)
		y[i] = pow(((double)i + 0.5) / (double)m, 1.1);
	sort_doubles(x, n);
	sort_doubles(y, m);
	t = drift_ks(x, n, y, m);
	CHECK_NEAR(t.statistic, 0.03516666666666668, TOL);
	CHECK_NEAR(t.p_value, 0.10064135675870037, TOL);
	/* stats.ks_2samp(x, y, method='asymp').pvalue */
	CHECK_NEAR(t.p_value, 0.1003830086478874, 0.0003);
	free(x);
	free(y);
}

static void
test_ks_binned(void)
{
	static const double r[3] = { 10, 20, 10 }, c[3] = { 8, 4, 8 };
	struct test_result t = drift_ks_binned(r, c, 3);

	CHECK_NEAR(t.statistic, 0.15, TOL);	/* |10/40 - 8/20| */
	CHECK(t.p_value > 0.5 && t.p_value < 1);
	CHECK(isnan(drift_ks_binned(r, none, 3).p_value));
}

static void
test_wasserstein(void)
{
	static const double grid[6] = { 0, 1, 1, 4, 6, 10 };
	static const double s[7] = { -1, 0.5, 2, 2, 3, 9, 11 };
	static const double same[2] = { 3, 3 }, up[2] = { 0, 1 };
	static const double down[2] = { 1, 0 };

	/* stats.wasserstein_distance(a, b) */
	CHECK_NEAR(drift_wasserstein(a, N, b, M), 2.1954545454545453, TOL);
	CHECK_NEAR(drift_wasserstein(b, M, a, N), 2.1954545454545453, TOL);
	CHECK_NEAR(drift_wasserstein(a, N, a, N), 0, 0);
	CHECK(isnan(drift_wasserstein(a, N, b, 0)));
	/* the mean of |Q_ref - Q_cur| at 7e6 midpoints, NumPy */
	CHECK_NEAR(drift_wasserstein_grid(grid, 6, s, 7),
	    1.4687074829931632, 1e-10);
	CHECK_NEAR(drift_wasserstein_grid(same, 2, same, 2), 0, 0);
	CHECK_NEAR(drift_wasserstein_grid(up, 2, same, 1), 2.5, TOL);
	CHECK(isnan(drift_wasserstein_grid(grid, 6, s, 0)));
	CHECK_NEAR(drift_wasserstein_grids(up, same, 2), 2.5, TOL);
	/* two triangles of base 1/2 and height 1 */
	CHECK_NEAR(drift_wasserstein_grids(up, down, 2), 0.5, TOL);
}

static void
test_chi_square(void)
{
	static const double r[5] = { 10, 40, 30, 20, 7 };
	static const double c[5] = { 12, 33, 10, 40, 3 };
	struct test_result t = drift_chi_square(r, c, 5);

	/* stats.chisquare(c, r / r.sum() * c.sum()) */
	CHECK_NEAR(t.statistic, 39.83788872691934, TOL);
	CHECK_NEAR(t.p_value, 4.6757592584504346e-08, TOL * 1e-8);
	CHECK_NEAR(t.df, 4, 0);
	CHECK_NEAR(t.effect, 0.31879031848616185, TOL);
	/* stats.chi2_contingency([r, c]), stats.contingency.association */
	t = drift_chi_square_both(r, c, 5);
	CHECK_NEAR(t.statistic, 18.760755707643792, TOL);
	CHECK_NEAR(t.p_value, 0.00087572313349005, TOL);
	CHECK_NEAR(t.effect, 0.30251591941698114, TOL);
	t = drift_chi_square(ref, cur, K);
	CHECK(isinf(t.statistic));
	CHECK_NEAR(t.p_value, 0, 0);
	CHECK_NEAR(t.effect, 1, 0);
	CHECK(isnan(drift_chi_square(ref, none, K).p_value));
	CHECK(isnan(drift_chi_square_both(none, cur, K).p_value));
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
	test_ks_large();
	test_ks_binned();
	test_wasserstein();
	test_chi_square();
	test_two_proportions();
	test_benjamini_hochberg();
	return (check_done());
}
