/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Growing the trees of a forest on bins (Breiman 2001, "Random Forests"): each
 * on rows drawn with replacement, each split the best of some features drawn
 * for it.  With one output (a number, or 1 and 0 for two classes) a split is
 * the one that lowers the sum of squares most, which for two classes is Gini's
 * index; with an output a class it is Gini's index over all.
 *
 * A split of an extra tree is at a border drawn between the least and the
 * largest value of the node (Geurts, Ernst and Wehenkel 2006, "Extremely
 * Randomized Trees"), the best of those of the features drawn.
 *
 * A tree follows from the seed and its number, so forests are the same for any
 * number of threads.
 */
#ifndef FOREST_GROW_H
#define FOREST_GROW_H

#include "bin_matrix.h"

struct forest_options {
	size_t n_trees;
	size_t n_tried;		/* features drawn for each split; more until
				   one has two bins in the node */
	size_t min_leaf;	/* distinct rows */
	uint32_t depth;		/* 0: no limit */
	bool is_extra;
	bool draws_rows;	/* with replacement; else each tree has all */
};

/*
 * Fill g, whose features have their bins: for each tree one of each group,
 * with the same nodes, the divisor that makes the sums means, and what the
 * features gained.  oob_score: where rows are drawn, by the mean of the trees
 * that left a row out, the share of right classes, or R squared.
 */
int forest_grow(const struct dataset *, const struct forest_options *,
    struct trees *g, struct diag *) MUST_CHECK;

#endif
