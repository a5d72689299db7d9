/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * LightGBM's text models: gbdt_model_text.cpp and tree.cpp write them.  A line
 * is KEY=VALUES with blanks between; a block of them begins with Tree=N.  A
 * child from 0 is a node, a negative one ~leaf.  decision_type: bit 0 a
 * category, bit 1 missing goes left, bits 2 and 3 what is missing: nothing
 * (NaN is 0), zero, or NaN.  Numbers go left up to the threshold; categories
 * of the set go left, all else right.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "imported.h"

enum { MISSING_NONE, MISSING_ZERO, MISSING_NAN };

/* Lines from p to end. */
struct lines {
	const char *p, *end;
};

/* The value of the key; NULL where no line has it. */
static const char *
find_value(const struct lines *l, const char *key, size_t *n)
{
	size_t k = strlen(key), len;
	const char *next;

	for (const char *p = l->p; p < l->end; p = next) {
		next = memchr(p, '\n', (size_t)(l->end - p));
		len = (size_t)((next != NULL ? next : l->end) - p);
		next = next != NULL ? next + 1 : l->end;
		if (len > k && strncmp(p, key, k) == 0 && p[k] == '=') {
			*n = len - k - 1;
			if (*n > 0 && p[len - 1] == '\r')
				--*n;
			return (p + k + 1);
		}
	}
	return (NULL);
}

/* The next word of a value; false at its end. */
static bool
next_word(const char **p, const char *end, const char **word, size_t *n)
{
	while (*p < end && **p == ' ')
		++*p;
	*word = *p;
	while (*p < end && **p != ' ')
		++*p;
	*n = (size_t)(*p - *word);
	return (*n > 0);
}

/* n numbers of a key, heap memory, also after an error; absent ones are 0 if
   they may be. */
static int
get_numbers(const struct lines *l, const char *key, size_t n, bool may_lack,
    double **out, struct diag *d)
{
	const char *p, *end, *word;
	size_t len, k = 0;

	*out = mem_calloc(n, sizeof(**out));
	if ((p = find_value(l, key, &len)) == NULL)
		return (may_lack || n == 0 ? 0 : diag_set(d, "no %s", key));
	for (end = p + len; next_word(&p, end, &word, &len); k++) {
		if (k == n || parse_float(word, len, &(*out)[k]) == -1 ||
		    isnan((*out)[k]))
			return (diag_set(d, "%s: not %zu numbers", key, n));
	}
	return (k == n ? 0 : diag_set(d, "%s: %zu numbers, not %zu", key, k,
	    n));
}

static int
get_whole(const struct lines *l, const char *key, int64_t otherwise,
    int64_t *out, struct diag *d)
{
	size_t n;
	const char *p = find_value(l, key, &n);

	*out = otherwise;
	if (p != NULL && parse_int(p, n, out) == -1)
		return (diag_set(d, "%s is no whole number", key));
	return (0);
}

/* What a tree's lines hold. */
struct arrays {
	double *feature, *gain, *threshold, *decision, *left, *right, *value,
	    *count, *bounds, *bits;
	size_t n_leaves, n_sets, n_words;
};

static void
release_arrays(struct arrays *a)
{
	free(a->feature);
	free(a->gain);
	free(a->threshold);
	free(a->decision);
	free(a->left);
	free(a->right);
	free(a->value);
	free(a->count);
	free(a->bounds);
	free(a->bits);
}

static int
get_sets(const struct lines *l, struct arrays *a, struct diag *d)
{
	double words;

	if (a->n_sets == 0)
		return (0);
	if (get_numbers(l, "cat_boundaries", a->n_sets + 1, false, &a->bounds,
	    d) == -1)
		return (-1);
	words = a->bounds[a->n_sets];
	if (!(words >= 0 && words <= (double)(l->end - l->p)))
		return (diag_set(d, "cat_boundaries out of range"));
	a->n_words = (size_t)words;
	return (get_numbers(l, "cat_threshold", a->n_words, false, &a->bits,
	    d));
}

