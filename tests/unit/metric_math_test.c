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
#include "scored_rows.h"

#define K 3
#define N_REAL 15
#define TOL 1e-13

static const double prob[] = {
	0.26, 0.27, 0.47, 0.08, 0.51, 0.41, 0.51, 0.48, 0.01, 0.5, 0.04,
	0.46, 0.04, 0.7, 0.26, 0.56, 0.32, 0.12, 0.5, 0.4, 0.1, 0.62, 0.27,
	0.11, 0.37, 0.57, 0.06, 0.44, 0.28, 0.28, 0.01, 0.73, 0.26, 0.35,
	0.32, 0.33,
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

typedef double rank_metric(const uint32_t *, const double *, const uint8_t *,
    const double *, size_t);

/* The binary arrays in ascending order of score. */
static double sorted_score[N], sorted_weight[N];
static uint8_t sorted_label[N];

static void
sort_rows(void)
{
	uint32_t order[N];

	sort_order(score, N, order);
	for (size_t i = 0; i < N; i++) {
		sorted_score[i] = score[order[i]];
		sorted_label[i] = label[order[i]];
		sorted_weight[i] = weight[order[i]];
	}
}

/* Rows in any order, at most 4 N. */
static double
rank_and_call(rank_metric *metric, const double *s, const uint8_t *l,
    const double *w, size_t n)
{
	uint32_t order[4 * N];

	sort_order(s, n, order);
	return (metric(order, s, l, w, n));
}

static void
test_ranking(void)
{
	/* roc_auc_score(y, s) */
	CHECK_NEAR(rank_and_call(metric_auc, score, label, NULL, N),
	    0.6533333333333334, TOL);
	CHECK_NEAR(rank_and_call(metric_auc, score, label, weight, N),
	    0.694681861348528, TOL);
	CHECK_NEAR(metric_auc(NULL, sorted_score, sorted_label, sorted_weight,
	    N), 0.694681861348528, TOL);
	/* average_precision_score(y, s) */
	CHECK_NEAR(rank_and_call(metric_ap, score, label, NULL, N),
	    0.7013222871994802, TOL);
	CHECK_NEAR(rank_and_call(metric_ap, score, label, weight, N),
	    0.7265384463231189, TOL);
	CHECK_NEAR(metric_ap(NULL, sorted_score, sorted_label, sorted_weight,
	    N), 0.7265384463231189, TOL);
	CHECK_NEAR(metric_ece(sorted_score, sorted_label, NULL, N),
	    0.20939999999999998, TOL);
	CHECK_NEAR(metric_ece(sorted_score, sorted_label, sorted_weight, N),
	    0.22374666666666662, TOL);
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
	CHECK_NEAR(rank_and_call(metric_auc, score, label, count, N),
	    rank_and_call(metric_auc, s, l, NULL, n), TOL);
	CHECK_NEAR(rank_and_call(metric_ap, score, label, count, N),
	    rank_and_call(metric_ap, s, l, NULL, n), TOL);
}

/* Each class against the rest: the mean of an AUC. */
static double
auc_of_classes(const double *w)
{
	double s[N_MULTI], sum = 0;
	uint8_t l[N_MULTI];

	for (size_t c = 0; c < K; c++) {
		for (size_t i = 0; i < N_MULTI; i++) {
			s[i] = prob[i * K + c];
			l[i] = class[i] == c;
		}
		sum += rank_and_call(metric_auc, s, l, w, N_MULTI);
	}
	return (sum / K);
}

static void
test_one_against_rest(void)
{
	/* roc_auc_score(y, P, multi_class='ovr') */
	CHECK_NEAR(auc_of_classes(NULL), 0.6987654320987655, TOL);
	/* the mean over c of roc_auc_score(y == c, P[:, c]) */
	CHECK_NEAR(auc_of_classes(class_weight), 0.6550781670903622, TOL);
}

static double
mean_of(const double *loss, const double *w, size_t n)
{
	double sum = 0, total = 0;

	for (size_t i = 0; i < n; i++) {
		sum += loss[i] * (w != NULL ? w[i] : 1);
		total += w != NULL ? w[i] : 1;
	}
	return (sum / total);
}

static void
test_losses(void)
{
	double log_loss[N], brier[N];

	for (size_t i = 0; i < N; i++) {
		log_loss[i] = metric_log_loss(score[i], label[i]);
		brier[i] = metric_brier(score[i], label[i]);
	}
	/* log_loss(y, s, eps=1e-15) */
	CHECK_NEAR(mean_of(log_loss, NULL, N), 0.6647693746589304, TOL);
	CHECK_NEAR(mean_of(log_loss, weight, N), 0.6358641234369573, TOL);
	/* brier_score_loss(y, s) */
	CHECK_NEAR(mean_of(brier, NULL, N), 0.23246046666666667, TOL);
	CHECK_NEAR(mean_of(brier, weight, N), 0.22216629333333332, TOL);
	/* -log(1e-15), on both sides */
	CHECK_NEAR(metric_log_loss(1, false), 34.538776394910684, TOL);
	CHECK_NEAR(metric_log_loss(0, true), 34.538776394910684, TOL);
	CHECK_NEAR(metric_log_loss(0, false), 0, 0);
}

static void
test_losses_multi(void)
{
	double log_loss[N_MULTI], brier[N_MULTI];

	for (size_t i = 0; i < N_MULTI; i++) {
		log_loss[i] = metric_log_loss_multi(prob + i * K, class[i]);
		brier[i] = metric_brier_multi(prob + i * K, class[i], K);
	}
	/* log_loss(y, P, eps=1e-15) */
	CHECK_NEAR(mean_of(log_loss, NULL, N_MULTI), 0.9339963382680209, TOL);
	CHECK_NEAR(mean_of(log_loss, class_weight, N_MULTI),
	    0.9666797592010279, TOL);
	/* numpy.average(((P - eye(3)[y]) ** 2).sum(1), weights=) */
	CHECK_NEAR(mean_of(brier, NULL, N_MULTI), 0.62825, TOL);
	CHECK_NEAR(mean_of(brier, class_weight, N_MULTI), 0.655, TOL);
}

static struct error_sums
sum_errors(const double *t, const double *p, const double *w, size_t n)
{
	struct error_sums s;

	error_sums_init(&s);
	error_sums_add(&s, t, p, w, n);
	return (s);
}

static void
test_regression(void)
{
	struct error_sums s = sum_errors(truth, pred, NULL, N_REAL);
	struct error_sums w = sum_errors(truth, pred, row_weight, N_REAL);

	/* mean_squared_error(t, p, squared=False) */
	CHECK_NEAR(error_rmse(&s), 0.856446145417212, TOL);
	CHECK_NEAR(error_rmse(&w), 0.7836790017461089, TOL);
	/* mean_absolute_error(t, p) */
	CHECK_NEAR(error_mae(&s), 0.694, TOL);
	CHECK_NEAR(error_mae(&w), 0.6278968253968256, TOL);
	/* r2_score(t, p) */
	CHECK_NEAR(error_r2(&s), 0.9303198226725775, TOL);
	CHECK_NEAR(error_r2(&w), 0.9469225347324537, TOL);
	/* mean_absolute_percentage_error(t[t != 0], p[t != 0]) */
	CHECK_NEAR(error_mape(&s), 1.1367754732454904, TOL);
	CHECK_NEAR(error_mape(&w), 1.0696316008811197, TOL);
}

static void
test_edges(void)
{
	static const double s[4] = { 0.5, 0.5, 0.5, 0.5 }, none[4] = { 0 };
	static const uint8_t mixed[4] = { 1, 0, 1, 0 };
	static const uint8_t ones[4] = { 1, 1, 1, 1 }, zeros[4] = { 0 };
	struct error_sums e = sum_errors(NULL, NULL, NULL, 0);

	CHECK(isnan(error_rmse(&e)));
	e = sum_errors(s, s, NULL, 4);
	CHECK(isnan(error_r2(&e)));
	e = sum_errors(none, s, NULL, 4);
	CHECK(isnan(error_mape(&e)));
	e = sum_errors(s, none, none, 4);
	CHECK(isnan(error_mae(&e)));
	CHECK(isnan(metric_auc(NULL, NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_ap(NULL, NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_ece(NULL, NULL, NULL, 0)));
	CHECK(isnan(metric_auc(NULL, s, ones, NULL, 4)));
	CHECK(isnan(metric_auc(NULL, s, zeros, NULL, 4)));
	CHECK(isnan(metric_auc(NULL, s, mixed, none, 4)));
	CHECK(isnan(metric_ap(NULL, s, zeros, NULL, 4)));
	CHECK(isnan(metric_ece(s, mixed, none, 4)));
	CHECK_NEAR(metric_auc(NULL, s, mixed, NULL, 4), 0.5, 0);
	CHECK_NEAR(metric_ap(NULL, s, mixed, NULL, 4), 0.5, 0);
	CHECK_NEAR(metric_ap(NULL, s, ones, NULL, 4), 1, 0);
	CHECK_NEAR(metric_ece(s, ones, NULL, 1), 0.5, 0);
}

int
main(void)
{
	sort_rows();
	test_ranking();
	test_counts();
	test_one_against_rest();
	test_losses();
	test_losses_multi();
	test_regression();
	test_edges();
	return (check_done());
}
