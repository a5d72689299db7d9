/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boosted trees: what `gbdt` trains, predicts with, saves and loads.
 *
 * A row becomes one double a feature (gbdt_values): a number, or NaN where it
 * is missing; for a category the number of its bin: 0 missing, 1 .. n levels,
 * n + 1 any other text.  Numbers go left if they are at most the threshold,
 * missing ones where the node says; categories go left if their bin is in the
 * node's set.  So every row has a way through every tree.
 */
#ifndef GBDT_TREES_H
#define GBDT_TREES_H

#include "batch.h"
#include "dict.h"
#include "str.h"

struct gbdt_feature {
	bool is_category;
	uint32_t col;		/* of the batch */
	uint32_t element;	/* of a vector, else 0 */
	struct dict levels;	/* category: bin less 1 */
	double *thresholds;	/* ascending; NULL unless in training */
	uint32_t n_thresholds;
	double gain;		/* of all splits on it: its importance */
};

struct gbdt_node {
	double threshold;
	int32_t left, right;	/* a later node, or ~leaf */
	uint32_t feature;
	uint32_t bin;		/* number: the last bin on the left; only
				   in training */
	uint32_t set;		/* category: its first word in sets */
	bool is_category;
	bool missing_left;	/* numbers only */
};

struct gbdt_tree {
	uint32_t n_leaves;
	struct gbdt_node *nodes;	/* n_leaves - 1 */
	double *leaves;
	uint32_t *sets;		/* bit b of a set: bin b goes left */
	size_t n_words, sets_cap;
};

/* What becomes of the sum of the trees. */
enum gbdt_link {
	GBDT_IDENTITY,
	GBDT_EXP,
	GBDT_LOGISTIC,
	GBDT_SOFTMAX,
	N_GBDT_LINKS
};

struct gbdt_trees {
	struct gbdt_feature *features;
	size_t n_features;
	size_t n_groups;	/* trees a round: classes, else 1 */
	double *base;		/* n_groups: what the sums start from */
	enum gbdt_link link;
	struct gbdt_tree *trees;	/* tree t is of group t % n_groups */
	size_t n_trees, cap;
};

struct gbdt_trees *gbdt_trees_new(void);
void gbdt_trees_free(struct gbdt_trees *);
void gbdt_tree_release(struct gbdt_tree *);

/* Words of a set of a feature's bins. */
uint32_t gbdt_set_words(const struct gbdt_feature *);

static inline bool
gbdt_set_has(const uint32_t *set, uint32_t bin)
{
	return (set[bin / 32] >> bin % 32 & 1);
}

/* Row i of the feature's column: the bin of a category, a number. */
uint32_t gbdt_level_bin(const struct gbdt_feature *, const struct column *,
    size_t i);
double gbdt_number(const struct gbdt_feature *, const struct column *,
    size_t i);

/* Add to n_unknown, by column of the batch, its texts that are no levels. */
void gbdt_count_unknown(const struct gbdt_trees *, const struct batch *,
    uint64_t *n_unknown);

/* Rows first .. first + n - 1 as (n, n_features) doubles. */
void gbdt_values(const struct gbdt_trees *, const struct batch *,
    size_t first, size_t n, double *out);

/* Predictions of a batch: (n_rows, n_groups), with the link applied. */
void gbdt_predict(const struct gbdt_trees *, const struct batch *,
    double *out);

/* The link on n rows of n_groups sums, in place. */
void gbdt_apply_link(const struct gbdt_trees *, double *sums, size_t n);

/*
 * trees.bin, all little endian, u32 and f64 (IEEE bits) unless said:
 *   "mlctrees", version 1, link, n_groups, n_features, n_trees,
 *   f64 base of each group;
 *   each feature: 1 for a category, else 0; col; element; f64 gain; a
 *     category also: n_levels, and each level's length and bytes;
 *   each tree: n_leaves, its n_leaves - 1 nodes, f64 value of each leaf.
 *   A node: left, right (i32: a later node, or ~leaf), feature, then for a
 *     number 1 if missing goes left, else 0, and f64 threshold; for a
 *     category its set, (n_levels + 2) bits in words.
 */
void gbdt_save(const struct gbdt_trees *, struct str *out);

/* Whatever the bytes: fails, or gives trees that can be predicted with on
   batches of the schema. */
int gbdt_load(const struct schema *, const char *p, size_t n,
    struct gbdt_trees **out, struct diag *) MUST_CHECK;

#endif
