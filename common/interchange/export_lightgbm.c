/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trees as LightGBM's text (import_lightgbm.c tells what it means).  It has no
 * steps, so features have to be raw columns; and to it a missing category is
 * one that it never saw, so these two have to go the same way.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "trees.h"

#include "export_trees.h"

#define NAN_IS_MISSING 8u
#define ZERO_IS_MISSING 4u
#define MISSING_LEFT 2u

static void
add_number(struct str *out, double v)
{
	char text[NUMTEXT_MAX];

	str_add(out, text, format_float(text, v));
}

static int
add_objective(const struct predictor *p, const struct trees *g,
    struct str *out, struct diag *d)
{
	bool many = g->n_groups > 1;

	if (g->is_single)
		return (diag_set(d, "its sums are in single precision, "
		    "LightGBM's are not"));
	if (g->divisor != 1 && g->divisor != (double)(g->n_trees /
	    g->n_groups))
		return (diag_set(d, "its sums are divided"));
	switch (g->link) {
	case TREE_EXP:
		str_addz(out, "poisson");
		break;
	case TREE_LOGISTIC:
		str_addz(out, "binary sigmoid:1");
		break;
	case TREE_SOFTMAX:
		str_addf(out, "multiclass num_class:%zu", g->n_groups);
		break;
	case TREE_SIGMOID:
		if (p->model->task == TASK_REGRESSION && g->steepness == 1) {
			str_addz(out, "cross_entropy");
			break;
		}
		str_addz(out, many ? "multiclassova" : "binary");
		if (many)
			str_addf(out, " num_class:%zu", g->n_groups);
		str_addz(out, " sigmoid:");
		add_number(out, g->steepness);
		break;
	case TREE_EXP2:
	case TREE_IDENTITY:
	case N_TREE_LINKS:
		str_addz(out, "regression");
	}
	str_addc(out, '\n');
	return (0);
}

/* A blank would end a name. */
static void
add_name(struct str *out, const char *name)
{
	for (; *name != '\0'; name++)
		str_addc(out, strchr(" \t\r\n=", *name) != NULL ? '_' : *name);
}

static int
add_head(const struct predictor *p, const struct trees *g, struct str *out,
    struct diag *d)
{
	const struct schema *s = &p->model->features;

	str_addf(out, "tree\nversion=v4\nnum_class=%zu\n"
	    "num_tree_per_iteration=%zu\nlabel_index=0\nmax_feature_idx=%zd\n"
	    "objective=", g->n_groups, g->n_groups, (ssize_t)s->n - 1);
	if (add_objective(p, g, out, d) == -1)
		return (-1);
	if (g->divisor != 1)
		str_addz(out, "average_output\n");
	str_addz(out, "feature_names=");
	for (size_t j = 0; j < s->n; j++) {
		str_addz(out, j > 0 ? " " : "");
		add_name(out, s->fields[j].name);
	}
	str_addz(out, "\nfeature_infos=");
	for (size_t j = 0; j < s->n; j++)
		str_addf(out, "%s%s", j > 0 ? " " : "",
		    s->fields[j].type == COL_STRING ? "0:1" : "[-inf:inf]");
	str_addz(out, "\n\n");
	return (0);
}

/* Does the node's left side stand on the right there?  It does where unknown
   categories go left, as there they go right. */
static bool
is_swapped(const struct trees *g, const struct tree *t,
    const struct tree_node *n)
{
	return (n->is_category && tree_set_has(t->sets + n->set,
	    (uint32_t)g->features[n->feature].levels.n + 1));
}

static int
check_sets(const struct predictor *p, const struct trees *g,
    const struct tree *t, struct diag *d)
{
	const struct field *f = p->model->features.fields;

	for (uint32_t i = 0; i + 1 < t->n_leaves; i++) {
		const struct tree_node *n = &t->nodes[i];

		if (n->is_category && tree_set_has(t->sets + n->set, 0) !=
		    is_swapped(g, t, n))
			return (diag_set(d, "column \"%s\": missing and "
			    "unknown categories go different ways, which "
			    "LightGBM cannot tell apart",
			    f[g->features[n->feature].col].name));
	}
	return (0);
}

/* One line: what put adds of each node, with blanks between. */
static void
add_line(struct str *out, const struct trees *g, const struct tree *t,
    const char *key, void (*put)(const struct trees *, const struct tree *,
    const struct tree_node *, struct str *))
{
	str_addf(out, "%s=", key);
	for (uint32_t i = 0; i + 1 < t->n_leaves; i++) {
		str_addz(out, i > 0 ? " " : "");
		put(g, t, &t->nodes[i], out);
	}
	str_addc(out, '\n');
}

static void
put_feature(const struct trees *g, const struct tree *t,
    const struct tree_node *n, struct str *out)
{
	(void)t;
	str_addf(out, "%u", g->features[n->feature].col);
}

static void
put_zero(const struct trees *g, const struct tree *t,
    const struct tree_node *n, struct str *out)
{
	(void)g, (void)t, (void)n;
	str_addc(out, '0');
}

/* Of a category the number of its set. */
static void
put_threshold(const struct trees *g, const struct tree *t,
    const struct tree_node *n, struct str *out)
{
	size_t k = 0;

	(void)g;
	for (const struct tree_node *m = t->nodes; m < n; m++)
		k += m->is_category;
	if (n->is_category)
		str_addf(out, "%zu", k);
	else
		add_number(out, n->threshold);
}

