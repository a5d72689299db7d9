/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees as XGBoost's JSON (import_xgboost.c tells what it means).  All its
 * numbers are of single precision, and so are its sums.  The children of a node
 * stand side by side, as its predictor expects; categories that it never saw
 * go left, so a node whose unknown categories go right is turned round.
 */
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "numtext.h"
#include "trees.h"

#include "export_trees.h"

#define NO_PARENT 2147483647

struct node {
	int32_t from;		/* a node of ours, or ~leaf */
	uint32_t parent, left;	/* the right one is behind the left */
	bool turned;
	double cover;
};

struct writer {
	const struct predictor *p;
	const struct trees *g;
	const struct tree *tree;
	struct node *nodes;	/* of the tree, breadth first */
	size_t n;
	double base;		/* stands in the leaves of the tree */
	double scale;		/* a leaf counts so many times there */
	struct str *out;
};

/* A float has a point or an exponent, or else it is taken for an int. */
static void
add_number(struct str *out, double v)
{
	char text[NUMTEXT_MAX + 1];
	size_t n;

	v = v > FLT_MAX ? FLT_MAX : v < -FLT_MAX ? -FLT_MAX : v;
	n = format_float(text, (double)(float)v);
	text[n] = '\0';
	str_addz(out, text);
	if (strpbrk(text, ".eE") == NULL)
		str_addz(out, "E0");
}

static void
add_text(struct str *out, const char *text)
{
	json_t *v = json_string(text);

	doc_write(v, out);
	json_decref(v);
}

/* The objective with our link, and the parameters it cannot be without. */
static int
add_objective(const struct writer *w, struct diag *d)
{
	const struct trees *g = w->g;
	bool many = g->n_groups > 1;
	const char *name = "reg:squarederror";

	if (g->link == TREE_SOFTMAX) {
		str_addf(w->out, "{\"name\":\"multi:softprob\","
		    "\"softmax_multiclass_param\":{\"num_class\":\"%zu\"}}",
		    g->n_groups);
		return (0);
	}
	if (many)
		return (diag_set(d, "each of its classes has a probability "
		    "by itself, which XGBoost's have not"));
	if (g->link == TREE_EXP) {
		str_addz(w->out, "{\"name\":\"count:poisson\",\"poisson_"
		    "regression_param\":{\"max_delta_step\":\"0.7\"}}");
		return (0);
	}
	if (g->link == TREE_LOGISTIC || g->link == TREE_SIGMOID)
		name = w->p->model->task == TASK_REGRESSION ? "reg:logistic" :
		    "binary:logistic";
	str_addf(w->out, "{\"name\":\"%s\",\"reg_loss_param\":"
	    "{\"scale_pos_weight\":\"1\"}}", name);
	return (0);
}

/* The base is in the leaves: these are what it adds nothing with. */
static const char *
neutral_base(const struct trees *g)
{
	if (g->link == TREE_LOGISTIC || g->link == TREE_SIGMOID)
		return ("5E-1");
	return (g->link == TREE_EXP ? "1E0" : "0E0");
}

static uint32_t
n_bins(const struct tree_feature *f)
{
	return ((uint32_t)f->levels.n + 2);
}

static bool
goes_left(const struct writer *w, const struct node *at, uint32_t bin)
{
	const struct tree_node *n = &w->tree->nodes[at->from];

	return (tree_set_has(w->tree->sets + n->set, bin) != at->turned);
}

