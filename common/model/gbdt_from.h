/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going on from a model: new trees start from the sums of its trees, and stand
 * behind them in the model that is made.
 *
 * The new rows have bins of their own, as the old trees are thresholds and sets
 * of texts.  Features of both are one where they are the same: a number, a
 * place, a category, whose levels are then those of the old model and after
 * them the new ones (a new level went with the other texts in the old trees,
 * and still does).  Target statistics stay those of their rows: a feature each.
 *
 * Draws are numbered on, so that on the same rows, where no category has a
 * target statistic, 50 rounds and 50 more are the 100 that they would have
 * been at once.
 */
#ifndef GBDT_FROM_H
#define GBDT_FROM_H

#include "dataset.h"
#include "trees.h"

/* Can the trees of m->from be gone on from with the parameters of m? With
   refit, those that the old leaves were made by are taken over. */
int gbdt_from_check(struct model *m, struct diag *) MUST_CHECK;

/* The sums of the trees: train (n_groups, n_train), valid (n_groups,
   n_valid). */
int gbdt_from_scores(const struct trees *, const struct dataset *,
    double *train, double *valid, struct diag *) MUST_CHECK;

/* The gains that features of g have in the old model; 0 of new ones. */
void gbdt_from_gains(const struct trees *old, const struct trees *g,
    double *gains);

/* Put copies of the old trees before those of g, whose gains go on from those
   of the old. */
void gbdt_from_join(const struct trees *old, struct trees *g);

#endif
