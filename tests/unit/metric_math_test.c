/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reference values: scikit-learn 1.2.1 on the same arrays (sample_weight=
 * where weights are given), with the call beside each; the ECE from its
 * definition with numpy.percentile and numpy.searchsorted for the bins.
 */
#include <math.h>
#include <stdint.h>

#include "check.h"
#include "metric_math.h"
#include "radix.h"

#define N 30
#define N_MULTI 12
#define K 3
#define N_REAL 15
#define TOL 1e-13

static const double score[] = {
	0.8, 0.3, 0.5, 0.37, 0.3, 0.2, 0.6, 0.1, 0.415, 0.4, 0.3, 0.1, 0.5,
	0.4, 0.4, 0.3, 0.3, 0.4, 0.2, 0.6, 0.633, 0.4, 0.6, 0.2, 0.6, 0.4,
	0.6, 0.1, 0.4, 0.9,
};
static const uint8_t label[] = {
	1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0,
	0, 1, 0, 1, 0, 0, 1,
};
static const double weight[] = {
	0.5, 1.7, 1.6, 2.6, 1.2, 0.0, 0.4, 1.3, 1.1, 0.6, 2.5, 1.3, 2.9, 1.9,
	1.9, 2.0, 2.1, 0.6, 1.4, 0.9, 1.3, 0.5, 2.9, 0.8, 2.1, 1.0, 2.6, 2.1,
	0.6, 2.6,
};
static const uint32_t class[] = {
	1, 2, 1, 2, 2, 1, 0, 0, 1, 0, 2, 2,
};
static const double prob[] = {
	0.26, 0.27, 0.47, 0.08, 0.51, 0.41, 0.51, 0.48, 0.01, 0.5, 0.04,
	0.46, 0.04, 0.7, 0.26, 0.56, 0.32, 0.12, 0.5, 0.4, 0.1, 0.62, 0.27,
	0.11, 0.37, 0.57, 0.06, 0.44, 0.28, 0.28, 0.01, 0.73, 0.26, 0.35,
	0.32, 0.33,
};
static const double class_weight[] = {
	1.4, 2.5, 0.2, 2.0, 2.4, 1.6, 2.2, 0.8, 0.8, 1.2, 0.7, 1.2,
};
static const double truth[] = {
	6.0, -0.4, 6.1, 3.5, 0.0, 8.0, 8.8, 2.7, 1.9, 0.0, -0.9, 7.4, 0.8,
	2.8, -0.2,
};
static const double pred[] = {
	5.37, -1.68, 7.36, 3.35, 0.97, 8.01, 8.11, 2.37, 1.34, 0.01, -1.28,
	7.1, -0.58, 1.99, 1.45,
};
static const double row_weight[] = {
	2.8, 2.6, 0.5, 1.9, 1.5, 1.9, 2.0, 1.1, 2.9, 1.5, 2.0, 2.0, 0.7, 0.4,
	1.4,
};

/* The binary arrays in ascending order of score. */
static double sorted_score[N], sorted_weight[N];
static uint8_t sorted_label[N];
static uint32_t order[N];

static void
sort_rows(void)
{
	sort_order(score, N, order);
	for (size_t i = 0; i < N; i++) {
		sorted_score[i] = score[order[i]];
		sorted_label[i] = label[order[i]];
		sorted_weight[i] = weight[order[i]];
	}
}

