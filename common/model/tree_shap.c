/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "tree_shap.h"

#define VALUES_AT_ONCE 65536	/* of features, of some rows */
#define SMALL 64		/* nodes: a bit each in a word */
#define TABLE_BITS 10

/* A feature on the way to a leaf. */
struct element {
	uint32_t feature;
	double share;		/* of the rows that go on without it */
	bool follows;		/* does the row's value lead to the leaf? */
	uint64_t need, want;	/* of a small tree: the nodes that split on it,
				   and those of them where it has to go left */
};

/*
 * One tree, and a row in it.  What a leaf gives to the features on its path
 * depends on a row only by which of them lead to it, so that of a small tree it
 * is computed once for all rows of a block that are alike in that.
 */
struct walk {
	const struct trees *g;
	const struct tree *tree;
	double *cover;		/* of each node */
	int32_t *parent;	/* of each node, then of each leaf; -1: none */
	bool *left;		/* does the row go left at this node? */
	bool is_small;
	uint64_t *goes;		/* of a small tree: the same of each row */
	uint32_t *table;	/* (2^TABLE_BITS): by which features lead to the
				   leaf, 1 + where in parts; or 0 */
	double *parts;
	size_t n_parts, parts_cap;
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
	w->is_small = n_nodes <= SMALL;
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
	*e = (struct element){ feature, 1, true, 0, 0 };
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
		if (w->is_small) {
			e->need |= (uint64_t)1 << node;
			if (w->tree->nodes[node].left == child)
				e->want |= (uint64_t)1 << node;
		} else {
			e->follows &= w->left[node] ==
			    (w->tree->nodes[node].left == child);
		}
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

/* What the leaf gives to each element of its path, into part (n_path). */
static void
find_parts(struct walk *w, double value, double *part)
{
	find_weights(w);
	for (size_t k = 0; k < w->n_path; k++) {
		const struct element *e = &w->path[k];

		/* No row of training goes there, nor this one. */
		part[k] = !e->follows && e->share == 0 ? 0 : value *
		    sum_without(w, e) * (e->follows - e->share);
	}
}

/* The value of the leaf without any feature. */
static double
base_of(const struct walk *w, uint32_t leaf)
{
	double base = w->tree->leaves[leaf];

	for (size_t k = 0; k < w->n_path; k++)
		base *= w->path[k].share;
	return (base);
}

static void
add_parts(const struct walk *w, const double *part, double *out)
{
	for (size_t k = 0; k < w->n_path; k++)
		out[w->g->features[w->path[k].feature].col] += part[k];
}

static double *
new_parts(struct walk *w)
{
	w->parts = mem_grow(w->parts, &w->parts_cap, w->n_parts + w->n_path,
	    sizeof(*w->parts));
	return (w->parts + w->n_parts);
}

/* out: (n_cols + 1) */
static void
explain_large(struct walk *w, const double *values, size_t n_cols,
    double *out)
{
	const struct tree *t = w->tree;
	double *part;

	for (uint32_t i = 0; i + 1 < t->n_leaves; i++)
		w->left[i] = tree_goes_left(t, &t->nodes[i],
		    values[t->nodes[i].feature]);
	for (uint32_t leaf = 0; leaf < t->n_leaves; leaf++) {
		find_path(w, leaf);
		w->n_parts = 0;
		part = new_parts(w);
		find_parts(w, t->leaves[leaf], part);
		add_parts(w, part, out);
		out[n_cols] += base_of(w, leaf);
	}
}

static void
find_ways(struct walk *w, const double *values, size_t n)
{
	const struct tree *t = w->tree;

	for (size_t i = 0; i < n; i++, values += w->g->n_features) {
		w->goes[i] = 0;
		for (uint32_t k = 0; k + 1 < t->n_leaves; k++)
			w->goes[i] |= (uint64_t)tree_goes_left(t,
			    &t->nodes[k], values[t->nodes[k].feature]) << k;
	}
}

/* The parts of a row that goes so, from the table if they are there. */
static const double *
parts_of(struct walk *w, uint32_t leaf, uint64_t goes)
{
	uint32_t key = 0;
	double *part;

	for (size_t k = 0; k < w->n_path; k++)
		key |= (uint32_t)(((goes ^ w->path[k].want) &
		    w->path[k].need) == 0) << k % 32;
	if (w->n_path <= TABLE_BITS && w->table[key] > 0)
		return (w->parts + w->table[key] - 1);
	if (w->n_path > TABLE_BITS)
		w->n_parts = 0;
	part = new_parts(w);
	for (size_t k = 0; k < w->n_path; k++)
		w->path[k].follows = ((goes ^ w->path[k].want) &
		    w->path[k].need) == 0;
	find_parts(w, w->tree->leaves[leaf], part);
	if (w->n_path <= TABLE_BITS) {
		w->table[key] = (uint32_t)w->n_parts + 1;
		w->n_parts += w->n_path;
	}
	return (part);
}

/* Some rows: out has stride values of each. */
static void
explain_small(struct walk *w, const double *values, size_t n, size_t n_cols,
    double *out)
{
	size_t stride = w->g->n_groups * (n_cols + 1);
	double base;

	find_ways(w, values, n);
	for (uint32_t leaf = 0; leaf < w->tree->n_leaves; leaf++) {
		find_path(w, leaf);
		base = base_of(w, leaf);
		w->n_parts = 0;
		if (w->n_path <= TABLE_BITS)
			memset(w->table, 0, sizeof(*w->table) << w->n_path);
		for (size_t i = 0; i < n; i++) {
			add_parts(w, parts_of(w, leaf, w->goes[i]),
			    out + i * stride);
			out[i * stride + n_cols] += base;
		}
	}
}

/* values: (n, n_features), out: (n, n_groups, n_cols + 1) */
static void
explain_rows(struct walk *w, const double *values, size_t n, size_t n_cols,
    double *out)
{
	const struct trees *g = w->g;
	size_t stride = g->n_groups * (n_cols + 1);
	double *of_group;

	memset(out, 0, n * stride * sizeof(*out));
	for (size_t i = 0; i < n * g->n_groups; i++)
		out[i * (n_cols + 1) + n_cols] = g->base[i % g->n_groups];
	for (size_t t = 0; t < g->n_trees; t++) {
		of_group = out + t % g->n_groups * (n_cols + 1);
		start_tree(w, &g->trees[t]);
		if (w->is_small)
			explain_small(w, values, n, n_cols, of_group);
		for (size_t i = 0; i < n && !w->is_small; i++)
			explain_large(w, values + i * g->n_features, n_cols,
			    of_group + i * stride);
	}
	for (size_t i = 0; i < n * stride && g->divisor != 1; i++)
		out[i] /= g->divisor;
}

int
trees_explain(const struct trees *g, const struct batch *b, size_t n_cols,
    double *out, struct diag *d)
{
	size_t n, most = 1, stride = g->n_groups * (n_cols + 1);
	size_t at_once = 1 + VALUES_AT_ONCE / (g->n_features + 1);
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
	w.goes = mem_alloc(at_once, sizeof(*w.goes));
	w.table = mem_alloc((size_t)1 << TABLE_BITS, sizeof(*w.table));
	values = mem_alloc(at_once * g->n_features, sizeof(*values));
	for (size_t i = 0; i < b->n_rows; i += n, out += n * stride) {
		n = b->n_rows - i < at_once ? b->n_rows - i : at_once;
		trees_values(g, b, i, n, values);
		explain_rows(&w, values, n, n_cols, out);
	}
	free(w.cover);
	free(w.parent);
	free(w.left);
	free(w.path);
	free(w.weight);
	free(w.goes);
	free(w.table);
	free(w.parts);
	free(values);
	return (0);
}
