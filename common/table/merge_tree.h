/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree in which states of units are merged (pass.h says why): unit 2i with
 * unit 2i + 1, the pair 2i with the pair 2i + 1 and so on; what has no
 * neighbour in the table goes up as it is.
 *
 * The tree holds states, one a fitter, of nodes: all units under (height,
 * number).  Nodes are added in any order, by any number of threads; two
 * neighbours become their parent at once.  Where all units were added there is
 * one node in the end, the root; where only some are at hand the nodes that
 * are left say all that is known of these.
 */
#ifndef MERGE_TREE_H
#define MERGE_TREE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fit.h"

/* Which units there are. */
struct merge_units {
	const uint64_t *numbers;	/* ascending; NULL: 0 .. n - 1 */
	uint64_t n;
	uint64_t first, end;	/* at hand; all, where there are numbers */
};

struct merge_node {
	unsigned height;
	uint64_t number;
	void **fits;		/* heap memory, one a fitter */
};

struct merge_tree {
	const struct fitter *fitters;	/* what they are of */
	size_t n;
	struct merge_units units;
	unsigned height;	/* of the root */
	pthread_mutex_t lock;	/* of what follows */
	struct merge_node *nodes;	/* no two are neighbours at hand */
	size_t n_nodes, cap;
};

/* Fitters and numbers have to live as long. */
void merge_tree_init(struct merge_tree *, const struct fitter *, size_t n,
    const struct merge_units *);
void merge_tree_release(struct merge_tree *);

/* Takes the fits over. */
void merge_tree_add(struct merge_tree *, const struct merge_node *);

/* Give the states of the root, of which no other node is left, to the
   fitters; none where nothing was added. */
void merge_tree_take(struct merge_tree *, struct fitter *);

/* Free the states of a node. */
void merge_node_free(const struct merge_tree *, struct merge_node *);

#endif
