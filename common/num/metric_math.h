/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The arithmetic of metrics: pure functions on arrays, so that a learner can
 * stop early on a metric and an evaluation can slice it.
 *
 * Common to all: `weight` may be NULL (every row counts 1); weights are not
 * negative; rows of weight 0 have no influence.  Inputs hold no NaN: the
 * caller leaves such rows out and says so.  A metric that is not defined (no
 * rows, all weights zero, one class only where two are needed) is NaN.
 * Nothing here can fail.
 *
 * Binary labels are bytes, 1 for the positive class and 0 for the other.
 * Class labels are indexes 0 .. k-1.  Tables of probabilities are row-major
 * with one row a case and one column a class: (n, k).
 */
#ifndef METRIC_MATH_H
#define METRIC_MATH_H

#include <stddef.h>
#include <stdint.h>

#define METRIC_ECE_BINS 10

/*
 * Area under the ROC curve: the chance that a positive scores higher than a
 * negative, a tie counting one half (Hanley and McNeil 1982).
 */
double metric_auc(const double *score, const uint8_t *label,
    const double *weight, size_t n);

/*
 * Average precision: the sum over distinct scores, highest first, of
 * (recall gained) * precision.  Step-wise; equal scores are one step.
 */
double metric_ap(const double *score, const uint8_t *label,
    const double *weight, size_t n);

/*
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean
 * over METRIC_ECE_BINS bins, by weight, of |share of positives - mean score|.
 * The bins have equal counts: their edges are the type-7 quantiles 0.1 .. 0.9
 * of the scores (of all rows, whatever their weight), each bin closed on the
 * right, so equal scores share a bin.  For many classes give the confidence in
 * the predicted class as the score and whether it was right as the label, or
 * call metric_ece_multi.
 */
double metric_ece(const double *score, const uint8_t *label,
    const double *weight, size_t n);

/*
 * The same three without the sorting, for resampling: order is that of
 * sort_order(score, n), or NULL if all the arrays are in ascending order of
 * score already (fastest: gather once, then call with new weights, such as
 * counts of a bootstrap sample).
 */
double metric_auc_presorted(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n);
double metric_ap_presorted(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n);
double metric_ece_presorted(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n);

/*
 * One class against the rest, the plain mean of metric_auc over the classes.
 * A class that has no rows, or all of them, is left out of the mean.
 */
double metric_auc_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k);

/* metric_ece of the highest probability of each row; the first of equals. */
double metric_ece_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k);

/* Mean of -log(probability of the truth), clipped to [1e-15, 1 - 1e-15]. */
double metric_log_loss(const double *prob, const uint8_t *label,
    const double *weight, size_t n);
double metric_log_loss_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k);

/*
 * Mean squared difference of probability and truth; for many classes its sum
 * over the classes (Brier 1950), which for two classes is twice the former.
 */
double metric_brier(const double *prob, const uint8_t *label,
    const double *weight, size_t n);
double metric_brier_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k);

/*
 * Errors of a regression, gathered block by block.  Add blocks of fixed size
 * to states of their own and merge them in block order for equal bytes with
 * any number of threads.
 */
struct error_sums {
	double weight;		/* total */
	double squared;		/* of w * (truth - pred)^2 */
	double absolute;	/* of w * |truth - pred| */
	double mean, m2;	/* weighted moments of the truth */
	double relative;	/* of w * |truth - pred| / |truth| */
	double weight_relative;	/* total over rows whose truth is not 0 */
	size_t n;		/* rows of weight > 0 */
	size_t n_zero;		/* those of them whose truth is 0 */
};

void error_sums_init(struct error_sums *);
void error_sums_add(struct error_sums *, const double *truth,
    const double *pred, const double *weight, size_t n);
void error_sums_merge(struct error_sums *, const struct error_sums *);

double error_rmse(const struct error_sums *);
double error_mae(const struct error_sums *);
/* 1 - squared error / squared deviation; NaN if the truth is constant. */
double error_r2(const struct error_sums *);
/* A fraction, not per cent; rows whose truth is 0 (n_zero) are left out. */
double error_mape(const struct error_sums *);

/* The same in one call; *n_zero (may be NULL) as above. */
double metric_rmse(const double *truth, const double *pred,
    const double *weight, size_t n);
double metric_mae(const double *truth, const double *pred,
    const double *weight, size_t n);
double metric_r2(const double *truth, const double *pred,
    const double *weight, size_t n);
double metric_mape(const double *truth, const double *pred,
    const double *weight, size_t n, size_t *n_zero);

#endif