static int
get_arrays(const struct lines *l, struct arrays *a, struct diag *d)
{
	int64_t n_leaves, n_sets, is_linear;
	size_t n;

	if (get_whole(l, "num_leaves", 0, &n_leaves, d) == -1 ||
	    get_whole(l, "num_cat", 0, &n_sets, d) == -1 ||
	    get_whole(l, "is_linear", 0, &is_linear, d) == -1)
		return (-1);
	if (is_linear != 0)
		return (diag_set(d, "leaves with linear models are not "
		    "imported"));
	/* A leaf takes at least two bytes. */
	if (n_leaves < 1 || n_leaves > (l->end - l->p) / 2 || n_sets < 0 ||
	    n_sets > n_leaves)
		return (diag_set(d, "num_leaves or num_cat is out of range"));
	a->n_leaves = (size_t)n_leaves;
	a->n_sets = (size_t)n_sets;
	n = a->n_leaves - 1;
	if (get_numbers(l, "leaf_value", n + 1, false, &a->value, d) == -1 ||
	    get_numbers(l, "leaf_count", n + 1, n == 0, &a->count, d) == -1)
		return (-1);
	if (n == 0)
		return (0);
	return (get_numbers(l, "split_feature", n, false, &a->feature, d) ==
	    -1 ||
	    get_numbers(l, "split_gain", n, true, &a->gain, d) == -1 ||
	    get_numbers(l, "threshold", n, false, &a->threshold, d) == -1 ||
	    get_numbers(l, "decision_type", n, false, &a->decision, d) == -1 ||
	    get_numbers(l, "left_child", n, false, &a->left, d) == -1 ||
	    get_numbers(l, "right_child", n, false, &a->right, d) == -1 ||
	    get_sets(l, a, d) == -1 ? -1 : 0);
}

/* Leaves stand behind the nodes of the tree. */
static int
child_of(double child, const struct arrays *a, int64_t *out, struct diag *d)
{
	double n = (double)a->n_leaves;

	if (child != trunc(child) || !(child >= -n && child < n - 1))
		return (diag_set(d, "a child out of range"));
	*out = child >= 0 ? (int64_t)child :
	    (int64_t)(a->n_leaves - 1) - (int64_t)child - 1;
	return (0);
}

static int
add_codes(const struct arrays *a, double set, struct imported_tree *t,
    struct imported_node *n, struct diag *d)
{
	size_t k = (size_t)set;
	double from, end;

	if (!(set >= 0 && set < (double)a->n_sets))
		return (diag_set(d, "a set of categories out of range"));
	from = a->bounds[k];
	end = a->bounds[k + 1];
	if (!(from >= 0 && from <= end && end <= (double)a->n_words))
		return (diag_set(d, "cat_boundaries are not ascending"));
	n->first_code = t->n_codes;
	for (size_t w = (size_t)from; w < (size_t)end; w++) {
		if (!(a->bits[w] >= 0 && a->bits[w] <= UINT32_MAX))
			return (diag_set(d, "cat_threshold out of range"));
		for (uint32_t b = 0; b < 32; b++) {
			if ((uint32_t)a->bits[w] >> b & 1)
				imported_code(t, (uint32_t)(w - (size_t)from) *
				    32 + b);
		}
	}
	n->n_codes = t->n_codes - n->first_code;
	return (0);
}

/* Missing types are those of columns: all nodes of one have the same. */
struct columns {
	int *missing;		/* of each feature; -1: not known */
};

static int
read_node(struct imported *a, struct columns *c, const struct arrays *in,
    size_t i, struct imported_tree *t, struct diag *d)
{
	struct imported_node *n = &t->nodes[i];
	double f = in->feature[i], type = in->decision[i];
	int missing;

	if (!(f >= 0 && f < (double)a->n_features) ||
	    !(type >= 0 && type < 16))
		return (diag_set(d, "node %zu: a feature or type out of range",
		    i));
	if (child_of(in->left[i], in, &n->left, d) == -1 ||
	    child_of(in->right[i], in, &n->right, d) == -1)
		return (-1);
	n->feature = (uint32_t)f;
	n->is_category = (unsigned)type & 1;
	n->value = in->threshold[i];
	a->g->features[n->feature].gain += in->gain[i];
	if (n->is_category) {
		n->set_left = true;
		return (add_codes(in, n->value, t, n, d));
	}
	missing = (int)type >> 2;
	n->missing_left = missing == MISSING_NONE ? 0 <= n->value :
	    (unsigned)type >> 1 & 1;
	if (missing > MISSING_NAN || (c->missing[n->feature] != -1 &&
	    c->missing[n->feature] != missing))
		return (diag_set(d, "feature %u has two ways with missing "
		    "values", n->feature));
	c->missing[n->feature] = missing;
	a->g->features[n->feature].zero_is_missing = missing == MISSING_ZERO;
	return (0);
}

static int
read_tree(struct imported *a, struct columns *c, const struct lines *l,
    struct imported_tree *t, struct diag *d)
{
	struct arrays in = { 0 };
	int r = get_arrays(l, &in, d);

