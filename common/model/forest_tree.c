/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "forest_tree.h"

struct forest_node {
	size_t from, n;		/* of the rows */
	uint32_t depth;
	int32_t parent;		/* -1: the root */
	bool is_left;
};

/* A tree being grown, and room for its arrays. */
struct growth {
	const struct forest_rows *in;
	struct forest_work *w;
	struct rng *rng;
	double *gains;
	struct tree *out;
	size_t n_nodes, nodes_cap, leaves_cap, covers_cap;
};

void
forest_work_init(struct forest_work *w, const struct forest_rows *in)
{
	size_t n = in->matrix->n_rows;

	*w = (struct forest_work){ .open = NULL };
	forest_search_init(&w->search, in);
	w->rows = mem_alloc(n, sizeof(*w->rows));
	w->aside = mem_alloc(n, sizeof(*w->aside));
	w->weights = mem_alloc(n, sizeof(*w->weights));
	w->search.weights = w->weights;
	w->features = mem_alloc(in->matrix->n_features,
	    sizeof(*w->features));
}

void
forest_work_release(struct forest_work *w)
{
	forest_search_release(&w->search);
	free(w->rows);
	free(w->aside);
	free(w->weights);
	free(w->features);
	free(w->open);
}

static void
open_node(struct growth *g, size_t n_open, struct forest_node node)
{
	struct forest_work *w = g->w;

	w->open = mem_grow(w->open, &w->open_cap, n_open + 1,
	    sizeof(*w->open));
	w->open[n_open] = node;
}

/* What the parent calls its child. */
static void
tell_parent(struct growth *g, const struct forest_node *node, int32_t child)
{
	struct tree_node *p;

	if (node->parent == -1)
		return;
	p = &g->out->nodes[node->parent];
	*(node->is_left ? &p->left : &p->right) = child;
}

/* The means of the node's outputs, one in each tree. */
static void
add_leaf(struct growth *g, const struct forest_node *node)
{
	const double *cell = g->w->search.node;
	size_t n_out = g->in->n_out, k = g->out->n_leaves++;
	struct tree *t = g->out;

	t->covers = mem_grow(t->covers, &g->covers_cap, k + 1,
	    sizeof(*t->covers));
	t->covers[k] = cell[CELL_WEIGHT];
	/* Values of all outputs of a leaf, until the trees are parted. */
	t->leaves = mem_grow(t->leaves, &g->leaves_cap, (k + 1) * n_out,
	    sizeof(*t->leaves));
	for (size_t c = 0; c < n_out; c++)
		t->leaves[k * n_out + c] = cell[CELL_SUMS + c] /
		    cell[CELL_WEIGHT];
	tell_parent(g, node, ~(int32_t)k);
}

/* The best split on features that are drawn until as many were tried as are
   wanted, and one of them could be split on. */
static bool
find_split(struct growth *g, const struct forest_node *node)
{
	struct forest_work *w = g->w;
	const uint32_t *rows = w->rows + node->from;
	const struct forest_options *opt = g->in->opt;
	size_t n = g->in->matrix->n_features, j;
	bool differ = false;
	uint32_t f;

	if (!forest_search_node(&w->search, rows, node->n) ||
	    node->n < 2 * opt->min_leaf ||
	    (opt->depth != 0 && node->depth >= opt->depth))
		return (false);
	for (size_t i = 0; i < n && (i < opt->n_tried || !differ); i++) {
		j = i + rng_below(g->rng, n - i);
		f = w->features[j];
		w->features[j] = w->features[i];
		w->features[i] = f;
		differ |= forest_search_feature(&w->search, rows, node->n, f,
		    g->rng);
	}
	return (w->search.best.gain > -INFINITY);
}

/* The set of a category's split; levels that are not in the node go with most
   of its rows. */
static uint32_t
add_set(struct growth *g, const struct forest_split *sp, bool most_left)
{
	const struct bin_matrix *m = g->in->matrix;
	uint32_t n_words = tree_set_words(&m->features[sp->feature]), *set;
	uint32_t n_bins = m->first[sp->feature + 1] - m->first[sp->feature];
	const uint8_t *sides = g->w->search.best_sides;
	struct tree *t = g->out;
	size_t at = t->n_words;

	t->sets = mem_grow(t->sets, &t->sets_cap, at + n_words,
	    sizeof(*t->sets));
	t->n_words += n_words;
	set = t->sets + at;
	memset(set, 0, n_words * sizeof(*set));
	for (uint32_t b = 0; b < n_bins; b++) {
		if (sides[b] == 1 || (sides[b] > 1 && most_left))
			set[b / 32] |= (uint32_t)1 << b % 32;
	}
	return ((uint32_t)at);
}

