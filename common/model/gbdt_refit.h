/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leaves fitted anew: the trees of a model keep their splits, and their leaves
 * move to what other rows say.
 *
 * Round by round, with G and H the sums of gradients and hessians of a leaf's
 * rows at the scores that the trees before have by now, a value v becomes
 *
 *	decay v + (1 - decay) rate -G / (H + l2)
 *
 * (G drawn towards 0 by l1), where the loss has leaves of its own (medians,
 * quantiles) rate times those in place of the quotient.  It is what LightGBM's
 * Booster.refit does with decay_rate (FitByExistingTree), but for leaves that
 * no row is in: here they stay what they were, there they become decay v.  The
 * score that the sums start from stays.
 */
#ifndef GBDT_REFIT_H
#define GBDT_REFIT_H

#include "dataset.h"
#include "gbdt_loss.h"
#include "trees.h"

struct gbdt_refit_options {
	double decay;
	double rate, l1, l2;
};

/* Fit the leaves of the trees to the training rows. */
int gbdt_refit(const struct dataset *, const struct gbdt_refit_options *,
    const struct gbdt_objective *, struct trees *, struct diag *)
    MUST_CHECK;

#endif
