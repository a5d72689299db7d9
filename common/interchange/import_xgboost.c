/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XGBoost's models, versions 1 to 3: learner.cc and tree_model.cc write them.
 * Numbers of the head are texts, since 3.1 a list in a text; the base score is
 * in the units of the prediction.  A tree is arrays over its nodes; a leaf's
 * value is its split condition.  A number goes left below it in single
 * precision; the categories of a set go right, all others left.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "imported.h"

static const struct objective {
	const char *name;
	enum task task;
	enum tree_link link;
} objectives[] = {
	{ "binary:logistic", TASK_BINARY, TREE_SIGMOID },
	{ "binary:logitraw", TASK_REGRESSION, TREE_IDENTITY },
	{ "reg:logistic", TASK_REGRESSION, TREE_SIGMOID },
	{ "multi:softprob", TASK_MULTICLASS, TREE_SOFTMAX },
	{ "multi:softmax", TASK_MULTICLASS, TREE_SOFTMAX },
	{ "count:poisson", TASK_REGRESSION, TREE_EXP },
	{ "reg:gamma", TASK_REGRESSION, TREE_EXP },
	{ "reg:tweedie", TASK_REGRESSION, TREE_EXP },
	{ "survival:cox", TASK_REGRESSION, TREE_EXP },
	{ "reg:squarederror", TASK_REGRESSION, TREE_IDENTITY },
	{ "reg:linear", TASK_REGRESSION, TREE_IDENTITY },
	{ "reg:squaredlogerror", TASK_REGRESSION, TREE_IDENTITY },
	{ "reg:absoluteerror", TASK_REGRESSION, TREE_IDENTITY },
	{ "reg:pseudohubererror", TASK_REGRESSION, TREE_IDENTITY },
	{ "reg:quantileerror", TASK_REGRESSION, TREE_IDENTITY },
	{ "rank:pairwise", TASK_REGRESSION, TREE_IDENTITY },
	{ "rank:ndcg", TASK_REGRESSION, TREE_IDENTITY },
	{ "rank:map", TASK_REGRESSION, TREE_IDENTITY }
};
#define N_OBJECTIVES (sizeof(objectives) / sizeof(objectives[0]))

static const struct objective *
find_objective(const char *name, struct diag *d)
{
	for (size_t i = 0; i < N_OBJECTIVES; i++) {
		if (strcmp(objectives[i].name, name) == 0)
			return (&objectives[i]);
	}
	diag_set(d, "the objective \"%s\" is not imported", name);
	return (NULL);
}

/* A number that stands in a text, or as itself. */
static int
get_number(const json_t *o, const char *key, double otherwise, double *out,
    struct diag *d)
{
	const json_t *v = json_object_get(o, key);
	const char *text = json_string_value(v);

	*out = otherwise;
	if (v == NULL)
		return (0);
	if (json_is_number(v))
		*out = json_number_value(v);
	else if (text == NULL || parse_float(text, strlen(text), out) == -1)
		return (diag_set(d, "\"%s\" is no number", key));
	return (0);
}

static int
get_whole(const json_t *o, const char *key, int64_t otherwise, int64_t *out,
    struct diag *d)
{
	double v;

	if (get_number(o, key, (double)otherwise, &v, d) == -1)
		return (-1);
	if (!(fabs(v) < 1e15) || v != trunc(v))
		return (diag_set(d, "\"%s\" is no whole number", key));
	*out = (int64_t)v;
	return (0);
}

static float
to_margin(enum tree_link link, float base)
{
	if (link == TREE_SIGMOID)
		return (-logf(1.0f / base - 1.0f));
	return (link == TREE_EXP ? logf(base) : base);
}

/* "5E-1", "[5E-1]" or, of several outputs, "[1E-1,2E-1]" */
static int
get_base(const json_t *param, struct trees *g, struct diag *d)
{
	const char *p = json_string_value(json_object_get(param,
	    "base_score"));
	double v = 0.5;
	size_t n, k = 0;

	if (p == NULL)
		p = "0.5";
	for (p += *p == '['; *p != '\0' && *p != ']' && k < g->n_groups;
	    p += n, p += *p == ',') {
		n = strcspn(p, ",]");
		if (parse_float(p, n, &v) == -1)
			return (diag_set(d, "\"base_score\" is no number"));
		g->base[k++] = (double)to_margin(g->link, (float)v);
	}
	for (size_t i = k; i < g->n_groups && k > 0; i++)
		g->base[i] = g->base[0];
	for (size_t i = 0; i < g->n_groups; i++) {
		if (k == 0 || !isfinite(g->base[i]))
			return (diag_set(d, "\"base_score\" is none of the "
			    "objective"));
	}
	return (0);
}

