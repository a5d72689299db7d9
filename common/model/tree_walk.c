/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "tree_walk.h"

#define LANES WALK_LANES
#define IS_SET (UINT32_C(1) << 31)	/* in col: of a category */
#define BIN_BASE 0x1p52
#define NODES_MAX UINT32_MAX
#define INLINE static inline __attribute__((always_inline))

/* Of a node: its number, that of the first pair below it, and its leaves. */
struct place {
	uint32_t self, pairs, n_leaves;
};

/* Children come after their parents. */
static void
count_leaves(const struct tree *t, struct place *at)
{
	for (uint32_t k = t->n_leaves - 1; k-- > 0;) {
		int32_t child[] = { t->nodes[k].left, t->nodes[k].right };

		at[k].n_leaves = 0;
		for (int side = 0; side < 2; side++)
			at[k].n_leaves += child[side] < 0 ? 1 :
			    at[child[side]].n_leaves;
	}
}

static void
put_leaf(struct tree_walk *w, uint32_t self, double value)
{
	w->values[self].threshold = value;
	w->links[self] = (struct walk_link){ .child = self };
}

/* The children of node k: first the pair, then all pairs below the left one,
   then those below the right one. */
static void
place_children(struct tree_walk *w, const struct tree *t, uint32_t k,
    struct place *at)
{
	int32_t child[] = { t->nodes[k].left, t->nodes[k].right };
	uint32_t self = at[k].pairs, next = self + 2;

	for (int side = 0; side < 2; side++, self++) {
		if (child[side] < 0) {
			put_leaf(w, self, t->leaves[~child[side]]);
			continue;
		}
		at[child[side]].self = self;
		at[child[side]].pairs = next;
		next += 2 * (at[child[side]].n_leaves - 1);
	}
}

/* The column of the node's feature, for its missing values; cols: by feature
   and side, 0 where there is none yet. */
static uint32_t
column_of(struct tree_walk *w, const struct tree_node *node, uint32_t *cols)
{
	uint32_t *col = &cols[2 * node->feature + node->missing_left];

	if (*col == 0) {
		*col = w->n_cols++;
		w->cols[*col] = (struct walk_column){ node->feature,
		    node->missing_left, node->is_category };
	}
	return (*col);
}

/* The tree's nodes, with its sets from the word first_set on. */
static void
put_tree(struct tree_walk *w, const struct tree *t, struct walk_tree *to,
    size_t first_set, uint32_t *cols)
{
	struct place *at = mem_alloc(t->n_leaves, sizeof(*at));

	put_leaf(w, to->root, t->leaves[0]);
	count_leaves(t, at);
	at[0].self = to->root;
	at[0].pairs = to->root + 1;
	for (uint32_t k = 0; k + 1 < t->n_leaves; k++) {
		const struct tree_node *node = &t->nodes[k];
		uint32_t self = at[k].self;

		w->values[self].threshold = node->threshold;
		w->links[self] = (struct walk_link){
		    column_of(w, node, cols), at[k].pairs };
		if (node->is_category) {
			w->values[self].set = first_set + node->set;
			w->links[self].col |= IS_SET;
			to->has_sets = w->has_sets = true;
		}
		place_children(w, t, k, at);
	}
	free(at);
}

void
tree_walk_init(struct tree_walk *w, const struct trees *g)
{
	size_t n_nodes = 0, n_words = 0;
	uint32_t *cols = mem_calloc(2 * g->n_features, sizeof(*cols));

	for (size_t t = 0; t < g->n_trees; t++) {
		n_nodes += 2 * (size_t)g->trees[t].n_leaves;
		n_words += g->trees[t].n_words;
	}
	if (n_nodes > NODES_MAX)
		mem_die();
	*w = (struct tree_walk){ .n_cols = 1,
	    .cols = mem_calloc(2 * g->n_features + 1, sizeof(*w->cols)),
	    .values = mem_calloc(n_nodes, sizeof(*w->values)),
	    .links = mem_calloc(n_nodes, sizeof(*w->links)),
	    .sets = mem_calloc(n_words, sizeof(*w->sets)),
	    .trees = mem_calloc(g->n_trees + LANES, sizeof(*w->trees)) };
	n_nodes = n_words = 0;
	for (size_t t = 0; t < g->n_trees; t++) {
		/* Pairs begin at even numbers. */
		w->trees[t].root = (uint32_t)n_nodes + 1;
		put_tree(w, &g->trees[t], &w->trees[t], n_words, cols);
		if (g->trees[t].n_words > 0)
			memcpy(w->sets + n_words, g->trees[t].sets,
			    g->trees[t].n_words * sizeof(*w->sets));
		n_nodes += 2 * (size_t)g->trees[t].n_leaves;
		n_words += g->trees[t].n_words;
	}
	free(cols);
}