	if (r == 0) {
		t->n = 2 * in.n_leaves - 1;
		t->nodes = mem_calloc(t->n, sizeof(*t->nodes));
	}
	for (size_t i = 0; i + 1 < in.n_leaves && r == 0; i++)
		r = read_node(a, c, &in, i, t, d);
	for (size_t i = 0; i < in.n_leaves && r == 0; i++)
		t->nodes[in.n_leaves - 1 + i] = (struct imported_node){
		    .is_leaf = true, .value = in.value[i],
		    .cover = in.count[i] };
	release_arrays(&in);
	return (r);
}

/* The block that begins at or behind p; false where there is none. */
static bool
next_tree(const char *p, const char *end, struct lines *out)
{
	const char *next;

	if ((p = strstr(p, "\nTree=")) == NULL || p > end)
		return (false);
	out->p = p + 1;
	next = strstr(out->p, "\nTree=");
	out->end = next != NULL && next < end ? next : end;
	return (true);
}

static int
read_trees(const char *text, struct imported *a, struct diag *d)
{
	const char *end = strstr(text, "\nend of trees");
	struct lines l = { text, text };
	struct columns c;
	size_t cap = 0;
	int r = 0;

	if (end == NULL)
		return (diag_set(d, "it is cut: no \"end of trees\""));
	c.missing = mem_alloc(a->n_features, sizeof(*c.missing));
	memset(c.missing, -1, a->n_features * sizeof(*c.missing));
	a->has_covers = true;
	while (r == 0 && next_tree(l.end, end, &l)) {
		a->trees = mem_grow(a->trees, &cap, a->n_trees + 1,
		    sizeof(*a->trees));
		a->trees[a->n_trees] = (struct imported_tree){
		    .group = a->n_trees % a->g->n_groups };
		r = read_tree(a, &c, &l, &a->trees[a->n_trees++], d);
		if (r == -1)
			diag_prefix(d, "tree %zu", a->n_trees - 1);
	}
	free(c.missing);
	return (r);
}

/* "binary sigmoid:1": is the first word so? */
static bool
is_objective(const char *p, size_t n, const char *name)
{
	size_t k = strlen(name);

	return (n >= k && strncmp(p, name, k) == 0 && (n == k || p[k] == ' '));
}

/* The number behind "sigmoid:", else 1. */
static double
find_steepness(const char *p, size_t n)
{
	const char *word, *end = p + n;
	double v = 1;

	while (next_word(&p, end, &word, &n)) {
		if (n > 8 && strncmp(word, "sigmoid:", 8) == 0 &&
		    parse_float(word + 8, n - 8, &v) == 0 && v > 0 &&
		    isfinite(v))
			return (v);
	}
	return (1);
}

static const struct {
	const char *name;
	enum task task;
	enum tree_link link;
} objectives[] = {
	{ "regression", TASK_REGRESSION, TREE_IDENTITY },
	{ "regression_l1", TASK_REGRESSION, TREE_IDENTITY },
	{ "huber", TASK_REGRESSION, TREE_IDENTITY },
	{ "fair", TASK_REGRESSION, TREE_IDENTITY },
	{ "quantile", TASK_REGRESSION, TREE_IDENTITY },
	{ "mape", TASK_REGRESSION, TREE_IDENTITY },
	{ "lambdarank", TASK_REGRESSION, TREE_IDENTITY },
	{ "rank_xendcg", TASK_REGRESSION, TREE_IDENTITY },
	{ "poisson", TASK_REGRESSION, TREE_EXP },
	{ "gamma", TASK_REGRESSION, TREE_EXP },
	{ "tweedie", TASK_REGRESSION, TREE_EXP },
	{ "cross_entropy", TASK_REGRESSION, TREE_SIGMOID },
	{ "binary", TASK_BINARY, TREE_SIGMOID },
	{ "multiclass", TASK_MULTICLASS, TREE_SOFTMAX },
	{ "multiclassova", TASK_MULTICLASS, TREE_SIGMOID }
};
#define N_OBJECTIVES (sizeof(objectives) / sizeof(objectives[0]))

