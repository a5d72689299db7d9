/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "tree_file.h"

#define MAGIC "mlctrees"
#define VERSION 5		/* has what 3 and 4 have */
#define VERSION_MEANS 4		/* 2: no means; 1: no covers either */
#define VERSION_FOREIGN 3	/* of models that others trained */

/* What a feature is. */
enum { NUMBER, CATEGORY, ZERO_IS_MISSING, MEANS };

static void
put_u32(struct str *s, uint32_t v)
{
	unsigned char b[4];

	for (int i = 0; i < 4; i++)
		b[i] = (unsigned char)(v >> 8 * i);
	str_add(s, b, sizeof(b));
}

static void
put_f64(struct str *s, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	put_u32(s, (uint32_t)bits);
	put_u32(s, (uint32_t)(bits >> 32));
}

static void
put_feature(struct str *s, const struct tree_feature *f)
{
	const char *p;
	size_t n;

	put_u32(s, f->means != NULL ? MEANS : f->is_category ? CATEGORY :
	    f->zero_is_missing ? ZERO_IS_MISSING : NUMBER);
	put_u32(s, f->col);
	put_u32(s, f->element);
	put_f64(s, f->gain);
	if (!f->is_category && f->means == NULL)
		return;
	put_u32(s, (uint32_t)f->levels.n);
	for (uint32_t id = 0; id < f->levels.n; id++) {
		p = dict_get(&f->levels, id, &n);
		put_u32(s, (uint32_t)n);
		str_add(s, p, n);
	}
	for (size_t k = 0; f->means != NULL && k < f->levels.n + 2; k++)
		put_f64(s, f->means[k]);
}

static void
put_tree(struct str *s, const struct trees *g,
    const struct tree *t)
{
	put_u32(s, t->n_leaves);
	for (uint32_t i = 0; i + 1 < t->n_leaves; i++) {
		const struct tree_node *node = &t->nodes[i];

		put_u32(s, (uint32_t)node->left);
		put_u32(s, (uint32_t)node->right);
		put_u32(s, node->feature);
		if (node->is_category) {
			for (uint32_t w = 0; w < tree_set_words(
			    &g->features[node->feature]); w++)
				put_u32(s, t->sets[node->set + w]);
		} else {
			put_u32(s, node->missing_left);
			put_f64(s, node->threshold);
		}
	}
	for (uint32_t i = 0; i < t->n_leaves; i++)
		put_f64(s, t->leaves[i]);
	for (uint32_t i = 0; i < t->n_leaves && t->covers != NULL; i++)
		put_f64(s, t->covers[i]);
}

static bool
is_foreign(const struct trees *g)
{
	bool any = g->is_single || g->divisor != 1 || g->steepness != 1 ||
	    g->link == TREE_SIGMOID;

	for (size_t j = 0; j < g->n_features; j++)
		any |= g->features[j].zero_is_missing;
	return (any);
}

static bool
has_divisor(uint32_t version)
{
	return (version == VERSION_FOREIGN || version == VERSION);
}

/* The least that has all there is. */
static uint32_t
version_of(const struct trees *g)
{
	bool has_means = false;

	for (size_t j = 0; j < g->n_features; j++)
		has_means |= g->features[j].means != NULL;
	if ((is_foreign(g) && has_means) ||
	    (g->link == TREE_IDENTITY && g->n_groups > 1))
		return (VERSION);
	if (is_foreign(g))
		return (VERSION_FOREIGN);
	if (has_means)
		return (VERSION_MEANS);
	return (g->n_trees == 0 || g->trees[0].covers != NULL ? 2 : 1);
}

