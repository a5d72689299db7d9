/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models in an ONNX graph: a function and a row a learner. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "linear_objective.h"
#include "linear_weights.h"
#include "mem.h"
#include "trees.h"

#include "onnx_model.h"

/* TreeEnsemble's modes */
#define BRANCH_LEQ 0
#define BRANCH_MEMBER 6

/* Bins as trees know them: 0 missing, 1 .. n levels, n + 1 any other. */
static size_t
add_bins(struct onnx *o, const struct tree_feature *f, size_t texts)
{
	size_t n = f->levels.n;
	double *values = mem_alloc(n + 2, sizeof(*values));
	struct onnx_map m = { &f->levels, values + 1, 0, 0 };
	size_t v;

	for (size_t i = 0; i < n + 2; i++)
		values[i] = f->means != NULL ? f->means[i] : (double)i;
	m.missing = values[0];
	m.unknown = values[n + 1];
	v = onnx_look_up(o, texts, &m);
	free(values);
	return (v);
}

/* The number that trees_values makes of a feature. */
static int
add_tree_feature(struct onnx *o, const struct tree_feature *f,
    struct export_var v, size_t *out, struct diag *d)
{
	const char *name = o->p->model->features.fields[f->col].name;

	if (v.type == COL_VECTOR || f->zero_is_missing ||
	    ((f->is_category || f->means != NULL) && v.type != COL_STRING))
		return (diag_set(d, "feature \"%s\" is not written as ONNX",
		    name));
	if (f->is_category || f->means != NULL)
		*out = add_bins(o, f, v.id);
	else if (f->is_sparse)
		*out = onnx_cast(o, onnx_2(o, "Equal", v.id, onnx_whole(o,
		    f->element)), ONNX_DOUBLE);
	else
		*out = v.id;
	return (0);
}

/* The arrays of the nodes of all trees, and of their leaves. */
struct forest {
	size_t n, n_leaves;
	int64_t *feature, *yes, *no, *yes_is_leaf, *no_is_leaf, *missing_yes;
	double *split;
	uint8_t *mode;
	double *leaves;
	int64_t *target;
	int64_t *roots;
	double *members;	/* of the sets, NaN behind each */
	size_t n_members, cap;
};

static void
add_member(struct forest *w, double v)
{
	w->members = mem_grow(w->members, &w->cap, w->n_members + 1,
	    sizeof(*w->members));
	w->members[w->n_members++] = v;
}

static void
add_node(struct forest *w, const struct trees *g, const struct tree *t,
    const struct tree_node *n, size_t first)
{
	size_t i = w->n++;
	const struct tree_feature *f = &g->features[n->feature];

	w->feature[i] = n->feature;
	w->yes_is_leaf[i] = n->left < 0;
	w->no_is_leaf[i] = n->right < 0;
	w->yes[i] = n->left < 0 ? (int64_t)w->n_leaves + ~n->left :
	    (int64_t)first + n->left;
	w->no[i] = n->right < 0 ? (int64_t)w->n_leaves + ~n->right :
	    (int64_t)first + n->right;
	w->missing_yes[i] = n->missing_left;
	w->split[i] = n->is_category || isnan(n->threshold) ?
	    -(double)INFINITY : n->threshold;
	w->mode[i] = n->is_category ? BRANCH_MEMBER : BRANCH_LEQ;
	for (uint32_t bin = 0; n->is_category && bin < f->levels.n + 2; bin++) {
		if (tree_set_has(t->sets + n->set, bin))
			add_member(w, bin);
	}
	if (n->is_category)
		add_member(w, (double)NAN);
}

/* A tree of one leaf is a node with that leaf on both sides. */
static void
add_stump(struct forest *w)
{
	size_t i = w->n++;

	w->yes_is_leaf[i] = w->no_is_leaf[i] = 1;
	w->yes[i] = w->no[i] = (int64_t)w->n_leaves;
	w->mode[i] = BRANCH_LEQ;
}