/* Levels of "offsets" into bytes, or numbers. */
static int
read_levels(const json_t *enc, struct imported *a, size_t feature,
    struct diag *d)
{
	const json_t *offsets = json_object_get(enc, "offsets");
	const json_t *values = json_object_get(enc, "values");
	struct str text = STR_INIT;
	json_int_t from, end;
	json_t *level;
	int r = 0;

	for (size_t k = 0; offsets == NULL && r == 0 &&
	    k < json_array_size(values); k++)
		r = imported_level(a, feature, json_array_get(values, k), d);
	for (size_t k = 1; offsets != NULL && r == 0 &&
	    k < json_array_size(offsets); k++) {
		from = json_integer_value(json_array_get(offsets, k - 1));
		end = json_integer_value(json_array_get(offsets, k));
		if (from < 0 || end < from ||
		    (size_t)end > json_array_size(values)) {
			r = diag_set(d, "\"cats\" has offsets out of range");
			break;
		}
		str_clear(&text);
		for (; from < end; from++)
			str_addc(&text, (char)json_integer_value(
			    json_array_get(values, (size_t)from)));
		level = doc_stringn(str_get(&text), text.len);
		r = imported_level(a, feature, level, d);
		json_decref(level);
	}
	str_release(&text);
	return (r);
}

static int
read_features(const json_t *learner, const json_t *model, struct imported *a,
    struct diag *d)
{
	const json_t *names = json_object_get(learner, "feature_names");
	const json_t *types = json_object_get(learner, "feature_types");
	const json_t *enc = json_object_get(json_object_get(model, "cats"),
	    "enc");
	const char *s;

	for (size_t j = 0; j < a->n_features; j++) {
		s = json_string_value(json_array_get(names, j));
		if (s != NULL && *s != '\0')
			imported_name(a, j, s);
		s = json_string_value(json_array_get(types, j));
		if (s != NULL && strcmp(s, "c") == 0) {
			a->features[j].is_category = true;
			a->features[j].type = COL_INT;
		} else if (s != NULL && strcmp(s, "i") == 0) {
			a->features[j].type = COL_BOOL;
		}
		if (a->features[j].is_category &&
		    read_levels(json_array_get(enc, j), a, j, d) == -1)
			return (-1);
	}
	return (0);
}

/* The arrays of a tree, all of them n long. */
struct arrays {
	json_t *left, *right, *feature, *condition, *missing_left, *type,
	    *gain, *cover;
	size_t n;
};

static int
get_array(const json_t *tree, const char *key, size_t n, json_t **out,
    struct diag *d)
{
	if (doc_get_array(tree, key, out, d) == -1)
		return (-1);
	return (json_array_size(*out) == n ? 0 : diag_set(d, "%zu of \"%s\" "
	    "for %zu nodes", json_array_size(*out), key, n));
}

static int
get_arrays(const json_t *tree, struct arrays *a, struct diag *d)
{
	if (doc_get_array(tree, "left_children", &a->left, d) == -1)
		return (-1);
	a->n = json_array_size(a->left);
	a->type = json_object_get(tree, "split_type");
	if (a->type != NULL && json_array_size(a->type) != a->n)
		return (diag_set(d, "%zu of \"split_type\" for %zu nodes",
		    json_array_size(a->type), a->n));
	return (get_array(tree, "right_children", a->n, &a->right, d) == -1 ||
	    get_array(tree, "split_indices", a->n, &a->feature, d) == -1 ||
	    get_array(tree, "split_conditions", a->n, &a->condition, d) ==
	    -1 ||
	    get_array(tree, "default_left", a->n, &a->missing_left, d) == -1 ||
	    get_array(tree, "loss_changes", a->n, &a->gain, d) == -1 ||
	    get_array(tree, "sum_hessian", a->n, &a->cover, d) == -1 ? -1 :
	    0);
}

