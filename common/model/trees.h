/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees and their sums: what is trained, saved and predicted with.
 *
 * A row becomes one double a feature (trees_values): a number, or NaN where it
 * is missing (a place of a sparse column never is: it is 0 where nothing
 * stands); for a category the number of its bin: 0 missing, 1 .. n levels, n +
 * 1 any other text.  Numbers go left if they are at most the threshold,
 * missing ones where the node says; categories go left if their bin is in the
 * node's set.  So every row reaches a leaf of every tree.
 */
#ifndef TREES_H
#define TREES_H

#include "batch.h"
#include "dict.h"
#include "str.h"

struct tree_feature {
	bool is_category;
	bool is_sparse;		/* a place of a sparse column */
	bool zero_is_missing;	/* and so is what is at most 1e-35 */
	uint32_t col;		/* of the batch */
	uint32_t element;	/* of a vector, the place, else 0 */
	struct dict levels;	/* category: bin less 1 */
	double *means;		/* not NULL: a number that stands for a text,
				   that of its bin; see level_means.h */
	double *folded;		/* the same for rows of each fold; NULL unless
				   in training */
	double *thresholds;	/* ascending; NULL unless in training */
	uint32_t n_thresholds;
	double gain;		/* of all splits on it: its importance */
};

struct tree_node {
	double threshold;
	int32_t left, right;	/* a later node, or ~leaf */
	uint32_t feature;
	uint32_t bin;		/* number: the last bin on the left; only
				   in training */
	uint32_t set;		/* category: its first word in sets */
	bool is_category;
	bool missing_left;	/* numbers only */
};

struct tree {
	uint32_t n_leaves;
	struct tree_node *nodes;	/* n_leaves - 1 */
	double *leaves;
	double *covers;		/* of each leaf: the weight of the training
				   rows in it, 1 each without weights; NULL:
				   not known */
	uint32_t *sets;		/* bit b of a set: bin b goes left */
	size_t n_words, sets_cap;
};

/* What becomes of the sum of the trees. */
enum tree_link {
	TREE_IDENTITY,
	TREE_EXP,
	TREE_LOGISTIC,
	TREE_SOFTMAX,
	TREE_SIGMOID,		/* 1 / (1 + e^(-steepness s)) of each output
				   by itself */
	TREE_EXP2,		/* 2^s */
	N_TREE_LINKS
};

struct trees {
	struct tree_feature *features;	/* places last, by column and place */
	size_t n_features;
	size_t n_groups;	/* trees a round: classes, else 1 */
	double *base;		/* n_groups: what the sums start from */
	enum tree_link link;
	/* Of models that other programs trained, so that they give the same
	   numbers: sums and the link in single precision; what a sum is divided
	   by (1 of boosted trees); and TREE_SIGMOID's steepness. */
	bool is_single;
	double divisor, steepness;
	double oob_score;	/* of a forest in training, by the rows that
				   trees left out; NaN: none */
	double held_loss;	/* of the rows held out in training, at the best
				   round (not saved) */
	struct tree *trees;	/* tree t is of group t % n_groups */
	size_t n_trees, cap;
	struct trees_ready *ready;	/* for trees_predict: trees that were
					   predicted with stay as they are */
};

struct trees *trees_new(void);
void trees_free(struct trees *);
void tree_release(struct tree *);

/* Take away places and means that no tree splits on: a row is searched for
   those that are there. */
void trees_drop_idle(struct trees *);

/* Words of a set of a feature's bins. */
uint32_t tree_set_words(const struct tree_feature *);

static inline bool
tree_set_has(const uint32_t *set, uint32_t bin)
{
	return (set[bin / 32] >> bin % 32 & 1);
}

/* Does a row with the value x of the node's feature go left? */
static inline bool
tree_goes_left(const struct tree *t, const struct tree_node *node, double x)
{
	if (node->is_category)
		return (tree_set_has(t->sets + node->set, (uint32_t)x));
	return ((x <= node->threshold) | ((x != x) & node->missing_left));
}

/* Row i of the feature's column: the bin of a category, a number. */
uint32_t tree_level_bin(const struct tree_feature *, const struct column *,
    size_t i);
double tree_number(const struct tree_feature *, const struct column *,
    size_t i);

/* Of the features from first to n - 1, which are places, the one of this
   column and place; n if there is none. */
size_t tree_find_place(const struct tree_feature *, size_t first, size_t n,
    uint32_t col, uint32_t place);

/* Add to n_unknown, by column of the batch, its texts that are no levels. */
void trees_count_unknown(const struct trees *, const struct batch *,
    uint64_t *n_unknown);

/* Rows first .. first + n - 1 as (n, n_features) doubles. */
void trees_values(const struct trees *, const struct batch *,
    size_t first, size_t n, double *out);

/* The same as columns: (n_features, stride), stride >= n. */
void trees_columns(const struct trees *, const struct batch *, size_t first,
    size_t n, size_t stride, double *out);

/* The link on sums of n rows (n, n_groups), in place. */
void trees_link(const struct trees *, double *sums, size_t n);

/* Predictions of a batch: (n_rows, n_groups), with the link applied. */
void trees_predict(const struct trees *, const struct batch *,
    double *out);

#endif
