/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model of trees as another program's file has it, before it is one of ours:
 * the importers fill it, imported_build makes the trees of it and
 * imported_finish the model.
 */
#ifndef IMPORTED_H
#define IMPORTED_H

#include "import.h"
#include "trees.h"

#define IMPORTED_CODE_MAX (1 << 24)	/* categories are below: XGBoost's own
					   bound */

struct imported_node {
	bool is_leaf, is_category, missing_left;
	bool set_left;		/* the categories of the set go left, and all
				   others right; or the other way round */
	double value;		/* of a leaf; or numbers up to it go left */
	double cover;		/* of a leaf */
	int64_t left, right;	/* other nodes */
	uint32_t feature;
	size_t first_code, n_codes;	/* of the set: in the tree's codes */
};

struct imported_tree {
	struct imported_node *nodes;	/* the first is the root */
	size_t n;
	uint32_t *codes;	/* of categories */
	size_t n_codes, cap;
	size_t group;
};

struct imported_feature {
	char *name;
	bool is_category;
	bool is_named;		/* levels holds what the codes stand for */
	enum col_type type;	/* of the raw column */
};

struct imported {
	struct trees *g;	/* features: is_category and levels, gain */
	struct imported_feature *features;
	size_t n_features;
	struct imported_tree *trees;
	size_t n_trees;
	enum task task;
	size_t n_classes;
	bool has_covers;
	struct str source;	/* "xgboost 3.1.1, binary:logistic" */
};

void imported_release(struct imported *);

/* n features, numbers without names, and groups of trees. */
int imported_begin(struct imported *, int64_t n_features, int64_t n_groups,
    struct diag *) MUST_CHECK;
/* The name, a copy. */
void imported_name(struct imported *, size_t feature, const char *);
/* What code stands for, in the order of codes: text, int, bool or float. */
int imported_level(struct imported *, size_t feature, const json_t *,
    struct diag *) MUST_CHECK;
/* Add a code to the tree. */
void imported_code(struct imported_tree *, uint32_t code);

/* The trees of g, in their order within each group. */
int imported_build(struct imported *, struct diag *) MUST_CHECK;

/* The model in its predictor; a's trees are taken over. */
int imported_finish(struct imported *, const struct import_options *,
    struct predictor **out, struct diag *) MUST_CHECK;

/* The importers: they fill a, which is empty, and do not build. */
int import_xgboost(const json_t *, struct imported *, struct diag *) MUST_CHECK;
int import_lightgbm(const char *text, struct imported *, struct diag *)
    MUST_CHECK;

/* The largest double that, as a float, is less than c: what XGBoost takes left
   with x < c in single precision. NaN where there is none. */
double imported_below(float c);

#endif
