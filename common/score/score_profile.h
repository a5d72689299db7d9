/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The distribution of a model's score on rows it was not fitted to, and its
 * calibration: what later scores are compared with when there are no labels.
 *
 * "score": {"rows":n,"source":"valid"|"cross-fitted","quantiles":[101],
 *           "mean":m,"sd":s,
 *           "calibration":[{"n","score","rate"}...10 equal-count bins],
 *           "auc","logloss"}
 * in the profile; for several classes one such object a class in "scores"
 * by name, without the metrics; for regression the score is the prediction and
 * there is no calibration but "rmse", and without a target neither; the score
 * of a cluster is the distance to it.
 */
#ifndef SCORE_PROFILE_H
#define SCORE_PROFILE_H

#include "held_scores.h"

/* Nothing where there are no rows. */
void score_profile_add(json_t *profile, const struct model *,
    const struct held_scores *);

#endif