void
trees_save(const struct trees *g, struct str *out)
{
	uint32_t version = version_of(g);

	str_add(out, MAGIC, strlen(MAGIC));
	put_u32(out, version);
	put_u32(out, g->link);
	put_u32(out, (uint32_t)g->n_groups);
	put_u32(out, (uint32_t)g->n_features);
	put_u32(out, (uint32_t)g->n_trees);
	if (has_divisor(version)) {
		put_u32(out, g->is_single);
		put_f64(out, g->divisor);
		put_f64(out, g->steepness);
	}
	for (size_t k = 0; k < g->n_groups; k++)
		put_f64(out, g->base[k]);
	for (size_t j = 0; j < g->n_features; j++)
		put_feature(out, &g->features[j]);
	for (size_t t = 0; t < g->n_trees; t++)
		put_tree(out, g, &g->trees[t]);
}

/* Reading: after the end everything is 0 and is_short is set. */
struct reader {
	const unsigned char *p;
	size_t left;
	bool is_short;
	uint32_t version;
};

static const unsigned char *
get_bytes(struct reader *r, size_t n)
{
	const unsigned char *p = r->p;

	if (n > r->left) {
		r->is_short = true;
		r->left = 0;
		return (NULL);
	}
	r->p += n;
	r->left -= n;
	return (p);
}

static uint32_t
get_u32(struct reader *r)
{
	const unsigned char *b = get_bytes(r, 4);
	uint32_t v = 0;

	for (int i = 0; i < 4 && b != NULL; i++)
		v |= (uint32_t)b[i] << 8 * i;
	return (v);
}

static double
get_f64(struct reader *r)
{
	uint64_t bits = get_u32(r);
	double v;

	bits |= (uint64_t)get_u32(r) << 32;
	memcpy(&v, &bits, sizeof(v));
	return (v);
}

/* A count of things of at least `size` bytes: more than there can be is a
   damage, found before memory is taken for them. */
static int
get_count(struct reader *r, size_t size, uint32_t *out, struct diag *d)
{
	*out = get_u32(r);
	if (r->is_short || *out > r->left / size)
		return (diag_set(d, "trees.bin is damaged: a count of %u",
		    *out));
	return (0);
}

static int
get_levels(struct reader *r, struct dict *levels, struct diag *d)
{
	const unsigned char *p;
	uint32_t n_levels, n;

	if (get_count(r, 4, &n_levels, d) == -1)
		return (-1);
	for (uint32_t i = 0; i < n_levels; i++) {
		if (get_count(r, 1, &n, d) == -1)
			return (-1);
		p = get_bytes(r, n);
		if (dict_add(levels, (const char *)p, n) != i)
			return (diag_set(d, "trees.bin is damaged: a level "
			    "is there twice"));
	}
	return (0);
}

static int
get_values(struct reader *r, double *out, size_t n, struct diag *d)
{
	for (size_t i = 0; i < n; i++) {
		out[i] = get_f64(r);
		if (r->is_short || !isfinite(out[i]))
			return (diag_set(d, "trees.bin is damaged: a value"));
	}
	return (0);
}

static int
get_means(struct reader *r, struct tree_feature *f, struct diag *d)
{
	f->means = mem_calloc(f->levels.n + 2, sizeof(*f->means));
	return (get_values(r, f->means, f->levels.n + 2, d));
}

static int
get_feature(struct reader *r, const struct schema *s, struct trees *g,
    struct diag *d)
{
	size_t j = g->n_features++;
	struct tree_feature *f = &g->features[j];
	uint32_t kind = get_u32(r);
	const struct field *field;