static void
test_binary(void)
{
	/* roc_auc_score(y, s) */
	CHECK_NEAR(metric_auc(score, label, NULL, N), 0.6533333333333334, TOL);
	CHECK_NEAR(metric_auc(score, label, weight, N), 0.694681861348528,
	    TOL);
	/* average_precision_score(y, s) */
	CHECK_NEAR(metric_ap(score, label, NULL, N), 0.7013222871994802, TOL);
	CHECK_NEAR(metric_ap(score, label, weight, N), 0.7265384463231189,
	    TOL);
	/* log_loss(y, s, eps=1e-15) */
	CHECK_NEAR(metric_log_loss(score, label, NULL, N), 0.6647693746589304,
	    TOL);
	CHECK_NEAR(metric_log_loss(score, label, weight, N),
	    0.6358641234369573, TOL);
	/* brier_score_loss(y, s) */
	CHECK_NEAR(metric_brier(score, label, NULL, N), 0.23246046666666667,
	    TOL);
	CHECK_NEAR(metric_brier(score, label, weight, N), 0.22216629333333332,
	    TOL);
	CHECK_NEAR(metric_ece(score, label, NULL, N), 0.20939999999999998,
	    TOL);
	CHECK_NEAR(metric_ece(score, label, weight, N), 0.22374666666666662,
	    TOL);
}

static void
test_presorted(void)
{
	sort_rows();
	CHECK_NEAR(metric_auc_presorted(order, score, label, weight, N),
	    0.694681861348528, TOL);
	CHECK_NEAR(metric_auc_presorted(NULL, sorted_score, sorted_label,
	    sorted_weight, N), 0.694681861348528, TOL);
	CHECK_NEAR(metric_ap_presorted(order, score, label, weight, N),
	    0.7265384463231189, TOL);
	CHECK_NEAR(metric_ap_presorted(NULL, sorted_score, sorted_label,
	    sorted_weight, N), 0.7265384463231189, TOL);
	CHECK_NEAR(metric_ece_presorted(NULL, sorted_score, sorted_label,
	    sorted_weight, N), 0.22374666666666662, TOL);
}

/* Counts as weights are the same as rows repeated. */
static void
test_counts(void)
{
	static const double count[N] = { 2, 0, 1, 3, 0, 0, 1, 1, 2, 0, 4, 1 };
	double s[N * 4];
	uint8_t l[N * 4];
	size_t n = 0;

	for (size_t i = 0; i < N; i++)
		for (double c = 0; c < count[i]; c++, n++) {
			s[n] = score[i];
			l[n] = label[i];
		}
	CHECK_INT(n, 15);
	CHECK_NEAR(metric_auc(score, label, count, N),
	    metric_auc(s, l, NULL, n), TOL);
	CHECK_NEAR(metric_ap(score, label, count, N),
	    metric_ap(s, l, NULL, n), TOL);
}

static void
test_multi(void)
{
	/* roc_auc_score(y, P, multi_class='ovr') */
	CHECK_NEAR(metric_auc_multi(prob, class, NULL, N_MULTI, K),
	    0.6987654320987655, TOL);
	/* the mean over c of roc_auc_score(y == c, P[:, c]) */
	CHECK_NEAR(metric_auc_multi(prob, class, class_weight, N_MULTI, K),
	    0.6550781670903622, TOL);
	/* log_loss(y, P, eps=1e-15) */
	CHECK_NEAR(metric_log_loss_multi(prob, class, NULL, N_MULTI, K),
	    0.9339963382680209, TOL);
	CHECK_NEAR(metric_log_loss_multi(prob, class, class_weight, N_MULTI,
	    K), 0.9666797592010279, TOL);
	/* numpy.average(((P - eye(3)[y]) ** 2).sum(1), weights=) */
	CHECK_NEAR(metric_brier_multi(prob, class, NULL, N_MULTI, K), 0.62825,
	    TOL);
	CHECK_NEAR(metric_brier_multi(prob, class, class_weight, N_MULTI, K),
	    0.655, TOL);
	CHECK_NEAR(metric_ece_multi(prob, class, NULL, N_MULTI, K), 0.375,
	    TOL);
	CHECK_NEAR(metric_ece_multi(prob, class, class_weight, N_MULTI, K),
	    0.3601176470588236, TOL);
}

