/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Growing one tree, leaf by leaf: always the split that gains most next
 * (Shi 2007, "Best-first Decision Tree Learning").
 *
 * The rows of a leaf are a range of rows, in ascending order; a leaf's value
 * is -G / (H + l2).
 */
#ifndef GBDT_GROW_H
#define GBDT_GROW_H

#include "gbdt_hist.h"
#include "gbdt_split.h"

struct gbdt_grow_options {
	struct gbdt_limits limits;
	uint32_t leaves;
	uint32_t depth;		/* 0: no limit */
};

/* What a tree is grown on. */
struct gbdt_grow_input {
	const int64_t *packed;	/* of all rows of the matrix */
	struct gbdt_scale scale;
	const uint8_t *allowed;	/* features that may be split on */
};

struct gbdt_grower;

/* Everything given has to outlive it. */
struct gbdt_grower *gbdt_grower_new(const struct gbdt_grow_options *,
    const struct gbdt_matrix *, struct threads *, int n_workers);
void gbdt_grower_free(struct gbdt_grower *);

/* The rows to grow on: room for all of the matrix, to be filled by the caller
   before each tree; growing puts them in the order of leaves. */
uint32_t *gbdt_grower_rows(struct gbdt_grower *);

/* Grow a tree on the first n > 0 of the rows. gains[j] is added what feature
   j gained. */
void gbdt_grow(struct gbdt_grower *, const struct gbdt_grow_input *,
    size_t n, double *gains, struct gbdt_tree *out);

/* Of the tree grown last: where the rows of a leaf are. */
const uint32_t *gbdt_leaf_rows(const struct gbdt_grower *, uint32_t leaf,
    size_t *n);

#endif