static void
add_tree(struct forest *w, const struct trees *g, size_t k)
{
	const struct tree *t = &g->trees[k];
	size_t first = w->n;

	w->roots[k] = (int64_t)first;
	for (uint32_t i = 0; i + 1 < t->n_leaves; i++)
		add_node(w, g, t, &t->nodes[i], first);
	if (t->n_leaves == 1)
		add_stump(w);
	for (uint32_t i = 0; i < t->n_leaves; i++) {
		w->leaves[w->n_leaves] = t->leaves[i];
		w->target[w->n_leaves++] = (int64_t)(k % g->n_groups);
	}
}

static void
forest_init(struct forest *w, const struct trees *g)
{
	size_t n = 0;
	int64_t **arrays[] = {
		&w->feature, &w->yes, &w->no, &w->yes_is_leaf, &w->no_is_leaf,
		&w->missing_yes, &w->target
	};

	*w = (struct forest){ 0 };
	for (size_t t = 0; t < g->n_trees; t++)
		n += g->trees[t].n_leaves;
	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
		*arrays[i] = mem_calloc(n, sizeof(int64_t));
	w->roots = mem_calloc(g->n_trees, sizeof(*w->roots));
	w->split = mem_calloc(n, sizeof(*w->split));
	w->leaves = mem_calloc(n, sizeof(*w->leaves));
	w->mode = mem_calloc(n, 1);
}

static void
forest_release(struct forest *w)
{
	free(w->feature);
	free(w->yes);
	free(w->no);
	free(w->yes_is_leaf);
	free(w->no_is_leaf);
	free(w->missing_yes);
	free(w->target);
	free(w->roots);
	free(w->split);
	free(w->leaves);
	free(w->mode);
	free(w->members);
}

/* The sums of the trees' leaves: (N, n_groups). */
static size_t
add_forest(struct onnx *o, const struct trees *g, size_t x)
{
	struct onnx_node n;
	struct forest w;

	forest_init(&w, g);
	for (size_t k = 0; k < g->n_trees; k++)
		add_tree(&w, g, k);
	onnx_begin(o, &n);
	onnx_in(&n, x);
	onnx_set_int(&n, "n_targets", (int64_t)g->n_groups);
	onnx_set_int(&n, "aggregate_function", 1);	/* the sum */
	onnx_set_int(&n, "post_transform", 0);
	onnx_set_ints(&n, "tree_roots", w.roots, g->n_trees);
	onnx_set_ints(&n, "nodes_featureids", w.feature, w.n);
	onnx_set_numbers(&n, "nodes_splits", w.split, w.n);
	onnx_set_bytes(&n, "nodes_modes", w.mode, w.n);
	onnx_set_ints(&n, "nodes_truenodeids", w.yes, w.n);
	onnx_set_ints(&n, "nodes_falsenodeids", w.no, w.n);
	onnx_set_ints(&n, "nodes_trueleafs", w.yes_is_leaf, w.n);
	onnx_set_ints(&n, "nodes_falseleafs", w.no_is_leaf, w.n);
	onnx_set_ints(&n, "nodes_missing_value_tracks_true", w.missing_yes,
	    w.n);
	onnx_set_ints(&n, "leaf_targetids", w.target, w.n_leaves);
	onnx_set_numbers(&n, "leaf_weights", w.leaves, w.n_leaves);
	if (w.n_members > 0)
		onnx_set_numbers(&n, "membership_values", w.members,
		    w.n_members);
	forest_release(&w);
	return (onnx_end(&n, "TreeEnsemble", "ai.onnx.ml"));
}

static size_t
add_link(struct onnx *o, const struct trees *g, size_t v)
{
	switch (g->link) {
	case TREE_EXP:
		return (onnx_1(o, "Exp", v));
	case TREE_SIGMOID:
		v = onnx_2(o, "Mul", v, onnx_number(o, g->steepness));
		/* FALLTHROUGH */
	case TREE_LOGISTIC:
		return (onnx_1(o, "Sigmoid", v));
	case TREE_SOFTMAX:
		return (onnx_1(o, "Softmax", v));
	case TREE_EXP2:
	case TREE_IDENTITY:
	case N_TREE_LINKS:
		break;
	}
	return (v);
}

static int
write_trees(struct onnx *o, const struct export_var *features, size_t *scores,
    struct diag *d)
{
	const struct trees *g = o->p->model->state;
	size_t *x, v;
	int r = 0;

