/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "classes.h"
#include "levels.h"
#include "mem.h"

#include "imported.h"

void
imported_release(struct imported *a)
{
	for (size_t t = 0; t < a->n_trees; t++) {
		free(a->trees[t].nodes);
		free(a->trees[t].codes);
	}
	for (size_t j = 0; j < a->n_features; j++)
		free(a->features[j].name);
	free(a->trees);
	free(a->features);
	trees_free(a->g);
	str_release(&a->source);
}

int
imported_begin(struct imported *a, int64_t n_features, int64_t n_groups,
    struct diag *d)
{
	if (n_features < 0 || n_features > BOUND_COLUMNS)
		return (diag_set(d, "%lld features", (long long)n_features));
	if (n_groups < 1 || n_groups > 10000)
		return (diag_set(d, "%lld outputs", (long long)n_groups));
	a->g = trees_new();
	a->n_features = a->g->n_features = (size_t)n_features;
	a->features = mem_calloc(a->n_features, sizeof(*a->features));
	a->g->features = mem_calloc(a->n_features, sizeof(*a->g->features));
	for (size_t j = 0; j < a->n_features; j++) {
		a->features[j].type = COL_FLOAT;
		a->g->features[j].col = (uint32_t)j;
	}
	a->g->n_groups = (size_t)n_groups;
	a->g->base = mem_calloc(a->g->n_groups, sizeof(*a->g->base));
	return (0);
}

void
imported_name(struct imported *a, size_t feature, const char *name)
{
	json_t *text = doc_stringn(name, strlen(name));	/* in UTF-8 */

	free(a->features[feature].name);
	a->features[feature].name = mem_strdup(json_string_value(text));
	json_decref(text);
}

/* A column of whole numbers has these as its texts. */
int
imported_level(struct imported *a, size_t feature, const json_t *v,
    struct diag *d)
{
	struct imported_feature *f = &a->features[feature];
	struct dict *levels = &a->g->features[feature].levels;
	char text[NUMTEXT_MAX];
	size_t n = levels->n, len;
	uint32_t id = DICT_NONE;

	if (json_is_string(v)) {
		f->type = COL_STRING;
		id = dict_add(levels, json_string_value(v),
		    json_string_length(v));
	} else if (json_is_integer(v)) {
		f->type = COL_INT;
		len = format_int(text, json_integer_value(v));
		id = dict_add(levels, text, len);
	} else if (json_is_boolean(v)) {
		f->type = COL_BOOL;
		id = dict_add(levels, json_is_true(v) ? "true" : "false",
		    json_is_true(v) ? 4 : 5);
	} else if (json_is_real(v)) {
		f->type = COL_FLOAT;
		len = format_float(text, json_real_value(v));
		id = dict_add(levels, text, len);
	}
	f->is_category = f->is_named = true;
	if (id != n)
		return (diag_set(d, "category %zu of feature %zu is no value "
		    "of its own", n, feature));
	return (0);
}

void
imported_code(struct imported_tree *t, uint32_t code)
{
	t->codes = mem_grow(t->codes, &t->cap, t->n_codes + 1,
	    sizeof(*t->codes));
	t->codes[t->n_codes++] = code;
}

double
imported_below(float c)
{
	float p = nextafterf(c, -INFINITY);
	double middle = isinf(c) ? 0x1.ffffffp127 : isinf(p) ?
	    -0x1.ffffffp127 : ((double)p + (double)c) / 2;

	if (isinf(c) && c < 0)
		return (NAN);

	/* The middle becomes the float with the even last digit. */
	return ((float)middle < c ? middle : nextafter(middle, -INFINITY));
}

/* Categories without names are called by the codes that the trees mention; all
   others are as good as never seen. */
static int
find_codes(struct imported *a, const struct imported_tree *t, struct diag *d)
{
	char text[NUMTEXT_MAX];

	for (size_t i = 0; i < t->n; i++) {
		const struct imported_node *n = &t->nodes[i];

		if (n->is_leaf)
			continue;
		if (n->feature >= a->n_features)
			return (diag_set(d, "feature %u of %zu", n->feature,
			    a->n_features));
		if (!n->is_category)
			continue;
		a->features[n->feature].is_category = true;
		for (size_t k = 0; k < n->n_codes; k++) {
			uint32_t code = t->codes[n->first_code + k];

			if (a->features[n->feature].is_named)
				continue;
			a->features[n->feature].type = COL_INT;
			dict_add(&a->g->features[n->feature].levels, text,
			    format_int(text, code));
		}
	}
	return (0);
}

