/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference values: SciPy 1.10 on the same arrays, with the call beside. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "dist.h"
#include "drift_math.h"
#include "num_init.h"
#include "quantile.h"
#include "radix.h"

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

static struct test_result
ks_of_law(const struct law *law, const double *v, size_t m)
{
	struct sketch s;
	struct sketch_view w;
	struct test_result t;

	sketch_init(&s, SKETCH_K, 10000);
	sketch_add_many(&s, v, m);
	sketch_view_init(&w, &s);
	t = drift_ks(law, &w);
	sketch_view_release(&w);
	sketch_release(&s);
	return (t);
}

/* n values of a reference by g quantiles against m values. */
static struct test_result
run_ks(const double *grid, size_t g, double n, const double *v, size_t m)
{
	struct law law;
	struct test_result t;

	law_of_grid(&law, grid, g, n);
	t = ks_of_law(&law, v, m);
	law_release(&law);
	return (t);
}

/* Both samples in order: K-S, and the area as statistic. */
struct both {
	struct test_result ks;
	double area;
};

static struct both
compare(const double *x, size_t n, const double *y, size_t m, bool all)
{
	struct sketch_view v, w;
	struct law law;
	struct both r;

	sketch_view_of_sorted(&v, x, n);
	sketch_view_of_sorted(&w, y, m);
	law_of_view(&law, &v, all);
	r.ks = drift_ks(&law, &w);
	r.area = drift_wasserstein(&law, &w);
	law_release(&law);
	sketch_view_release(&v);
	sketch_view_release(&w);
	return (r);
}

static void
test_ks_by_quantiles(void)
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
 * Quantiles that many rows share: the distribution functions from their
 * definition, left and right of every value, in NumPy.
 */
static void
test_ks_equal_quantiles(void)
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

/* stats.ks_2samp and stats.wasserstein_distance of the same values */
static void
test_all_values(void)
{
	static const double x[] = { -3.25, -2.1, -0.7, 0.1, 0.1, 0.9, 0.9,
	    0.9, 2.4, 4, 11 };
	static const double ties[] = { 0, 1, 1, 1, 4, 4, 6, 6 };
	static const double v[] = { -1, 0.5, 1, 1, 2, 4, 5, 6, 6, 9 };
	struct both r = compare(x, LENGTH(x), b, LENGTH(b), true);

	CHECK_NEAR(r.ks.statistic, 0.4195804195804196, TOL);
	CHECK_NEAR(r.area, 2.1713286713286717, TOL);
	/* special.kolmogorov((sqrt(e) + 0.12 + 0.11 / sqrt(e)) * D) */
	CHECK_NEAR(r.ks.p_value, 0.18289464609809403, TOL);
	r = compare(ties, LENGTH(ties), v, LENGTH(v), true);
	CHECK_NEAR(r.ks.statistic, 0.15, TOL);
	CHECK_NEAR(r.area, 0.75, TOL);
	r = compare(v, LENGTH(v), v, LENGTH(v), true);
	CHECK_NEAR(r.ks.statistic, 0, 0);
	CHECK_NEAR(r.area, 0, 0);
}

/* Integers: all of their values are points, also where not all were asked for.
   (i i) mod 30 of 5000 against (7 i + i i) mod 29 of 1700, as above. */
static void
test_integers(void)
{
	double x[5000], y[1700];
	struct both r;

	for (int i = 0; i < 5000; i++)
		x[i] = i * i % 30;
	for (int i = 0; i < 1700; i++)
		y[i] = (7 * i + i * i) % 29;
	sort_doubles(x, LENGTH(x));
	sort_doubles(y, LENGTH(y));
	r = compare(x, LENGTH(x), y, LENGTH(y), false);
	CHECK_NEAR(r.ks.statistic, 0.18307058823529412, TOL);
	CHECK_NEAR(r.area, 2.060352941176471, TOL);
}

/* i / 2000, by all, by its percentiles and by a choice, against
   ((i + 0.5) / 3000) ** 1.1 */