static const struct tree_node *
add_node(struct growth *g, const struct forest_node *at)
{
	const struct forest_split *sp = &g->w->search.best;
	const struct tree_feature *f = &g->in->matrix->features[sp->feature];
	bool most_left = 2 * sp->n_left > (double)at->n;
	struct tree *t = g->out;
	struct tree_node *node;

	t->nodes = mem_grow(t->nodes, &g->nodes_cap, g->n_nodes + 1,
	    sizeof(*t->nodes));
	node = &t->nodes[g->n_nodes];
	*node = (struct tree_node){ .feature = sp->feature, .bin = sp->bin,
	    .is_category = f->is_category };
	if (f->is_category) {
		node->set = add_set(g, sp, most_left);
	} else {
		node->threshold = sp->bin - 1 < f->n_thresholds ?
		    f->thresholds[sp->bin - 1] : INFINITY;
		node->missing_left = sp->has_missing ? sp->missing_left :
		    most_left;
	}
	tell_parent(g, at, (int32_t)g->n_nodes++);
	return (node);
}

static bool
goes_left(const struct growth *g, const struct tree_node *node, uint32_t row)
{
	uint32_t b = bin_at(g->in->matrix, row, node->feature);

	if (node->is_category)
		return (tree_set_has(g->out->sets + node->set, b));
	return (b == 0 ? node->missing_left : b <= node->bin);
}

/* Rows of the node that go left in front, both sides in their order. */
static size_t
part_rows(struct growth *g, const struct forest_node *at,
    const struct tree_node *node)
{
	uint32_t *rows = g->w->rows + at->from, *aside = g->w->aside;
	size_t n_left = 0, n_right = 0;

	for (size_t i = 0; i < at->n; i++) {
		uint32_t row = rows[i];
		bool left = goes_left(g, node, row);

		rows[n_left] = row;
		aside[n_right] = row;
		n_left += left;
		n_right += !left;
	}
	memcpy(rows + n_left, aside, n_right * sizeof(*rows));
	return (n_left);
}

static void
grow_nodes(struct growth *g, size_t n)
{
	struct forest_node at, child;
	size_t n_open = 1, n_left;
	struct forest_split sp;
	int32_t k;

	open_node(g, 0, (struct forest_node){ .n = n, .parent = -1 });
	while (n_open > 0) {
		at = g->w->open[--n_open];
		if (!find_split(g, &at)) {
			add_leaf(g, &at);
			continue;
		}
		sp = g->w->search.best;
		g->gains[sp.feature] += fmax(sp.gain, 0);
		n_left = part_rows(g, &at, add_node(g, &at));
		k = (int32_t)g->n_nodes - 1;
		child = (struct forest_node){ .from = at.from + n_left,
		    .n = at.n - n_left, .depth = at.depth + 1, .parent = k };
		open_node(g, n_open++, child);
		child.from = at.from;
		child.n = n_left;
		child.is_left = true;
		open_node(g, n_open++, child);
	}
}

/* From one tree whose leaves have all outputs, one for each. */
static void
part_outputs(struct tree *out, size_t n_out)
{
	size_t n = out->n_leaves;
	double *values = out->leaves;

	for (size_t c = 0; c < n_out; c++) {
		struct tree *t = &out[c];

		*t = out[0];
		t->leaves = mem_alloc(n, sizeof(*t->leaves));
		for (size_t k = 0; k < n; k++)
			t->leaves[k] = values[k * n_out + c];
		if (c == 0)
			continue;
		t->nodes = mem_dup(out[0].nodes, n - 1, sizeof(*t->nodes));
		t->covers = mem_dup(out[0].covers, n, sizeof(*t->covers));
		t->sets = mem_dup(out[0].sets, t->n_words, sizeof(*t->sets));
	}
	free(values);
}

void
forest_tree_grow(const struct forest_rows *in, struct forest_work *w,
    size_t n, struct rng *rng, double *gains, struct tree *out)
{
	struct growth g = { .in = in, .w = w, .rng = rng, .gains = gains,
	    .out = out };

	*out = (struct tree){ .n_leaves = 0 };
	for (size_t j = 0; j < in->matrix->n_features; j++)
		w->features[j] = (uint32_t)j;
	grow_nodes(&g, n);
	part_outputs(out, in->n_out);
}
