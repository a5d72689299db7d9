/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * More time for a better model: the parameters of gbdt by a search whose cost
 * is about `budget` trainings with the defaults.
 *
 * Settings are drawn at random and halved by turns (Jamieson and Talwalkar
 * 2016, "Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization"): all are trained without the first of the folds of
 * cross_fit.h, the half with the least loss on it without the second too, and
 * so on; the one with the least mean loss of the last is taken.  The defaults
 * are one of them and stay to the end, so that another is taken only where it
 * is better on as many folds.
 *
 * The draws follow the seed; trainings are the same for any number of threads.
 */
#ifndef GBDT_SEARCH_H
#define GBDT_SEARCH_H

#include "dataset.h"

/* Give the model the parameters that the search found, but for those that are
   not at their defaults; budget 1: nothing is done. */
int gbdt_search(const struct dataset *, struct model *, struct diag *)
    MUST_CHECK;

#endif
