/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "tree_shap.h"

#define ROWS_AT_ONCE 64

/* A feature on the way to a leaf. */
struct element {
	uint32_t feature;
	double share;		/* of the rows that go on without it */
	bool follows;		/* does the row's value lead to the leaf? */
};

/* One tree, and a row in it. */
struct walk {
	const struct trees *g;
	const struct tree *tree;
	double *cover;		/* of each node */
	int32_t *parent;	/* of each node, then of each leaf; -1: none */
	bool *left;		/* does the row go left at this node? */
	struct element *path;
	double *weight;		/* (n_path + 1) */
	size_t n_path;
};

static double
cover_of(const struct walk *w, int32_t child)
{
	return (child >= 0 ? w->cover[child] : w->tree->covers[~child]);
}

/* Children come after their parent: from the last node to the first. */
static void
start_tree(struct walk *w, const struct tree *t)
{
	int32_t n_nodes = (int32_t)t->n_leaves - 1;
	const struct tree_node *node;

	w->tree = t;
	memset(w->parent, -1, (t->n_leaves * 2) * sizeof(*w->parent));
	for (int32_t i = n_nodes - 1; i >= 0; i--) {
		node = &t->nodes[i];
		w->cover[i] = cover_of(w, node->left) +
		    cover_of(w, node->right);
		w->parent[node->left >= 0 ? node->left :
		    n_nodes + ~node->left] = i;
		w->parent[node->right >= 0 ? node->right :
		    n_nodes + ~node->right] = i;
	}
}

/* The share of a node's rows that go to its child. */
static double
share_of(const struct walk *w, int32_t node, int32_t child)
{
	return (w->cover[node] > 0 ? cover_of(w, child) / w->cover[node] :
	    0.5);
}

/* A feature that is split on twice is one element. */
static struct element *
find_element(struct walk *w, uint32_t feature)
{
	struct element *e;

	for (e = w->path; e < w->path + w->n_path; e++) {
		if (e->feature == feature)
			return (e);
	}
	*e = (struct element){ feature, 1, true };
	w->n_path++;
	return (e);
}

static void
find_path(struct walk *w, uint32_t leaf)
{
	int32_t n_nodes = (int32_t)w->tree->n_leaves - 1;
	int32_t child = ~(int32_t)leaf;
	int32_t node = w->parent[n_nodes + (int32_t)leaf];
	struct element *e;

	w->n_path = 0;
	for (; node >= 0; child = node, node = w->parent[node]) {
		e = find_element(w, w->tree->nodes[node].feature);
		e->share *= share_of(w, node, child);
		e->follows &= w->left[node] ==
		    (w->tree->nodes[node].left == child);
	}
}

/*
 * weight[k]: over the sets of k elements of the path, the sum of what leads to
 * the leaf, each set with the weight that Shapley's formula has for it.
 */
static void
find_weights(struct walk *w)
{
	double *p = w->weight;

	p[0] = 1;
	for (size_t i = 0; i < w->n_path; i++) {
		const struct element *e = &w->path[i];
		double n = (double)(i + 2);

		p[i + 1] = 0;
		for (size_t k = i + 1; k-- > 0;) {
			if (e->follows)
				p[k + 1] += p[k] * (double)(k + 1) / n;
			p[k] *= e->share * (double)(i + 1 - k) / n;
		}
	}
}

/* The sum of the weights as they are without one element. */
static double
sum_without(const struct walk *w, const struct element *e)
{
	size_t m = w->n_path;
	double n = (double)(m + 1), next = w->weight[m], sum = 0, here;

	for (size_t k = m; k-- > 0;) {
		if (e->follows) {
			here = next * n / (double)(k + 1);
			next = w->weight[k] - here * e->share *
			    (double)(m - k) / n;
		} else {
			here = w->weight[k] * n / (e->share *
			    (double)(m - k));
		}
		sum += here;
	}
	return (sum);
}

/* out: (n_cols + 1) */
static void
explain_leaf(struct walk *w, uint32_t leaf, size_t n_cols, double *out)
{
	double value = w->tree->leaves[leaf], base = value;
	const struct element *e;

	find_path(w, leaf);
	find_weights(w);
	for (e = w->path; e < w->path + w->n_path; e++) {
		base *= e->share;
		if (!e->follows && e->share == 0)
			continue;	/* no row of training, nor this one */
		out[w->g->features[e->feature].col] += value *
		    sum_without(w, e) * (e->follows - e->share);
	}
	out[n_cols] += base;
}

static void
explain_row(struct walk *w, const double *values, size_t n_cols, double *out)
{
	const struct tree *t = w->tree;

	for (uint32_t i = 0; i + 1 < t->n_leaves; i++)
		w->left[i] = tree_goes_left(t, &t->nodes[i],
		    values[t->nodes[i].feature]);
	for (uint32_t leaf = 0; leaf < t->n_leaves; leaf++)
		explain_leaf(w, leaf, n_cols, out);
}

/* values: (n, n_features), out: (n, n_groups, n_cols + 1) */
static void
explain_rows(struct walk *w, const double *values, size_t n, size_t n_cols,
    double *out)
{
	const struct trees *g = w->g;
	size_t stride = g->n_groups * (n_cols + 1), group;

	memset(out, 0, n * stride * sizeof(*out));
	for (size_t i = 0; i < n * g->n_groups; i++)
		out[i * (n_cols + 1) + n_cols] = g->base[i % g->n_groups];
	for (size_t t = 0; t < g->n_trees; t++) {
		group = t % g->n_groups;
		start_tree(w, &g->trees[t]);
		for (size_t i = 0; i < n; i++)
			explain_row(w, values + i * g->n_features, n_cols,
			    out + i * stride + group * (n_cols + 1));
	}
}

int
trees_explain(const struct trees *g, const struct batch *b, size_t n_cols,
    double *out, struct diag *d)
{
	size_t n, most = 1, stride = g->n_groups * (n_cols + 1);
	struct walk w = { .g = g };
	double *values;

	for (size_t t = 0; t < g->n_trees; t++) {
		if (g->trees[t].covers == NULL)
			return (diag_set(d, "the trees do not say how many "
			    "rows they were grown on: train the model again "
			    "to have it explained"));
		most = g->trees[t].n_leaves > most ? g->trees[t].n_leaves :
		    most;
	}
	w.cover = mem_alloc(most, sizeof(*w.cover));
	w.parent = mem_alloc(most, 2 * sizeof(*w.parent));
	w.left = mem_alloc(most, sizeof(*w.left));
	w.path = mem_alloc(g->n_features, sizeof(*w.path));
	w.weight = mem_alloc(g->n_features + 1, sizeof(*w.weight));
	values = mem_alloc(ROWS_AT_ONCE * g->n_features, sizeof(*values));
	for (size_t i = 0; i < b->n_rows; i += n, out += n * stride) {
		n = b->n_rows - i < ROWS_AT_ONCE ? b->n_rows - i :
		    ROWS_AT_ONCE;
		trees_values(g, b, i, n, values);
		explain_rows(&w, values, n, n_cols, out);
	}
	free(w.cover);
	free(w.parent);
	free(w.left);
	free(w.path);
	free(w.weight);
	free(values);
	return (0);
}
