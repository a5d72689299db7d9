/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The distribution of a model's score on rows it was not fitted to, and its
 * calibration: what later scores are compared with when there are no labels.
 *
 * Taken on the validation rows; where there are none, on training rows by
 * cross-fitting at most SCORE_ROWS of them in two folds, or in ten where they
 * are few: models of all folds but one score that one.  Test rows are never
 * looked at.
 *
 * "score": {"rows":n,"source":"valid"|"cross-fitted","quantiles":[101],
 *           "mean":m,"sd":s,
 *           "calibration":[{"n","score","rate"}...10 equal-count bins],
 *           "auc","logloss"}
 * in the profile; for several classes one such object a class in "scores"
 * by name, without the metrics; for regression the score is the prediction and
 * there is no calibration but "rmse".
 */
#ifndef SCORE_PROFILE_H
#define SCORE_PROFILE_H

#include "dataset.h"
#include "predictor.h"

#define SCORE_ROWS 20000

int score_profile_add(json_t *profile, const struct predictor *,
    const struct dataset *, struct diag *) MUST_CHECK;

#endif
