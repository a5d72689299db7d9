/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tree of a forest: see forest_grow.h.  Nothing here can fail. */
#ifndef FOREST_TREE_H
#define FOREST_TREE_H

#include "forest_split.h"
#include "rng.h"

/* One worker's scratch. */
struct forest_work {
	struct forest_search search;
	uint32_t *rows;		/* (n_rows): those to grow on, ascending */
	uint32_t *aside;	/* (n_rows) */
	double *weights;	/* (n_rows): of each row of the matrix */
	uint32_t *features;	/* in an order that draws change */
	struct forest_node *open;	/* nodes to be looked at */
	size_t open_cap;
};

void forest_work_init(struct forest_work *, const struct forest_rows *);
void forest_work_release(struct forest_work *);

/*
 * Grow on the first n > 0 of w->rows, whose weights are above 0: out has a
 * tree for each output, with the same nodes.  gains[j] is added what feature j
 * gained.
 */
void forest_tree_grow(const struct forest_rows *, struct forest_work *,
    size_t n, struct rng *, double *gains, struct tree *out);

#endif