static int
set_objective(const struct lines *head, struct imported *a, struct diag *d)
{
	size_t n = 0;
	const char *p = find_value(head, "objective", &n);

	if (p == NULL)
		p = "regression", n = 10;
	str_addf(&a->source, ", %.*s", (int)(n < 100 ? n : 100), p);
	for (size_t i = 0; i < N_OBJECTIVES; i++) {
		if (!is_objective(p, n, objectives[i].name))
			continue;
		if (memmem(p, n, " sqrt", 5) != NULL)
			break;
		a->task = objectives[i].task;
		a->g->link = objectives[i].link;
		if (a->g->link == TREE_SIGMOID)
			a->g->steepness = find_steepness(p, n);
		a->n_classes = a->task == TASK_BINARY ? 2 :
		    a->task == TASK_MULTICLASS ? a->g->n_groups : 0;
		return (0);
	}
	return (diag_set(d, "the objective \"%.*s\" is not imported",
	    (int)(n < 100 ? n : 100), p));
}

static int
set_names(const struct lines *head, struct imported *a, struct diag *d)
{
	size_t n, len, j = 0;
	const char *p = find_value(head, "feature_names", &n), *end, *word;
	char *name;

	if (p == NULL)
		return (diag_set(d, "no feature_names"));
	for (end = p + n; next_word(&p, end, &word, &len); j++) {
		if (j == a->n_features)
			break;
		name = mem_strndup(word, len);
		imported_name(a, j, name);
		free(name);
	}
	return (j == a->n_features && p == end ? 0 : diag_set(d, "not %zu "
	    "feature_names", a->n_features));
}

/* "[categorical_feature: 1,2]" of the parameters. */
static int
mark_categories(const char *text, struct imported *a, struct diag *d)
{
	static const char key[] = "\n[categorical_feature: ";
	const char *p = strstr(text, key);
	int64_t j;
	size_t n;

	if (p == NULL)
		return (0);
	for (p += strlen(key); *p != '\0' && *p != ']' && *p != '\n';
	    p += n, p += *p == ',') {
		n = strcspn(p, ",]\n");
		if (parse_int(p, n, &j) == -1 || j < 0 ||
		    (size_t)j >= a->n_features)
			return (diag_set(d, "categorical_feature is out of "
			    "range"));
		a->features[j].is_category = true;
		a->features[j].type = COL_INT;
	}
	return (0);
}

/* "pandas_categorical:[[...],...]": a list for each categorical column. */
static int
read_pandas(const char *text, struct imported *a, struct diag *d)
{
	static const char key[] = "\npandas_categorical:";
	const char *p = strstr(text, key);
	json_t *lists, *list;
	size_t at = 0;
	int r = 0;

	if (p == NULL)
		return (0);
	p += strlen(key);
	if (strncmp(p, "null", 4) == 0)
		return (0);
	if (doc_parse(p, strcspn(p, "\n"), &lists, d) == -1)
		return (diag_prefix(d, "pandas_categorical"));
	for (size_t j = 0; j < a->n_features && r == 0; j++) {
		if (!a->features[j].is_category)
			continue;
		list = json_array_get(lists, at++);
		for (size_t k = 0; k < json_array_size(list) && r == 0; k++)
			r = imported_level(a, j, json_array_get(list, k), d);
	}
	if (r == 0 && at != json_array_size(lists) &&
	    json_array_size(lists) > 0)
		r = diag_set(d, "pandas_categorical has %zu columns, the "
		    "model %zu", json_array_size(lists), at);
	json_decref(lists);
	return (r);
}

int
import_lightgbm(const char *text, struct imported *a, struct diag *d)
{
	const char *first = strstr(text, "\nTree=");
	struct lines head = { text, first != NULL ? first :
	    strchr(text, '\0') };
	int64_t n_groups, last;
	const char *version;
	size_t n;

	if (get_whole(&head, "num_tree_per_iteration", 1, &n_groups, d) ==
	    -1 || get_whole(&head, "max_feature_idx", -1, &last, d) == -1)
		return (-1);
	if (last < -1 || last >= INT32_MAX)
		return (diag_set(d, "max_feature_idx is out of range"));
	if (imported_begin(a, last + 1, n_groups, d) == -1)
		return (-1);
	version = find_value(&head, "version", &n);
	str_addf(&a->source, "lightgbm %.*s", version != NULL && n < 10 ?
	    (int)n : 0, version != NULL ? version : "");
	if (set_objective(&head, a, d) == -1 ||
	    set_names(&head, a, d) == -1 ||
	    mark_categories(text, a, d) == -1 ||
	    read_pandas(text, a, d) == -1 || read_trees(text, a, d) == -1)
		return (-1);
	if (strstr(text, "\naverage_output\n") != NULL && a->n_trees > 0)
		a->g->divisor = (double)a->n_trees / (double)a->g->n_groups;
	return (0);
}