/* Nodes breadth first, each with its children at its end. */
static void
lay_out(struct writer *w)
{
	const struct tree *t = w->tree;

	w->nodes = mem_calloc(2 * (size_t)t->n_leaves, sizeof(*w->nodes));
	w->nodes[0] = (struct node){ .from = t->n_leaves > 1 ? 0 : ~0,
	    .parent = NO_PARENT };
	w->n = 1;
	for (size_t i = 0; i < w->n; i++) {
		struct node *at = &w->nodes[i];
		const struct tree_node *n;

		if (at->from < 0)
			continue;
		n = &t->nodes[at->from];
		at->turned = n->is_category && !tree_set_has(t->sets + n->set,
		    n_bins(&w->g->features[n->feature]) - 1);
		at->left = (uint32_t)w->n;
		w->nodes[w->n++] = (struct node){ .from = at->turned ?
		    n->right : n->left, .parent = (uint32_t)i };
		w->nodes[w->n++] = (struct node){ .from = at->turned ?
		    n->left : n->right, .parent = (uint32_t)i };
	}
	for (size_t i = w->n; i-- > 0;) {
		if (w->nodes[i].from < 0 && t->covers != NULL)
			w->nodes[i].cover = t->covers[~w->nodes[i].from];
		if (i > 0)
			w->nodes[w->nodes[i].parent].cover += w->nodes[i].cover;
	}
}

/* One member: what put adds of each node. */
static void
add_array(const struct writer *w, const char *key,
    void (*put)(const struct writer *, const struct node *))
{
	str_addf(w->out, ",\"%s\":[", key);
	for (size_t i = 0; i < w->n; i++) {
		if (i > 0)
			str_addc(w->out, ',');
		put(w, &w->nodes[i]);
	}
	str_addc(w->out, ']');
}

static void
put_left(const struct writer *w, const struct node *at)
{
	str_addf(w->out, "%d", at->from < 0 ? -1 : (int)at->left);
}

static void
put_right(const struct writer *w, const struct node *at)
{
	str_addf(w->out, "%d", at->from < 0 ? -1 : (int)at->left + 1);
}

static void
put_parent(const struct writer *w, const struct node *at)
{
	str_addf(w->out, "%u", at->parent);
}

static void
put_feature(const struct writer *w, const struct node *at)
{
	str_addf(w->out, "%u", at->from < 0 ? 0 :
	    w->g->features[w->tree->nodes[at->from].feature].col);
}

/* The value of a leaf; or the number below which rows go left. */
static void
put_condition(const struct writer *w, const struct node *at)
{
	const struct tree_node *n;

	if (at->from < 0) {
		add_number(w->out, w->scale *
		    (w->base + w->tree->leaves[~at->from]));
		return;
	}
	n = &w->tree->nodes[at->from];
	if (n->is_category || isnan(n->threshold))
		add_number(w->out, n->is_category ? 0 : -FLT_MAX);
	else
		add_number(w->out, (double)nextafterf((float)n->threshold,
		    INFINITY));
}

static void
put_missing_left(const struct writer *w, const struct node *at)
{
	const struct tree_node *n = &w->tree->nodes[at->from];

	str_addc(w->out, at->from >= 0 && (n->is_category ?
	    goes_left(w, at, 0) : n->missing_left) ? '1' : '0');
}

static void
put_type(const struct writer *w, const struct node *at)
{
	str_addc(w->out, at->from >= 0 &&
	    w->tree->nodes[at->from].is_category ? '1' : '0');
}

static void
put_zero(const struct writer *w, const struct node *at)
{
	(void)at;
	add_number(w->out, 0);
}

static void
put_cover(const struct writer *w, const struct node *at)
{
	add_number(w->out, at->cover);
}

/* What stands for a level: its number, or of ints themselves. */
static int64_t
code_of(const struct writer *w, const struct tree_feature *f, uint32_t bin)
{
	size_t n;
	const char *text = dict_get(&f->levels, bin - 1, &n);
	int64_t code;

	if (w->p->model->features.fields[f->col].type == COL_STRING ||
	    parse_int(text, n, &code) == -1)
		code = bin - 1;
	return (code);
}

