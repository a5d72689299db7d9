/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boosting: rounds of trees, each fitted to the gradients of the loss at
 * the sum of those before it (Friedman 2001).
 */
#ifndef GBDT_BOOST_H
#define GBDT_BOOST_H

#include "dataset.h"
#include "gbdt_loss.h"
#include "tree_grow.h"

struct gbdt_boost_options {
	struct tree_grow_options grow;
	size_t rounds;
	double rate;		/* what leaves are multiplied by */
	double subsample;	/* share of rows for each round */
	double colsample;	/* share of features for each tree */
	size_t early_stop;	/* rounds without a better validation loss;
				   0: none */
	const struct trees *from;	/* to go on from, or NULL */
	json_t *of;		/* what is trained, for checkpoints, which it
				   has where the data set has them */
};

/*
 * Add trees to g, whose features have their bins.  With validation rows and
 * early_stop the trees after the best round are taken away again.  The trees
 * gone on from are not among them (see gbdt_from_join).
 */
int gbdt_boost(const struct dataset *, const struct gbdt_boost_options *,
    const struct gbdt_objective *, struct trees *g, struct diag *)
    MUST_CHECK;

#endif