/* The bin of a code, or 0. */
static uint32_t
bin_of_code(const struct imported *a, uint32_t feature, uint32_t code)
{
	const struct dict *levels = &a->g->features[feature].levels;
	char text[NUMTEXT_MAX];
	uint32_t id;

	if (a->features[feature].is_named)
		return (code < levels->n ? code + 1 : 0);
	id = dict_find(levels, text, format_int(text, code));
	return (id == DICT_NONE ? 0 : id + 1);
}

static void
set_bin(uint32_t *set, uint32_t bin, bool on)
{
	uint32_t bit = (uint32_t)1 << bin % 32;

	set[bin / 32] = on ? set[bin / 32] | bit : set[bin / 32] & ~bit;
}

static void
build_set(const struct imported *a, const struct imported_tree *from,
    const struct imported_node *n, struct tree *to, struct tree_node *node)
{
	const struct tree_feature *f = &a->g->features[n->feature];
	uint32_t words = tree_set_words(f), *set, bin;

	node->is_category = true;
	node->set = (uint32_t)to->n_words;
	to->sets = mem_grow(to->sets, &to->sets_cap, to->n_words + words,
	    sizeof(*to->sets));
	set = to->sets + to->n_words;
	to->n_words += words;
	memset(set, 0, words * sizeof(*set));
	for (uint32_t b = 1; b < f->levels.n + 2; b++)
		set_bin(set, b, !n->set_left);
	set_bin(set, 0, n->missing_left);
	for (size_t k = 0; k < n->n_codes; k++) {
		bin = bin_of_code(a, n->feature,
		    from->codes[n->first_code + k]);
		if (bin > 0)
			set_bin(set, bin, n->set_left);
	}
}

/* A node that waits, and where its number goes. */
struct waiting {
	int64_t node;
	int32_t parent;		/* -1: it is the root */
	bool is_left;
};

struct building {
	const struct imported *a;
	const struct imported_tree *from;
	struct tree *to;
	uint8_t *seen;
	struct waiting *stack;
	size_t n_stack, n_nodes;
};

static void
push(struct building *b, int64_t node, int32_t parent, bool is_left)
{
	b->stack[b->n_stack++] = (struct waiting){ node, parent, is_left };
}

static int
build_leaf(struct building *b, const struct imported_node *n, struct diag *d)
{
	uint32_t i = b->to->n_leaves++;

	if (!isfinite(n->value) || !isfinite(n->cover) || n->cover < 0)
		return (diag_set(d, "a leaf whose value or cover is not "
		    "finite"));
	b->to->leaves[i] = n->value;
	if (b->to->covers != NULL)
		b->to->covers[i] = n->cover;
	return (0);
}

static int
build_node(struct building *b, const struct waiting *w, struct diag *d)
{
	const struct imported_node *n = &b->from->nodes[w->node];
	int32_t id = n->is_leaf ? ~(int32_t)b->to->n_leaves :
	    (int32_t)b->n_nodes;
	struct tree_node *to = &b->to->nodes[b->n_nodes];

	if (w->parent >= 0 && w->is_left)
		b->to->nodes[w->parent].left = id;
	else if (w->parent >= 0)
		b->to->nodes[w->parent].right = id;
	if (n->is_leaf)
		return (build_leaf(b, n, d));
	if (isnan(n->value) || n->is_category !=
	    b->a->features[n->feature].is_category)
		return (diag_set(d, "feature %u is split both as a number and "
		    "as a category, or at no number", n->feature));
	*to = (struct tree_node){ .threshold = n->value,
	    .feature = n->feature, .missing_left = n->missing_left };
	if (n->is_category)
		build_set(b->a, b->from, n, b->to, to);
	push(b, n->right, id, false);
	push(b, n->left, id, true);
	b->n_nodes++;
	return (0);
}