	f->col = get_u32(r);
	f->element = get_u32(r);
	f->gain = get_f64(r);
	if (r->is_short || f->col >= s->n || kind > MEANS ||
	    (kind == ZERO_IS_MISSING && !has_divisor(r->version)) ||
	    (kind == MEANS && r->version < VERSION_MEANS))
		return (diag_set(d, "trees.bin is damaged: a feature"));
	f->is_category = kind == CATEGORY;
	f->zero_is_missing = kind == ZERO_IS_MISSING;
	field = &s->fields[f->col];
	f->is_sparse = field->type == COL_SPARSE;
	if ((kind == CATEGORY || kind == MEANS) !=
	    (field->type == COL_STRING) ||
	    (field->width > 0 && f->element >= field->width))
		return (diag_set(d, "trees.bin does not fit the column "
		    "\"%s\"", field->name));
	if (j > 0 && f[-1].is_sparse && (!f->is_sparse || f[-1].col > f->col ||
	    (f[-1].col == f->col && f[-1].element >= f->element)))
		return (diag_set(d, "trees.bin is damaged: the order of "
		    "places"));
	if (field->type == COL_STRING && get_levels(r, &f->levels, d) == -1)
		return (-1);
	return (kind == MEANS ? get_means(r, f, d) : 0);
}

static int
get_set(struct reader *r, const struct tree_feature *f, struct tree *t,
    struct tree_node *node, struct diag *d)
{
	uint32_t n = tree_set_words(f);

	if (r->left / 4 < n)
		return (diag_set(d, "trees.bin is damaged: it is too short"));
	node->is_category = true;
	node->set = (uint32_t)t->n_words;
	t->sets = mem_grow(t->sets, &t->sets_cap, t->n_words + n,
	    sizeof(*t->sets));
	for (uint32_t w = 0; w < n; w++)
		t->sets[t->n_words++] = get_u32(r);
	return (0);
}

/* Children come after their parent, so there are no cycles. */
static bool
is_child(int32_t child, uint32_t node, uint32_t n_leaves)
{
	if (child >= 0)
		return ((uint32_t)child > node &&
		    (uint32_t)child < n_leaves - 1);
	return ((uint32_t)~child < n_leaves);
}

static int
get_node(struct reader *r, const struct trees *g, struct tree *t,
    uint32_t i, struct diag *d)
{
	struct tree_node *node = &t->nodes[i];
	uint32_t missing_left;

	node->left = (int32_t)get_u32(r);
	node->right = (int32_t)get_u32(r);
	node->feature = get_u32(r);
	if (r->is_short || node->feature >= g->n_features ||
	    !is_child(node->left, i, t->n_leaves) ||
	    !is_child(node->right, i, t->n_leaves))
		return (diag_set(d, "trees.bin is damaged: a node"));
	if (g->features[node->feature].is_category)
		return (get_set(r, &g->features[node->feature], t, node, d));
	missing_left = get_u32(r);
	node->missing_left = missing_left == 1;
	node->threshold = get_f64(r);
	if (missing_left > 1 || isnan(node->threshold))
		return (diag_set(d, "trees.bin is damaged: a threshold"));
	return (0);
}

/* Is every node but the first, and every leaf, the child of one node? */
static int
check_parents(const struct tree *t, struct diag *d)
{
	uint32_t n = t->n_leaves;
	uint8_t *seen = mem_calloc(2 * (size_t)n, 1);
	bool ok = true;

	for (uint32_t i = 0; i + 1 < n; i++) {
		int32_t child[] = { t->nodes[i].left, t->nodes[i].right };

		for (int side = 0; side < 2; side++)
			ok &= seen[child[side] >= 0 ? (uint32_t)child[side] :
			    n + (uint32_t)~child[side]]++ == 0;
	}
	free(seen);
	return (ok ? 0 : diag_set(d, "trees.bin is damaged: a node or leaf "
	    "with two parents"));
}

static int
get_covers(struct reader *r, struct tree *t, struct diag *d)
{
	t->covers = mem_calloc(t->n_leaves, sizeof(*t->covers));
	if (get_values(r, t->covers, t->n_leaves, d) == -1)
		return (-1);
	for (uint32_t i = 0; i < t->n_leaves; i++) {
		if (t->covers[i] < 0)
			return (diag_set(d, "trees.bin is damaged: a cover"));
	}
	return (0);
}

