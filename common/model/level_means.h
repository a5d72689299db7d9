/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Target statistics: of a category with more levels than sets of them can be
 * told apart by, each level as a number, so that trees split on it as on any
 * other.  The number is the mean target of the level's training rows (of
 * several classes: the share of each, a feature a class), drawn towards the
 * mean of all:
 *
 *	(n mean + m all) / (n + m),  m = v / w
 *
 * with v the variance within levels and w that between them, both estimated
 * from the rows (Buhlmann 1967, "Experience rating and credibility").  Where
 * most levels have one row, those are taken together, with the levels that
 * training never saw.
 *
 * A training row gets the number that the other four folds have for its level,
 * or the trees would read its own target in it (as in Prokhorenkova et al.
 * 2018, "CatBoost: unbiased boosting with categorical features").
 */
#ifndef LEVEL_MEANS_H
#define LEVEL_MEANS_H

#include "dataset.h"
#include "trees.h"

/*
 * Add features with means, their folds and thresholds to those categories of g
 * that want them: more than 254 levels, or more than a tenth of the rows in
 * levels too rare for sets.  sample: a bin_sample fit of g's features.
 */
int level_means_add(const struct dataset *, const void *sample,
    uint32_t max_bins, struct trees *g, struct diag *) MUST_CHECK;

/* The number of a training row, the batch's i-th and row `row' of the table. */
double level_mean_of_row(const struct tree_feature *, const struct column *,
    size_t i, uint64_t seed, uint64_t row);

#endif