void
tree_walk_release(struct tree_walk *w)
{
	free(w->values);
	free(w->links);
	free(w->trees);
	free(w->sets);
	free(w->cols);
}

static double
column_value(const struct walk_column *c, double x)
{
	if (c->is_category)
		return (x + BIN_BASE);
	return (c->missing_left && isnan(x) ? -INFINITY : x);
}

void
tree_walk_fill(const struct tree_walk *w, const double *values,
    size_t stride, size_t n, double *cols)
{
	for (size_t r = 0; r < n; r++)
		*cols++ = -INFINITY;
	for (uint32_t c = 1; c < w->n_cols; c++) {
		const double *x = values + w->cols[c].feature * stride;

		for (size_t r = 0; r < n; r++)
			*cols++ = column_value(&w->cols[c], x[r]);
	}
}

/* Is it a category's node, whose set lacks the bin x?  No branch, as which
   nodes are of categories cannot be predicted. */
INLINE uint32_t
is_outside(const struct tree_walk *w, uint32_t k, double x)
{
	uint32_t is_set = w->links[k].col / IS_SET;
	uint64_t bits, mask = -(uint64_t)is_set;

	memcpy(&bits, &x, sizeof(bits));
	return (is_set & ~(w->sets[mask & (w->values[k].set +
	    (uint32_t)bits / 32)] >> (bits & 31)));
}

/* From node k to its child: feature c is at cols[c * stride]. */
INLINE uint32_t
step_down(const struct tree_walk *w, uint32_t k, const double *cols,
    size_t stride, bool has_sets)
{
	struct walk_link link = w->links[k];
	double x = cols[(has_sets ? link.col & ~IS_SET : link.col) * stride];
	uint32_t right = !(x <= w->values[k].threshold);

	if (has_sets)
		right = (right & ~(link.col / IS_SET)) |
		    is_outside(w, k, x);
	return (link.child + right);
}

/* All lanes down to leaves, each from k[l]: of one row, or of a row each.  Only
   every other step is asked whether it was the last. */
INLINE void
go_down(const struct tree_walk *w, uint32_t *k, const double *cols,
    bool one_row, bool has_sets)
{
	size_t lane = !one_row, stride = one_row ? 1 : LANES;
	uint32_t moved;

	do {
		moved = 0;
#pragma GCC unroll 8
		for (size_t l = 0; l < LANES; l++)
			k[l] = step_down(w, k[l], cols + l * lane, stride,
			    has_sets);
#pragma GCC unroll 8
		for (size_t l = 0; l < LANES; l++) {
			uint32_t from = k[l];

			k[l] = step_down(w, from, cols + l * lane, stride,
			    has_sets);
			moved |= from ^ k[l];
		}
	} while (moved != 0);
}

INLINE void
add_lanes(const struct tree_walk *w, const struct walk_tree *t,
    const double *cols, bool has_sets, double *sums)
{
	uint32_t k[LANES];

#pragma GCC unroll 8
	for (size_t l = 0; l < LANES; l++)
		k[l] = t->root;
	go_down(w, k, cols, false, has_sets);
#pragma GCC unroll 8
	for (size_t l = 0; l < LANES; l++)
		sums[l] += w->values[k[l]].threshold;
}

void
tree_walk_add(const struct tree_walk *w, size_t tree, const double *cols,
    double *sums)
{
	const struct walk_tree *t = &w->trees[tree];

	if (t->has_sets)
		add_lanes(w, t, cols, true, sums);
	else
		add_lanes(w, t, cols, false, sums);
}

/* The leaves of LANES trees. */
INLINE void
read_leaves(const struct tree_walk *w, const struct walk_tree *t,
    const double *cols, bool has_sets, double *out)
{
	uint32_t k[LANES];

#pragma GCC unroll 8
	for (size_t l = 0; l < LANES; l++)
		k[l] = t[l].root;
	go_down(w, k, cols, true, has_sets);
#pragma GCC unroll 8
	for (size_t l = 0; l < LANES; l++)
		out[l] = w->values[k[l]].threshold;
}

void
tree_walk_row(const struct tree_walk *w, size_t first, const double *cols,
    double *out)
{
	if (w->has_sets)
		read_leaves(w, w->trees + first, cols, true, out);
	else
		read_leaves(w, w->trees + first, cols, false, out);
}