/* Parents come before their children; a node that is met twice is on a
   cycle, or has two parents. */
static int
build_tree(const struct imported *a, const struct imported_tree *from,
    struct tree *to, struct diag *d)
{
	struct building b = { .a = a, .from = from, .to = to };
	struct waiting w;
	int r = 0;

	to->nodes = mem_calloc(from->n, sizeof(*to->nodes));
	to->leaves = mem_calloc(from->n, sizeof(*to->leaves));
	to->covers = a->has_covers ?
	    mem_calloc(from->n, sizeof(*to->covers)) : NULL;
	b.seen = mem_calloc(from->n, 1);
	b.stack = mem_alloc(from->n + 2, sizeof(*b.stack));
	push(&b, 0, -1, false);
	while (b.n_stack > 0 && r == 0) {
		w = b.stack[--b.n_stack];
		if (w.node < 0 || (uint64_t)w.node >= from->n)
			r = diag_set(d, "node %lld of %zu", (long long)w.node,
			    from->n);
		else if (b.seen[w.node]++ > 0)
			r = diag_set(d, "node %lld has two parents, or is its "
			    "own", (long long)w.node);
		else
			r = build_node(&b, &w, d);
	}
	free(b.seen);
	free(b.stack);
	return (r);
}

/* Outputs have a tree each a round. */
static int
check_groups(const struct imported *a, struct diag *d)
{
	size_t *n = mem_calloc(a->g->n_groups, sizeof(*n));
	int r = 0;

	for (size_t t = 0; t < a->n_trees; t++)
		n[a->trees[t].group]++;
	for (size_t k = 1; k < a->g->n_groups && r == 0; k++) {
		if (n[k] != n[0])
			r = diag_set(d, "output %zu has %zu trees, the first "
			    "%zu", k, n[k], n[0]);
	}
	free(n);
	return (r);
}

static int
check_outputs(const struct imported *a, struct diag *d)
{
	if (a->task == TASK_MULTICLASS && (a->n_classes < 2 ||
	    a->n_classes > CLASSES_MAX))
		return (diag_set(d, "%zu classes", a->n_classes));
	if (a->g->n_groups != (a->task == TASK_MULTICLASS ? a->n_classes : 1))
		return (diag_set(d, "%zu outputs for the objective",
		    a->g->n_groups));
	for (size_t j = 0; j < a->n_features; j++) {
		if (!isfinite(a->g->features[j].gain))
			return (diag_set(d, "the gain of feature %zu is not "
			    "finite", j));
	}
	return (0);
}

static int
check_trees(struct imported *a, struct diag *d)
{
	for (size_t t = 0; t < a->n_trees; t++) {
		if (a->trees[t].group >= a->g->n_groups)
			return (diag_set(d, "tree %zu is of output %zu of "
			    "%zu", t, a->trees[t].group, a->g->n_groups));
		if (a->trees[t].n == 0 || a->trees[t].n > INT32_MAX / 2)
			return (diag_set(d, "tree %zu has %zu nodes", t,
			    a->trees[t].n));
		if (find_codes(a, &a->trees[t], d) == -1)
			return (diag_prefix(d, "tree %zu", t));
	}
	return (check_groups(a, d));
}

int
imported_build(struct imported *a, struct diag *d)
{
	struct trees *g = a->g;
	size_t *at, i;

	if (check_outputs(a, d) == -1 || check_trees(a, d) == -1)
		return (-1);
	for (size_t j = 0; j < a->n_features; j++)
		g->features[j].is_category = a->features[j].is_category;
	g->trees = mem_calloc(a->n_trees, sizeof(*g->trees));
	g->n_trees = a->n_trees;
	at = mem_calloc(g->n_groups, sizeof(*at));
	for (size_t t = 0; t < a->n_trees; t++) {
		i = at[a->trees[t].group]++ * g->n_groups + a->trees[t].group;
		if (build_tree(a, &a->trees[t], &g->trees[i], d) == -1) {
			free(at);
			return (diag_prefix(d, "tree %zu", t));
		}
	}
	free(at);
	return (0);
}
