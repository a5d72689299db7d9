/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Growing the trees of an isolation forest (Liu, Ting and Zhou 2008, "Isolation
 * Forest"): each on a few rows drawn without replacement, by weight where rows
 * have one; each split at a feature drawn of those that differ in the node, and
 * at a number drawn between its least and largest value there, down to one row
 * or to the depth log2 of the rows.  What few splits set apart is strange.
 *
 * Texts: each level goes to a side that is drawn; those that no row drawn has
 * go where fewer rows went.  Missing numbers go to a side that is drawn where
 * the node has some, or are set apart if nothing else differs; where it has
 * none, they go where more rows went.
 *
 * A tree follows from the seed and its number, so forests are the same for any
 * number of threads.  The rows that some tree has drawn are held.
 */
#ifndef ISOLATION_GROW_H
#define ISOLATION_GROW_H

#include "dataset.h"
#include "trees.h"

struct isolation_options {
	size_t n_trees;
	size_t sample;		/* rows of a tree; all if there are fewer */
};

/*
 * Fill g.  The mean of the trees is -E(h) / c: h is the depth of a row's leaf,
 * with c(n) added where it has n rows, and c(n) = 2 H(n - 1) - 2 (n - 1) / n
 * the mean depth of a search tree of n; so 2 to its power is the paper's score.
 */
int isolation_grow(const struct dataset *, const struct isolation_options *,
    struct trees *g, struct diag *) MUST_CHECK;

#endif