static void
test_large(void)
{
	static double x[2000], y[3000];
	size_t n = LENGTH(x), m = LENGTH(y);
	double grid[101];
	struct test_result t;
	struct both r;

	for (size_t i = 0; i < n; i++)
		x[i] = (double)i / (double)n;
	for (size_t i = 0; i < 101; i++)
		grid[i] = quantile_sorted(x, n, (double)i / 100);
	for (size_t i = 0; i < m; i++)
		y[i] = pow(((double)i + 0.5) / (double)m, 1.1);
	/* stats.ks_2samp(x, y, method='asymp'), and as above */
	r = compare(x, n, y, m, true);
	CHECK_NEAR(r.ks.statistic, 0.03516666666666668, TOL);
	CHECK_NEAR(r.ks.p_value, 0.1003830086478874, 0.003);
	CHECK_NEAR(r.area, 0.023560569622875463, TOL);
	r = compare(x, n, y, m, false);
	CHECK_NEAR(r.ks.statistic, 0.03516666666666668, 0.0005);
	CHECK_NEAR(r.area, 0.023560569622875463, 1e-5);
	/* stats.kstest(y, ...), as for quantiles */
	t = run_ks(grid, 101, (double)n, y, m);
	CHECK_NEAR(t.statistic, 0.03504120157137164, TOL);
	CHECK_NEAR(t.p_value, 0.10280625570207719, TOL);
}

/*
 * A tail that holds most of the area: exp(2 z) of the normal quantiles z of
 * (i + 0.5) / 20000, against exp(2 z + 0.1) of 3000.  stats.ks_2samp and
 * stats.wasserstein_distance; the choice of points comes within 1 %.
 */
static void
test_tail(void)
{
	static double x[20000], y[3000];
	struct both r;

	for (size_t i = 0; i < LENGTH(x); i++)
		x[i] = exp(2 * normal_quantile(((double)i + 0.5) / 20000));
	for (size_t i = 0; i < LENGTH(y); i++)
		y[i] = exp(2 * normal_quantile(((double)i + 0.5) / 3000) +
		    0.1);
	r = compare(x, LENGTH(x), y, LENGTH(y), true);
	CHECK_NEAR(r.area, 0.9058093066336501, 1e-9);
	CHECK_NEAR(r.ks.statistic, 0.020133333333333392, TOL);
	r = compare(x, LENGTH(x), y, LENGTH(y), false);
	CHECK_NEAR(r.area, 0.9058093066336501, 0.009);
	CHECK_NEAR(r.ks.statistic, 0.020133333333333392, 0.0005);
}

/* Of a choice of points, the gaps are as the header says. */
static void
test_choice(void)
{
	static double x[100000];
	struct sketch_view v;
	struct law law;
	double gap, beyond;

	for (size_t i = 0; i < LENGTH(x); i++)
		x[i] = (double)i;
	for (size_t i = 50000; i < 54000; i++)
		x[i] = 51000;	/* many rows share a value */
	sort_doubles(x, LENGTH(x));
	sketch_view_of_sorted(&v, x, LENGTH(x));
	law_of_view(&law, &v, false);
	CHECK(law.n_points < 250);
	CHECK_NEAR(law.v[0], 0, 0);
	CHECK_NEAR(law.upto[law.n_points - 1], 100000, 0);
	for (size_t i = 1; i < law.n_points; i++) {
		gap = law.upto[i] - law.equal[i] - law.upto[i - 1];
		beyond = fmin(law.upto[i], 100000 - law.upto[i - 1]);
		CHECK_(gap <= LAW_GAP * 100000 && gap <= 0.125 * beyond,
		    "%g rows between points %zu and the one before", gap, i);
	}
	CHECK_INT(law.equal[count_less(law.v, law.n_points, 51000)], 4000);
	law_release(&law);
	sketch_view_release(&v);
}

/* stats.chi2_contingency(..., correction=False, lambda_='log-likelihood') of
   the counts of test_chi_square, and its expected_freq.min() */