	if (g->n_features == 0 || g->n_trees == 0)
		return (diag_set(d, "it has no trees"));
	x = mem_alloc(g->n_features, sizeof(*x));
	for (size_t j = 0; j < g->n_features && r == 0; j++)
		r = add_tree_feature(o, &g->features[j],
		    features[g->features[j].col], &x[j], d);
	if (r == 0) {
		v = add_forest(o, g, onnx_concat(o, x, g->n_features));
		v = onnx_2(o, "Add", v, onnx_numbers(o, g->base, g->n_groups));
		if (g->divisor != 1)
			v = onnx_2(o, "Div", v, onnx_number(o, g->divisor));
		*scores = add_link(o, g, v);
	}
	free(x);
	return (r);
}

/* What a sparse feature adds: the coefficients of its place; 0 of none. */
static size_t
add_sparse(struct onnx *o, const struct linear_weights *w, size_t first,
    size_t width, size_t place)
{
	double *rows = mem_calloc((width + 1) * w->n_out, sizeof(*rows));
	size_t at, v;

	for (size_t i = 0; i < width; i++) {
		for (size_t k = 0; k < w->n_out; k++)
			rows[(i + 1) * w->n_out + k] =
			    w->coef[k * w->n_coef + first + i];
	}
	at = onnx_2(o, "Add", place, onnx_whole(o, 1));
	v = onnx_matrix(o, rows, width + 1, w->n_out);
	free(rows);
	v = onnx_2(o, "Gather", v, at);		/* (N, 1, n_out) */
	return (onnx_2(o, "Squeeze", v, onnx_whole(o, 1)));
}

/* The columns that are one number each, times their coefficients. */
static size_t
add_dense(struct onnx *o, const struct linear_weights *w, const size_t *x,
    const size_t *cols, size_t n)
{
	double *rows = mem_alloc(n * w->n_out, sizeof(*rows));
	size_t v;

	for (size_t j = 0; j < n; j++) {
		for (size_t k = 0; k < w->n_out; k++)
			rows[j * w->n_out + k] = w->coef[k * w->n_coef +
			    cols[j]];
	}
	v = onnx_2(o, "MatMul", onnx_concat(o, x, n), onnx_matrix(o, rows, n,
	    w->n_out));
	free(rows);
	return (v);
}

static int
write_linear(struct onnx *o, const struct export_var *features,
    size_t *scores, struct diag *d)
{
	const struct linear_weights *w = o->p->model->state;
	const struct schema *s = &o->p->model->features;
	size_t *x = mem_alloc(2 * s->n + 1, sizeof(*x)), *cols = x + s->n;
	size_t n = 0, at = 0, v = onnx_numbers(o, w->intercept, w->n_out);
	int r = 0;

	for (size_t j = 0; j < s->n; at += field_width(&s->fields[j++])) {
		if (features[j].type == COL_SPARSE) {
			v = onnx_2(o, "Add", v, add_sparse(o, w, at,
			    field_width(&s->fields[j]), features[j].id));
		} else if (s->fields[j].width > 0) {
			r = diag_set(d, "vectors are not written as ONNX");
		} else {
			x[n] = features[j].id;
			cols[n++] = at;
		}
	}
	if (n > 0)
		v = onnx_2(o, "Add", v, add_dense(o, w, x, cols, n));
	if (o->p->model->task == TASK_BINARY)
		v = onnx_1(o, "Sigmoid", v);
	if (o->p->model->task == TASK_MULTICLASS)
		v = onnx_1(o, "Softmax", v);
	if (linear_has_log_link(o->p->model))
		v = onnx_1(o, "Exp", v);
	*scores = v;
	free(x);
	return (r);
}

static const struct {
	const char *learner;
	int (*write)(struct onnx *, const struct export_var *, size_t *,
	    struct diag *);
} writers[] = {
	{ "gbdt", write_trees },
	{ "forest", write_trees },
	{ "linear", write_linear },
	{ "logistic", write_linear }
};

int
onnx_model(struct onnx *o, const struct export_var *features, size_t *scores,
    struct diag *d)
{
	const char *name = o->p->model->learner->name;

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		if (strcmp(writers[i].learner, name) == 0)
			return (writers[i].write(o, features, scores, d));
	}
	return (diag_set(d, "models of %s are not written as ONNX", name));
}
