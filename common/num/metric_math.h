/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The arithmetic of metrics: pure functions, on arrays or on one row.
 *
 * Common to all: `weight` may be NULL (every row counts 1); weights are not
 * negative; rows of weight 0 have no influence.  Inputs hold no NaN: the
 * caller leaves such rows out and says so.  A metric that is not defined (no
 * rows, all weights zero, one class only where two are needed) is NaN.
 * Nothing here can fail.
 *
 * Binary labels are bytes, 1 for the positive class and 0 for the other.
 * Classes are indexes 0 .. k-1.
 */
#ifndef METRIC_MATH_H
#define METRIC_MATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define METRIC_ECE_BINS 10

/* The arguments of a metric of a ranking as one. */
struct metric_ranked {
	const uint32_t *order;
	const double *score;
	const uint8_t *label;
	const double *weight;
	size_t n;
};

/*
 * Metrics of a ranking take the rows in ascending order of score: order is
 * that of sort_order(score, n), or NULL if the arrays are in that order
 * already (fastest: gather once, then call with new weights, such as counts of
 * a bootstrap sample).
 */

/*
 * Area under the ROC curve: the chance that a positive scores higher than a
 * negative, a tie counting one half (Hanley and McNeil 1982).
 */
double metric_auc(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n);

/*
 * Average precision: the sum over distinct scores, highest first, of
 * (recall gained) * precision.  Step-wise; equal scores are one step.
 */
double metric_ap(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n);

/* The greatest distance between the distributions of the scores of the two
   labels (Kolmogorov and Smirnov's statistic). */
double metric_ks(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n);

/*
 * The share of the positives that is among the `share` of the weight with the
 * highest scores (a point of the gain curve); of equal scores, of which only a
 * part belongs there, each row does so by that part.
 */
double metric_gain(const struct metric_ranked *, double share);

/*
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015) of arrays in
 * ascending order of score: the mean over METRIC_ECE_BINS bins, by weight, of
 * |share of positives - mean score|.  The bins have equal counts: their edges
 * are the type-7 quantiles 0.1 .. 0.9 of the scores (of all rows, whatever
 * their weight), each bin closed on the right, so equal scores share a bin.
 * For many classes give the confidence in the predicted class as the score and
 * whether it was right as the label.
 */
double metric_ece(const double *score, const uint8_t *label,
    const double *weight, size_t n);

/*
 * Losses of one row, of which the metric is the weighted mean.  prob is the
 * probability of the positive class, or k of them, one a class.
 */

/* -log(probability of the truth), which is taken as at least 1e-15. */
double metric_log_loss(double prob, bool positive);
double metric_log_loss_multi(const double *prob, uint32_t class);

/*
 * Squared difference of probability and truth; for many classes its sum over
 * the classes (Brier 1950), which for two classes is twice the former.
 */
double metric_brier(double prob, bool positive);
double metric_brier_multi(const double *prob, uint32_t class, size_t k);

/*
 * Half the deviance of Tweedie's distributions is what their logarithmic
 * likelihood lacks of the best one (Jorgensen 1987): power 0 is the squared
 * error, 1 Poisson's, 2 gamma's, 3 that of the inverse Gaussian.  NaN where
 * truth or mean are outside what the power allows, or it is in (0, 1).
 */
double metric_deviance(double truth, double mean, double power);

/* The loss whose mean is least at the q-quantile (Koenker and Bassett 1978). */
double metric_pinball(double truth, double value, double q);

/* Errors of a regression. */
struct error_sums {
	double weight;		/* total */
	double squared;		/* of w * (truth - pred)^2 */
	double absolute;	/* of w * |truth - pred| */
	double mean, m2;	/* weighted moments of the truth */
	double mean_error, m2_error;	/* and of truth - pred */
	double relative;	/* of w * |truth - pred| / |truth| */
	double weight_relative;	/* total over rows whose truth is not 0 */
};

void error_sums_init(struct error_sums *);
void error_sums_add(struct error_sums *, const double *truth,
    const double *pred, const double *weight, size_t n);

double error_rmse(const struct error_sums *);
double error_mae(const struct error_sums *);
/* 1 - squared error / squared deviation; NaN if the truth is constant. */
double error_r2(const struct error_sums *);
/* 1 - variance of the errors / that of the truth: r2 but for the bias. */
double error_explained(const struct error_sums *);
/* A fraction, not per cent; rows whose truth is 0 are left out. */
double error_mape(const struct error_sums *);

#endif