static void
test_likelihood(void)
{
	static const double r[5] = { 10, 40, 30, 20, 7 };
	static const double c[5] = { 12, 33, 10, 40, 3 };
	static const double full[2] = { 100, 5 }, empty[2] = { 80, 0 };

	CHECK_NEAR(drift_likelihood_sf(r, c, 5), 0.0006660167588551366, TOL);
	CHECK_NEAR(drift_least_expected(r, c, 5), 4.780487804878049, TOL);
	CHECK_NEAR(drift_likelihood_sf(full, empty, 2), 0.01630618514597927,
	    TOL);
	CHECK_NEAR(drift_likelihood_sf(r, r, 5), 1, 0);
	CHECK_NEAR(drift_likelihood_sf(r, c, 1), 1, 0);
	CHECK(isnan(drift_likelihood_sf(none, cur, K)));
}

/* stats.chi2_contingency, as above */
static void
test_pool(void)
{
	double r[8] = { 500, 300, 150, 4, 3, 2, 1, 0 };
	double c[8] = { 110, 60, 20, 4, 0, 3, 1, 2 };
	double in_order_r[6] = { 9, 1, 30, 2, 20, 2 };
	double in_order_c[6] = { 2, 0, 7, 1, 9, 4 };
	double few_r[3] = { 3, 2, 1 }, few_c[3] = { 1, 1, 1 };
	struct test_result t;
	size_t k = drift_pool(r, c, 8, false);

	/* 20 rows in rare cells expect 3.4 in the window: to the smallest. */
	CHECK_INT(k, 3);
	CHECK_NEAR(r[2], 160, 0);
	CHECK_NEAR(c[2], 30, 0);
	t = drift_chi_square(r, c, k);
	/* stats.chi2_contingency([[500, 300, 160], [110, 60, 30]]) */
	CHECK_NEAR(t.statistic, 0.6317946505608296, TOL);
	CHECK_NEAR(t.p_value, 0.7291343099852703, TOL);
	/* 23 of 87 rows are of the window: a cell needs 19 of both. */
	CHECK_INT(drift_pool(in_order_r, in_order_c, 6, true), 2);
	CHECK_NEAR(in_order_r[0], 40, 0);
	CHECK_NEAR(in_order_c[1], 14, 0);
	CHECK_INT(drift_pool(few_r, few_c, 3, false), 1);
	CHECK_NEAR(few_r[0], 6, 0);
	CHECK_INT(drift_pool(few_r, few_c, 1, true), 1);
	CHECK_NEAR(few_r[0], 6, 0);
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

/* stats.hypergeom.sf(x - 1, n + m, x + y, m), which for 5 of 200 against 2 of
   2730 is also stats.fisher_exact(..., alternative='greater') */
static void
test_share(void)
{
	CHECK_NEAR(drift_share_sf(5, 200, 2, 2730), 2.6486410887916993e-05,
	    1e-15);
	CHECK_NEAR(drift_share_sf(2, 10, 3, 40), 0.2581000207668636, TOL);
	CHECK_NEAR(drift_share_sf(80, 600, 45, 500), 0.014922364117511048,
	    TOL);
	CHECK_NEAR(drift_share_sf(1, 5, 0, 9), 0.35714285714285715, TOL);
	CHECK_NEAR(drift_share_sf(200, 200, 0, 200), 9.7e-120, 1e-121);
	CHECK_NEAR(drift_share_sf(45, 500, 80, 600), 1, 0);
	CHECK_NEAR(drift_share_sf(0, 5, 0, 9), 1, 0);
	/* Parts of rows lie between whole ones. */
	CHECK(drift_share_sf(5, 10, 1.8, 6) < drift_share_sf(5, 10, 2, 6));
	CHECK(drift_share_sf(5, 10, 1.8, 6) > drift_share_sf(5, 10, 1, 6));
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
	test_ks_by_quantiles();
	test_ks_equal_quantiles();
	test_all_values();
	test_integers();
	test_large();
	test_tail();
	test_choice();
	test_chi_square();
	test_likelihood();
	test_pool();
	test_share();
	test_benjamini_hochberg();
	return (check_done());
}