/* The categories of each set, which go right. */
static void
add_sets(const struct writer *w)
{
	struct str nodes = STR_INIT, first = STR_INIT, sizes = STR_INIT;
	size_t n_codes = 0, from;

	str_addz(w->out, ",\"categories\":[");
	for (size_t i = 0; i < w->n; i++) {
		const struct node *at = &w->nodes[i];
		const struct tree_feature *f;

		if (at->from < 0 || !w->tree->nodes[at->from].is_category)
			continue;
		f = &w->g->features[w->tree->nodes[at->from].feature];
		from = n_codes;
		for (uint32_t bin = 1; bin + 1 < n_bins(f); bin++) {
			if (!goes_left(w, at, bin))
				str_addf(w->out, "%s%" PRId64,
				    n_codes++ > 0 ? "," : "",
				    code_of(w, f, bin));
		}
		str_addf(&nodes, "%s%zu", nodes.len > 0 ? "," : "", i);
		str_addf(&first, "%s%zu", first.len > 0 ? "," : "", from);
		str_addf(&sizes, "%s%zu", sizes.len > 0 ? "," : "",
		    n_codes - from);
	}
	str_addf(w->out, "],\"categories_nodes\":[%s],\"categories_segments\":"
	    "[%s],\"categories_sizes\":[%s]", str_get(&nodes),
	    str_get(&first), str_get(&sizes));
	str_release(&nodes);
	str_release(&first);
	str_release(&sizes);
}

/* The first tree of a group has its base in it. */
static void
add_tree(struct writer *w, size_t k)
{
	w->tree = &w->g->trees[k];
	w->base = k < w->g->n_groups ? w->g->base[k] : 0;
	lay_out(w);
	str_addf(w->out, "%s{\"id\":%zu", k > 0 ? "," : "", k);
	add_array(w, "left_children", put_left);
	add_array(w, "right_children", put_right);
	add_array(w, "parents", put_parent);
	add_array(w, "split_indices", put_feature);
	add_array(w, "split_conditions", put_condition);
	add_array(w, "default_left", put_missing_left);
	add_array(w, "split_type", put_type);
	add_array(w, "loss_changes", put_zero);
	add_array(w, "base_weights", put_zero);
	add_array(w, "sum_hessian", put_cover);
	add_sets(w);
	str_addf(w->out, ",\"tree_param\":{\"num_deleted\":\"0\","
	    "\"num_feature\":\"%zu\",\"num_nodes\":\"%zu\","
	    "\"size_leaf_vector\":\"1\"}}", w->p->model->features.n, w->n);
	free(w->nodes);
}

/* The bytes of all levels, and where each begins. */
static void
add_levels(const struct dict *levels, struct str *out)
{
	const char *mark = "", *text;
	size_t at = 0, n;

	str_addz(out, "{\"offsets\":[0");
	for (uint32_t i = 0; i < levels->n; i++) {
		dict_get(levels, i, &n);
		str_addf(out, ",%zu", at += n);
	}
	str_addz(out, "],\"values\":[");
	for (uint32_t i = 0; i < levels->n; i++) {
		text = dict_get(levels, i, &n);
		for (size_t k = 0; k < n; k++, mark = ",")
			str_addf(out, "%s%d", mark, (signed char)text[k]);
	}
	str_addz(out, "]}");
}

/* The levels in the order of their bytes. */
static void
add_order(const struct dict *levels, struct str *out)
{
	uint32_t *order = levels_order(levels, COL_STRING);

	for (size_t i = 0; i < levels->n; i++)
		str_addf(out, "%s%u", out->len > 0 ? "," : "", order[i]);
	free(order);
}

/* Since 3.1 a model says what its categories are called. */
static void
add_categories(const struct writer *w)
{
	const struct schema *s = &w->p->model->features;
	struct str ends = STR_INIT, index = STR_INIT;
	size_t n = 0;

	str_addz(w->out, "\"cats\":{\"enc\":[");
	for (size_t j = 0; j < s->n; j++) {
		const struct tree_feature *f = export_feature(w->g, j);

		str_addz(w->out, j > 0 ? "," : "");
		if (s->fields[j].type == COL_STRING && f != NULL) {
			add_levels(&f->levels, w->out);
			add_order(&f->levels, &index);
			n += f->levels.n;
		} else {
			str_addz(w->out, "{\"offsets\":[],\"values\":[]}");
		}
		str_addf(&ends, ",%zu", n);
	}
	str_addf(w->out, "],\"feature_segments\":[0%s],\"sorted_idx\":[%s]},",
	    str_get(&ends), str_get(&index));
	str_release(&ends);
	str_release(&index);
}

