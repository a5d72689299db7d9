/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small trees as bits: the leaves of a tree, from left to right, are bits of a
 * word; a node that a row leaves to the right clears those on its left, and the
 * least bit that stays is the row's leaf, whatever order the nodes are taken
 * in.  So nodes need no order, and each is one comparison of the codes of many
 * rows at once (Lucchese and others 2015, "QuickScorer"; Ye and others 2018,
 * "RapidScorer", which has the word by bytes as here).
 */
#ifndef TREE_BITS_H
#define TREE_BITS_H

#include "tree_codes.h"

#define TREE_BITS_LEAVES 64	/* most that a tree may have */

/* Rows whose code is more than this leave the leaves out. */
struct bits_test {
	uint32_t at;		/* the column's offset in a block */
	uint32_t code, keep;	/* each byte the same */
};

/* Rows whose bin is in the table do: that of the bins which go right. */
struct bits_set {
	uint32_t byte_at, bit_at;	/* offsets of columns, tree_codes.h */
	uint32_t keep;			/* each byte the same */
	uint32_t table;
};

/* Eight leaves of a tree. */
struct bits_plane {
	size_t test, set;	/* the first */
	uint32_t n_tests, n_sets;
};

struct bits_tree {
	size_t plane, leaf;	/* the first */
	uint32_t n_planes;
};

struct tree_bits {
	struct tree_codes codes;
	struct bits_tree *trees;	/* of those that are not small:
					   n_planes is 0 */
	struct bits_plane *planes;
	struct bits_test *tests;
	struct bits_set *sets;
	uint8_t (*tables)[16];
	double *leaves;
	size_t n_planes, n_tests, n_sets, n_tables, n_leaves;
	size_t planes_cap, tests_cap, sets_cap, tables_cap, leaves_cap;
	const struct bits_kernel *kernel;
};

/* One way to find the leaves; all find the same. */
struct bits_kernel {
	const char *name;
	bool (*runs_here)(void);
	/* The leaf, from the tree's first, of each row of a block. */
	void (*find)(const struct tree_bits *, const struct bits_tree *,
	    const uint8_t *codes, uint8_t *leaf);
};

/* The fastest first; ends with a NULL name. */
extern const struct bits_kernel bits_kernels[];

void tree_bits_init(struct tree_bits *, const struct trees *);
void tree_bits_release(struct tree_bits *);

/* Add the tree's values of a block of rows. */
void tree_bits_add(const struct tree_bits *, size_t tree,
    const uint8_t *codes, double *sums);

#endif