static int
number_at(const json_t *array, size_t i, double *out, struct diag *d)
{
	const json_t *v = json_array_get(array, i);

	if (!json_is_number(v) && !json_is_boolean(v))
		return (diag_set(d, "node %zu: a number is wanted", i));
	*out = json_is_true(v) ? 1 : json_number_value(v);
	return (0);
}

static int
read_node(const struct arrays *in, size_t i, struct imported_node *n,
    struct imported *a, struct diag *d)
{
	double left, right, feature, condition, missing_left, type = 0, gain;

	if (number_at(in->left, i, &left, d) == -1 ||
	    number_at(in->right, i, &right, d) == -1 ||
	    number_at(in->feature, i, &feature, d) == -1 ||
	    number_at(in->condition, i, &condition, d) == -1 ||
	    number_at(in->missing_left, i, &missing_left, d) == -1 ||
	    number_at(in->gain, i, &gain, d) == -1 ||
	    number_at(in->cover, i, &n->cover, d) == -1 ||
	    (in->type != NULL && number_at(in->type, i, &type, d) == -1))
		return (-1);
	n->is_leaf = left == -1;
	n->value = (double)(float)condition;
	if (n->is_leaf)
		return (0);
	if (!(left >= 0 && left < 1e9 && right >= 0 && right < 1e9 &&
	    feature >= 0 && feature < (double)a->n_features))
		return (diag_set(d, "node %zu: a number out of range", i));
	n->left = (int64_t)left;
	n->right = (int64_t)right;
	n->feature = (uint32_t)feature;
	n->missing_left = missing_left != 0;
	n->is_category = type == 1;
	n->value = imported_below((float)condition);
	a->g->features[n->feature].gain += gain;
	return (0);
}

/* Node nodes[k]'s categories are sizes[k] from segments[k] on. */
static int
read_sets(const json_t *tree, struct imported_tree *t, struct diag *d)
{
	const json_t *nodes = json_object_get(tree, "categories_nodes");
	const json_t *first = json_object_get(tree, "categories_segments");
	const json_t *sizes = json_object_get(tree, "categories_sizes");
	const json_t *codes = json_object_get(tree, "categories");
	json_int_t node, from, n, code;

	for (size_t k = 0; k < json_array_size(nodes); k++) {
		node = json_integer_value(json_array_get(nodes, k));
		from = json_integer_value(json_array_get(first, k));
		n = json_integer_value(json_array_get(sizes, k));
		if (node < 0 || (size_t)node >= t->n || from < 0 || n < 0 ||
		    (size_t)from > json_array_size(codes) ||
		    (size_t)n > json_array_size(codes) - (size_t)from)
			return (diag_set(d, "categories out of range"));
		if (t->nodes[node].n_codes > 0)
			return (diag_set(d, "node %lld has two sets of "
			    "categories", (long long)node));
		t->nodes[node].first_code = t->n_codes;
		t->nodes[node].n_codes = (size_t)n;
		for (json_int_t i = 0; i < n; i++) {
			code = json_integer_value(json_array_get(codes,
			    (size_t)(from + i)));
			if (code < 0 || code >= IMPORTED_CODE_MAX)
				return (diag_set(d, "category %lld",
				    (long long)code));
			imported_code(t, (uint32_t)code);
		}
	}
	return (0);
}

static int
read_tree(const json_t *tree, struct imported *a, struct imported_tree *t,
    struct diag *d)
{
	const json_t *param = json_object_get(tree, "tree_param");
	struct arrays in;
	int64_t leaf_size;

	if (get_whole(param, "size_leaf_vector", 1, &leaf_size, d) == -1 ||
	    get_arrays(tree, &in, d) == -1)
		return (-1);
	if (leaf_size > 1)
		return (diag_set(d, "leaves of several values are not "
		    "imported"));
	t->n = in.n;
	t->nodes = mem_calloc(in.n, sizeof(*t->nodes));
	for (size_t i = 0; i < in.n; i++) {
		if (read_node(&in, i, &t->nodes[i], a, d) == -1)
			return (-1);
	}
	return (read_sets(tree, t, d));
}