static const char *
type_of(const struct field *f, const struct tree_feature *in)
{
	if (in != NULL ? in->is_category : f->type == COL_STRING)
		return ("c");
	return (f->type == COL_BOOL ? "i" : f->type == COL_INT ? "int" :
	    "float");
}

/* Brackets and < have a meaning in its dumps and are refused in names. */
static void
add_names(const struct writer *w)
{
	const struct schema *s = &w->p->model->features;
	struct str name = STR_INIT;

	str_addz(w->out, "\"feature_names\":[");
	for (size_t j = 0; j < s->n; j++) {
		str_clear(&name);
		for (const char *c = s->fields[j].name; *c != '\0'; c++)
			str_addc(&name, strchr("[]<", *c) != NULL ? '_' : *c);
		str_addz(w->out, j > 0 ? "," : "");
		add_text(w->out, str_get(&name));
	}
	str_addz(w->out, "],\"feature_types\":[");
	for (size_t j = 0; j < s->n; j++)
		str_addf(w->out, "%s\"%s\"", j > 0 ? "," : "",
		    type_of(&s->fields[j], export_feature(w->g, j)));
	str_addz(w->out, "],");
	str_release(&name);
}

static int
check(const struct writer *w, struct diag *d)
{
	const struct schema *s = &w->p->model->features;

	for (size_t j = 0; j < w->g->n_features; j++) {
		const struct tree_feature *f = &w->g->features[j];

		if (f->zero_is_missing)
			return (diag_set(d, "feature \"%s\" is missing where "
			    "it is 0, which XGBoost cannot say",
			    s->fields[f->col].name));
		if (s->fields[f->col].type == COL_TIME)
			return (diag_set(d, "feature \"%s\" is a time, for "
			    "which single precision is too coarse",
			    s->fields[f->col].name));
	}
	return (0);
}

static void
add_model(struct writer *w)
{
	size_t n_groups = w->g->n_groups, n_rounds = w->g->n_trees / n_groups;

	add_categories(w);
	str_addf(w->out, "\"gbtree_model_param\":{\"num_parallel_tree\":\"1\","
	    "\"num_trees\":\"%zu\"},\"iteration_indptr\":[0", w->g->n_trees);
	for (size_t i = 1; i <= n_rounds; i++)
		str_addf(w->out, ",%zu", i * n_groups);
	str_addz(w->out, "],\"tree_info\":[");
	for (size_t t = 0; t < w->g->n_trees; t++)
		str_addf(w->out, "%s%zu", t > 0 ? "," : "", t % n_groups);
	str_addz(w->out, "],\"trees\":[");
	for (size_t t = 0; t < w->g->n_trees; t++)
		add_tree(w, t);
	str_addc(w->out, ']');
}

static int
write_xgboost(const struct predictor *p, const char *name, struct str *out,
    struct diag *d)
{
	struct writer w = { .p = p, .g = export_trees(p, d), .out = out };

	(void)name;
	if (w.g == NULL || check(&w, d) == -1)
		return (-1);
	w.scale = 1 / w.g->divisor;
	if (w.g->link == TREE_SIGMOID)
		w.scale *= w.g->steepness;
	str_addz(out, "{\"version\":[3,1,1],\"learner\":{\"attributes\":{},");
	add_names(&w);
	str_addz(out, "\"gradient_booster\":{\"name\":\"gbtree\",\"model\":{");
	add_model(&w);
	str_addf(out, "}},\"learner_model_param\":{\"base_score\":\"%s\","
	    "\"boost_from_average\":\"1\",\"num_class\":\"%zu\","
	    "\"num_feature\":\"%zu\",\"num_target\":\"1\"},\"objective\":",
	    neutral_base(w.g), w.g->n_groups > 1 ? w.g->n_groups : 0,
	    p->model->features.n);
	if (add_objective(&w, d) == -1)
		return (-1);
	str_addz(out, "}}\n");
	return (0);
}

const struct export_form export_xgboost = {
	.name = "xgboost",
	.summary = "XGBoost's JSON: trees on raw columns, single precision",
	.write = write_xgboost
};