static int
get_tree(struct reader *r, const struct trees *g, struct tree *t,
    struct diag *d)
{
	if (get_count(r, 8, &t->n_leaves, d) == -1)
		return (-1);
	if (t->n_leaves == 0)
		return (diag_set(d, "trees.bin is damaged: no leaves"));
	t->nodes = mem_calloc(t->n_leaves, sizeof(*t->nodes));
	t->leaves = mem_calloc(t->n_leaves, sizeof(*t->leaves));
	for (uint32_t i = 0; i + 1 < t->n_leaves; i++) {
		if (get_node(r, g, t, i, d) == -1)
			return (-1);
	}
	if (check_parents(t, d) == -1 ||
	    get_values(r, t->leaves, t->n_leaves, d) == -1)
		return (-1);
	return (r->version > 1 ? get_covers(r, t, d) : 0);
}

static int
get_foreign(struct reader *r, struct trees *g, struct diag *d)
{
	uint32_t is_single = get_u32(r);

	g->is_single = is_single == 1;
	g->divisor = get_f64(r);
	g->steepness = get_f64(r);
	if (r->is_short || is_single > 1 || !(g->divisor > 0) ||
	    !isfinite(g->divisor) || !(g->steepness > 0) ||
	    !isfinite(g->steepness))
		return (diag_set(d, "trees.bin is damaged: its sums"));
	return (0);
}

static int
get_head(struct reader *r, struct trees *g, uint32_t *n_features,
    uint32_t *n_trees, struct diag *d)
{
	const unsigned char *magic = get_bytes(r, strlen(MAGIC));
	uint32_t link;

	r->version = get_u32(r);
	link = get_u32(r);
	if (magic == NULL || memcmp(magic, MAGIC, strlen(MAGIC)) != 0)
		return (diag_set(d, "trees.bin: no trees of mlc"));
	if (r->version < 1 || r->version > VERSION)
		return (diag_set(d, "trees.bin: unknown version %u",
		    r->version));
	g->n_groups = get_u32(r);
	*n_features = get_u32(r);
	*n_trees = get_u32(r);
	if (r->is_short || link >= N_TREE_LINKS || g->n_groups == 0 ||
	    (link != TREE_SOFTMAX && link != TREE_SIGMOID &&
	    (link != TREE_IDENTITY || r->version != VERSION) &&
	    g->n_groups != 1) ||
	    g->n_groups > r->left / 8 || *n_features > r->left / 20 ||
	    *n_trees > r->left / 12 || *n_trees % g->n_groups != 0)
		return (diag_set(d, "trees.bin is damaged: its head"));
	g->link = (enum tree_link)link;
	return (has_divisor(r->version) ? get_foreign(r, g, d) : 0);
}

static int
get_all(struct reader *r, const struct schema *s, struct trees *g,
    struct diag *d)
{
	uint32_t n_features = 0, n_trees = 0;

	if (get_head(r, g, &n_features, &n_trees, d) == -1)
		return (-1);
	g->base = mem_calloc(g->n_groups, sizeof(*g->base));
	if (get_values(r, g->base, g->n_groups, d) == -1)
		return (-1);
	g->features = mem_calloc(n_features, sizeof(*g->features));
	while (g->n_features < n_features) {
		if (get_feature(r, s, g, d) == -1)
			return (-1);
	}
	g->trees = mem_calloc(n_trees, sizeof(*g->trees));
	while (g->n_trees < n_trees) {
		if (get_tree(r, g, &g->trees[g->n_trees++], d) == -1)
			return (-1);
	}
	if (r->left > 0)
		return (diag_set(d, "trees.bin is damaged: %zu bytes more",
		    r->left));
	return (0);
}

int
trees_load(const struct schema *s, const char *p, size_t n,
    struct trees **out, struct diag *d)
{
	struct reader r = { .p = (const unsigned char *)p, .left = n };
	struct trees *g = trees_new();

	if (get_all(&r, s, g, d) == -1) {
		trees_free(g);
		return (-1);
	}
	*out = g;
	return (0);
}
