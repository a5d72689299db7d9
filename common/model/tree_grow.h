/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Growing one tree, leaf by leaf: always the split that gains most next
 * (Shi 2007, "Best-first Decision Tree Learning").
 *
 * The rows of a leaf are a range of rows, in ascending order; a leaf's value
 * is -G / (H + l2).
 */
#ifndef TREE_GROW_H
#define TREE_GROW_H

#include "bin_hist.h"
#include "tree_split.h"

struct tree_grow_options {
	struct tree_limits limits;
	uint32_t leaves;
	uint32_t depth;		/* 0: no limit */
	/* By column of the batch, or NULL: 1 where the value has to rise with
	   the column, -1 where it has to fall; and numbers of which those of
	   the splits above a leaf are all the same. */
	const double *directions, *groups;
	const double *weights;	/* what gains of splits on a column are
				   multiplied by, or NULL: 1 */
};

/* What a tree is grown on. */
struct tree_grow_input {
	const int64_t *packed;	/* of all rows of the matrix */
	struct bin_scale scale;
	const uint8_t *allowed;	/* features that may be split on */
};

struct tree_grower;

/* Everything given has to outlive it. */
struct tree_grower *tree_grower_new(const struct tree_grow_options *,
    const struct bin_matrix *, struct crew *);
void tree_grower_free(struct tree_grower *);

/* The rows to grow on: room for all of the matrix, to be filled by the caller
   before each tree; growing puts them in the order of leaves. */
uint32_t *tree_grower_rows(struct tree_grower *);

/* Grow a tree on the first n > 0 of the rows. gains[j] is added what feature
   j gained. The covers of leaves are their rows. */
void tree_grow(struct tree_grower *, const struct tree_grow_input *,
    size_t n, double *gains, struct tree *out);

/* Of the tree grown last: where the rows of a leaf are. */
const uint32_t *tree_leaf_rows(const struct tree_grower *, uint32_t leaf,
    size_t *n);

/* The nearest value that the leaf may have (directions). */
double tree_leaf_bounded(const struct tree_grower *, uint32_t leaf, double);

/* The leaf of a binned row in a tree that was grown, not loaded. */
uint32_t tree_leaf_of_bins(const struct bin_matrix *, size_t row,
    const struct tree *);

#endif
