/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The split of a node of a forest's tree on one feature.
 *
 * Rows are known by cells of doubles: how many they are, their weight, and the
 * weighted sum of each output.  With sums S and the weight W a cell scores
 * sum S^2 / W; a split gains what its sides score more than the node does,
 * which is what the sum of squares falls by (Gini's index times the weight,
 * where outputs are 1 and 0).  Numbers are split half way between two bins that
 * rows of the node are in; missing rows go to either side, and where the node
 * has none, to the larger one.  Categories are ordered by their mean (of more
 * outputs, by the share of the node's largest class).  Nothing here can fail.
 */
#ifndef FOREST_SPLIT_H
#define FOREST_SPLIT_H

#include "forest_grow.h"
#include "rng.h"

enum {
	CELL_ROWS,
	CELL_WEIGHT,
	CELL_SUMS		/* one an output */
};

/* What all trees are grown on. */
struct forest_rows {
	const struct bin_matrix *matrix;
	const struct forest_options *opt;
	size_t n_out;
	const double *y;	/* the value, or with more outputs the class */
};

struct forest_split {
	double gain;		/* -INFINITY: none */
	double n_left;		/* rows */
	uint32_t feature;
	uint32_t bin;		/* number: the last one on the left */
	bool missing_left;
	bool has_missing;	/* rows on either side */
};

struct forest_search {
	const struct forest_rows *in;
	const double *weights;	/* of each row of the matrix */
	double *node;		/* the node's cell */
	double score;		/* of it */
	/* Of the feature: cells by bin, which rows have it (a bit each), and
	   those bins, ascending. */
	double *hist;
	uint64_t *in_hist;
	uint32_t *bins;
	size_t n_bins;
	double *left;		/* a cell */
	uint8_t *sides;		/* category: the bins that go left are 1 */
	struct forest_order *order;
	struct forest_split best;
	uint8_t *best_sides;	/* of the best split's bins in the node; 2: no
				   row of it has the bin */
};

void forest_search_init(struct forest_search *, const struct forest_rows *);
void forest_search_release(struct forest_search *);

/* Sum up the n rows of a node.  Returns whether their targets differ. */
bool forest_search_node(struct forest_search *, const uint32_t *rows,
    size_t n);

/* Replace s->best where feature j has a split that gains more; rng: for extra
   trees.  Returns whether the rows differ in it. */
bool forest_search_feature(struct forest_search *, const uint32_t *rows,
    size_t n, uint32_t j, struct rng *);

#endif
