/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees as nodes of 16 bytes to go down on: for large trees, and for few rows.
 * The two children of a node lie side by side, so a step is one comparison that
 * is added to the child on the left, and no branch.  A leaf is a node that
 * leads to itself.
 *
 * A row is a column of numbers each: of features whose missing values go right,
 * as they are (no missing one is at most a threshold); of those where they go
 * left, with -infinity in their place; of categories, the bin above 2^52, so
 * that it is the low bits of the number; and column 0, -infinity, which leaves
 * read.
 */
#ifndef TREE_WALK_H
#define TREE_WALK_H

#include "trees.h"

/* Ways down at one time, of some rows or of some trees: each is a chain of
   loads that wait for each other. */
#define WALK_LANES 8

union walk_value {
	double threshold;	/* of a leaf: its value */
	uint64_t set;		/* the first word of a category's */
};

struct walk_link {
	uint32_t col;
	uint32_t child;		/* the number of the left one */
};

struct walk_tree {
	uint32_t root;
	bool has_sets;
};

struct walk_column {
	uint32_t feature;
	bool missing_left, is_category;
};

struct tree_walk {
	union walk_value *values;	/* of the nodes */
	struct walk_link *links;
	struct walk_tree *trees;	/* up to whole WALK_LANES */
	uint32_t *sets;
	struct walk_column *cols;	/* from column 1 on */
	uint32_t n_cols;		/* with column 0 */
	bool has_sets;
};

void tree_walk_init(struct tree_walk *, const struct trees *);
void tree_walk_release(struct tree_walk *);

/* Columns (n_cols, n) of the first n rows of values (features, stride). */
void tree_walk_fill(const struct tree_walk *, const double *values,
    size_t stride, size_t n, double *cols);

/* Add the tree's values of WALK_LANES rows, cols: (n_cols, WALK_LANES). */
void tree_walk_add(const struct tree_walk *, size_t tree,
    const double *cols, double *sums);

/* The values of one row, cols: (n_cols), of WALK_LANES trees from the first
   on; those behind the last are not to be used. */
void tree_walk_row(const struct tree_walk *, size_t first,
    const double *cols, double *out);

#endif
