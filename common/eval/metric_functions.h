/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions that the rows of metric_list.c name; see metric.h. */
#ifndef METRIC_FUNCTIONS_H
#define METRIC_FUNCTIONS_H

#include "metric.h"

typedef double metric_value_fn(const struct metric *, const struct sample *);
typedef double metric_loss_fn(const struct metric *, const struct scored *,
    size_t row);
typedef bool metric_among_fn(const struct metric *, const struct scored *,
    size_t row);

/* Of scores (metric_scores.c). */
metric_value_fn auc_value, gini_value, ap_value, ks_value, lift_value,
    gain_value, ece_value, topk_value, brier_skill_value,
    logloss_skill_value;
metric_loss_fn logloss_loss, brier_loss;

/* Of the confusion matrix (metric_counts.c). */
metric_value_fn accuracy_value, rate_value, balanced_value, gmean_value,
    kappa_value, mcc_value, cost_value, threshold_value;
metric_among_fn is_any_row, is_true, is_not_true, is_predicted,
    is_not_predicted, is_true_or_predicted;

/* Of intervals and sets (metric_ranges.c). */
metric_value_fn coverage_value;
metric_loss_fn width_loss, winkler_loss, set_size_loss;

/* Of a regression (metric_errors.c). */
metric_value_fn rmse_value, mae_value, r2_value, explained_value, mape_value,
    rmsle_value, median_value, largest_value, mase_value, deviance_value,
    d2_deviance_value, d2_pinball_value;
metric_loss_fn squared_loss, absolute_loss, relative_loss, symmetric_loss,
    logarithm_loss, deviance_loss, pinball_loss;

#endif