static void
test_regression(void)
{
	size_t n_zero = 0;

	/* mean_squared_error(t, p, squared=False) */
	CHECK_NEAR(metric_rmse(truth, pred, NULL, N_REAL), 0.856446145417212,
	    TOL);
	CHECK_NEAR(metric_rmse(truth, pred, row_weight, N_REAL),
	    0.7836790017461089, TOL);
	/* mean_absolute_error(t, p) */
	CHECK_NEAR(metric_mae(truth, pred, NULL, N_REAL), 0.694, TOL);
	CHECK_NEAR(metric_mae(truth, pred, row_weight, N_REAL),
	    0.6278968253968256, TOL);
	/* r2_score(t, p) */
	CHECK_NEAR(metric_r2(truth, pred, NULL, N_REAL), 0.9303198226725775,
	    TOL);
	CHECK_NEAR(metric_r2(truth, pred, row_weight, N_REAL),
	    0.9469225347324537, TOL);
	/* mean_absolute_percentage_error(t[t != 0], p[t != 0]) */
	CHECK_NEAR(metric_mape(truth, pred, NULL, N_REAL, &n_zero),
	    1.1367754732454904, TOL);
	CHECK_INT(n_zero, 2);
	CHECK_NEAR(metric_mape(truth, pred, row_weight, N_REAL, NULL),
	    1.0696316008811197, TOL);
}

static void
test_merge(void)
{
	struct error_sums a, b, none;

	error_sums_init(&a);
	error_sums_init(&b);
	error_sums_init(&none);
	error_sums_merge(&a, &none);
	error_sums_add(&a, truth, pred, row_weight, 6);
	error_sums_add(&b, truth + 6, pred + 6, row_weight + 6, N_REAL - 6);
	error_sums_merge(&a, &b);
	error_sums_merge(&none, &a);
	CHECK_NEAR(error_rmse(&none), 0.7836790017461089, TOL);
	CHECK_NEAR(error_r2(&none), 0.9469225347324537, TOL);
	CHECK_NEAR(error_mape(&none), 1.0696316008811197, TOL);
	CHECK_INT(none.n, N_REAL);
}

static void
test_edges(void)
{
	static const double s[4] = { 0.5, 0.5, 0.5, 0.5 }, none[4] = { 0 };
	static const double sure[2] = { 0, 1 };
	static const uint8_t mixed[4] = { 1, 0, 1, 0 };
	static const uint8_t ones[4] = { 1, 1, 1, 1 }, zeros[4] = { 0 };

	CHECK(isnan(metric_auc(NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_ap(NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_ece(NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_log_loss(NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_auc_multi(NULL, NULL, NULL, 0, 3)));
	CHECK(isnan(metric_rmse(NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_r2(s, s, NULL, 4)));
	CHECK(isnan(metric_mape(none, s, NULL, 4, NULL)));
	CHECK(isnan(metric_mae(s, none, none, 4)));
	CHECK(isnan(metric_auc(s, ones, NULL, 4)));
	CHECK(isnan(metric_auc(s, zeros, NULL, 4)));
	CHECK(isnan(metric_auc(s, mixed, none, 4)));
	CHECK(isnan(metric_ap(s, zeros, NULL, 4)));
	CHECK(isnan(metric_ece(s, mixed, none, 4)));
	CHECK_NEAR(metric_auc(s, mixed, NULL, 4), 0.5, 0);
	CHECK_NEAR(metric_ap(s, mixed, NULL, 4), 0.5, 0);
	CHECK_NEAR(metric_ap(s, ones, NULL, 4), 1, 0);
	CHECK_NEAR(metric_ece(s, ones, NULL, 1), 0.5, 0);
	/* -log(1e-15); 1 - 1e-15 rounds, so the other way is coarser */
	CHECK_NEAR(metric_log_loss(sure, mixed, NULL, 2), 34.538776394910684,
	    1e-3);
	CHECK_NEAR(metric_log_loss(sure, mixed, NULL, 1), 34.538776394910684,
	    TOL);
	CHECK_NEAR(metric_log_loss(sure, zeros, NULL, 1), 1e-15, 1e-17);
}

int
main(void)
{
	test_binary();
	test_presorted();
	test_counts();
	test_multi();
	test_regression();
	test_merge();
	test_edges();
	return (check_done());
}