/* Of dart: each tree counts with its weight. */
static int
weigh(struct imported_tree *t, const json_t *weights, size_t k, struct diag *d)
{
	double w;

	if (weights == NULL)
		return (0);
	if (number_at(weights, k, &w, d) == -1)
		return (diag_prefix(d, "weight_drop"));
	for (size_t i = 0; i < t->n; i++) {
		if (t->nodes[i].is_leaf)
			t->nodes[i].value = (double)((float)w *
			    (float)t->nodes[i].value);
	}
	return (0);
}

static int
read_trees(const json_t *model, const json_t *weights, struct imported *a,
    struct diag *d)
{
	json_t *trees, *info;
	size_t n;

	if (doc_get_array(model, "trees", &trees, d) == -1 ||
	    get_array(model, "tree_info", json_array_size(trees), &info, d) ==
	    -1)
		return (-1);
	n = json_array_size(trees);
	a->trees = mem_calloc(n, sizeof(*a->trees));
	a->has_covers = true;
	for (; a->n_trees < n; a->n_trees++) {
		struct imported_tree *t = &a->trees[a->n_trees];
		json_int_t group = json_integer_value(json_array_get(info,
		    a->n_trees));

		t->group = group < 0 ? SIZE_MAX : (size_t)group;
		if (read_tree(json_array_get(trees, a->n_trees), a, t, d) ==
		    -1 || weigh(t, weights, a->n_trees, d) == -1) {
			a->n_trees++;
			return (diag_prefix(d, "tree %zu", a->n_trees - 1));
		}
	}
	return (0);
}

/* What it consists of, and the booster's model. */
static int
begin(const json_t *learner, const char *objective, struct imported *a,
    struct diag *d)
{
	const struct objective *o = find_objective(objective, d);
	const json_t *param = json_object_get(learner, "learner_model_param");
	int64_t n_features, n_classes, n_targets;

	if (o == NULL ||
	    get_whole(param, "num_feature", 0, &n_features, d) == -1 ||
	    get_whole(param, "num_class", 0, &n_classes, d) == -1 ||
	    get_whole(param, "num_target", 1, &n_targets, d) == -1)
		return (-1);
	if (n_targets > 1)
		return (diag_set(d, "models of several targets are not "
		    "imported"));
	if (imported_begin(a, n_features, o->task == TASK_MULTICLASS ?
	    n_classes : 1, d) == -1)
		return (-1);
	a->task = o->task;
	a->n_classes = o->task == TASK_BINARY ? 2 :
	    o->task == TASK_MULTICLASS ? (size_t)n_classes : 0;
	a->g->link = o->link;
	a->g->is_single = true;
	return (get_base(param, a->g, d));
}

static void
name_source(const json_t *doc, const char *objective, struct imported *a)
{
	const json_t *version = json_object_get(doc, "version");

	str_addz(&a->source, "xgboost");
	for (size_t i = 0; i < json_array_size(version) && i < 3; i++)
		str_addf(&a->source, "%c%lld", i == 0 ? ' ' : '.', (long long)
		    json_integer_value(json_array_get(version, i)));
	str_addf(&a->source, ", %s", objective);
}

int
import_xgboost(const json_t *doc, struct imported *a, struct diag *d)
{
	json_t *learner, *booster, *objective, *model, *weights = NULL;
	const char *name, *kind;

	if (doc_get_object(doc, "learner", &learner, d) == -1 ||
	    doc_get_object(learner, "objective", &objective, d) == -1 ||
	    doc_get_string(objective, "name", &name, d) == -1 ||
	    doc_get_object(learner, "gradient_booster", &booster, d) == -1 ||
	    doc_get_string(booster, "name", &kind, d) == -1)
		return (-1);
	name_source(doc, name, a);
	if (strcmp(kind, "dart") == 0) {
		if (doc_get_array(booster, "weight_drop", &weights, d) == -1 ||
		    doc_get_object(booster, "gbtree", &booster, d) == -1)
			return (-1);
	} else if (strcmp(kind, "gbtree") != 0) {
		return (diag_set(d, "boosters of the kind \"%s\" are not "
		    "imported", kind));
	}
	if (doc_get_object(booster, "model", &model, d) == -1 ||
	    begin(learner, name, a, d) == -1 ||
	    read_features(learner, model, a, d) == -1)
		return (-1);
	return (read_trees(model, weights, a, d));
}