static void
put_decision(const struct trees *g, const struct tree *t,
    const struct tree_node *n, struct str *out)
{
	(void)t;
	str_addf(out, "%u", n->is_category ? 1 :
	    (g->features[n->feature].zero_is_missing ? ZERO_IS_MISSING :
	    NAN_IS_MISSING) | (n->missing_left ? MISSING_LEFT : 0));
}

static void
put_left(const struct trees *g, const struct tree *t,
    const struct tree_node *n, struct str *out)
{
	str_addf(out, "%d", is_swapped(g, t, n) ? n->right : n->left);
}

static void
put_right(const struct trees *g, const struct tree *t,
    const struct tree_node *n, struct str *out)
{
	str_addf(out, "%d", is_swapped(g, t, n) ? n->left : n->right);
}

/* The bits of codes, which are bins less 1, that go left there. */
static void
add_set(const struct trees *g, const struct tree *t,
    const struct tree_node *n, struct str *out)
{
	size_t n_levels = g->features[n->feature].levels.n;
	bool swapped = is_swapped(g, t, n);

	for (size_t w = 0; w < n_levels / 32 + 1; w++) {
		uint32_t bits = 0;

		for (uint32_t b = 0; b < 32 && w * 32 + b < n_levels; b++)
			bits |= (uint32_t)(tree_set_has(t->sets + n->set,
			    (uint32_t)w * 32 + b + 1) != swapped) << b;
		str_addf(out, " %u", bits);
	}
}

static void
add_sets(const struct trees *g, const struct tree *t, struct str *out)
{
	struct str bits = STR_INIT;
	size_t at = 0;

	str_addz(out, "cat_boundaries=0");
	for (uint32_t i = 0; i + 1 < t->n_leaves; i++) {
		if (!t->nodes[i].is_category)
			continue;
		at += g->features[t->nodes[i].feature].levels.n / 32 + 1;
		str_addf(out, " %zu", at);
		add_set(g, t, &t->nodes[i], &bits);
	}
	str_addf(out, "\ncat_threshold=%s\n", str_get(&bits) + 1);
	str_release(&bits);
}

/* The first tree of a group has its base in it. */
static void
add_tree(const struct trees *g, size_t k, struct str *out)
{
	const struct tree *t = &g->trees[k];
	double base = k < g->n_groups ? g->base[k] : 0;
	size_t n_sets = 0;

	for (uint32_t i = 0; i + 1 < t->n_leaves; i++)
		n_sets += t->nodes[i].is_category;
	str_addf(out, "Tree=%zu\nnum_leaves=%u\nnum_cat=%zu\n", k, t->n_leaves,
	    n_sets);
	add_line(out, g, t, "split_feature", put_feature);
	add_line(out, g, t, "split_gain", put_zero);
	add_line(out, g, t, "threshold", put_threshold);
	add_line(out, g, t, "decision_type", put_decision);
	add_line(out, g, t, "left_child", put_left);
	add_line(out, g, t, "right_child", put_right);
	str_addz(out, "leaf_value=");
	for (uint32_t i = 0; i < t->n_leaves; i++) {
		str_addz(out, i > 0 ? " " : "");
		add_number(out, base + t->leaves[i]);
	}
	str_addz(out, "\nleaf_count=");
	for (uint32_t i = 0; i < t->n_leaves; i++)
		str_addf(out, "%s%.0f", i > 0 ? " " : "",
		    t->covers != NULL ? t->covers[i] : 0);
	str_addc(out, '\n');
	if (n_sets > 0)
		add_sets(g, t, out);
	str_addz(out, "is_linear=0\nshrinkage=1\n\n\n");
}

static void
add_categories(const struct predictor *p, const struct trees *g,
    struct str *out)
{
	const struct schema *s = &p->model->features;
	const struct tree_feature *f;
	json_t *lists = json_array();
	const char *mark = "\nparameters:\n[categorical_feature: ";

	for (size_t j = 0; j < s->n; j++) {
		if (s->fields[j].type != COL_STRING)
			continue;
		str_addf(out, "%s%zu", mark, j);
		mark = ",";
		f = export_feature(g, j);
		json_array_append_new(lists, f != NULL ?
		    levels_to_json(&f->levels) : json_array());
	}
	if (*mark == ',')
		str_addz(out, "]\n\nend of parameters\n");
	str_addz(out, "\npandas_categorical:");
	doc_write(lists, out);
	str_addc(out, '\n');
	json_decref(lists);
}

static int
write_lightgbm(const struct predictor *p, const char *name, struct str *out,
    struct diag *d)
{
	const struct trees *g = export_trees(p, d);

	(void)name;
	if (g == NULL || add_head(p, g, out, d) == -1)
		return (-1);
	for (size_t t = 0; t < g->n_trees; t++) {
		if (check_sets(p, g, &g->trees[t], d) == -1)
			return (-1);
		add_tree(g, t, out);
	}
	str_addz(out, "end of trees\n");
	add_categories(p, g, out);
	return (0);
}

const struct export_form export_lightgbm = {
	.name = "lightgbm",
	.summary = "LightGBM's text: trees on raw columns",
	.write = write_lightgbm
};
