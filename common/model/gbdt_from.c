/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "split_part.h"

#include "gbdt_from.h"
#include "gbdt_loss.h"

/* Parameters that a loss has to have in common, where it has them. */
static int
check_same(const struct model *m, const char *name, struct diag *d)
{
	double v = params_get(&m->params, name);
	double old = params_get(&m->from->params, name);

	return (v == old ? 0 : diag_set(d, "%s is %g, and %g in that model",
	    name, v, old));
}

static const struct gbdt_loss *
loss_of(const struct model *m, struct diag *d)
{
	char word[32];

	return (gbdt_loss_find(params_choice(&m->params, "objective", word,
	    sizeof(word)), m->task, d));
}

static int
check_loss(const struct model *m, struct diag *d)
{
	const struct gbdt_loss *loss = loss_of(m, d);
	const struct gbdt_loss *old = loss_of(m->from, d);
	const struct trees *g = m->from->state;

	if (loss == NULL || old == NULL)
		return (-1);
	if (old->link == g->link && loss != old)
		return (diag_set(d, "the objective is %s, and %s in that "
		    "model", loss->name, old->name));
	if (g->link != loss->link || g->is_single || g->divisor != 1)
		return (diag_set(d, "it is a model of another program, whose "
		    "sums are not those of %s here", loss->name));
	if ((strcmp(loss->name, "quantile") == 0 ||
	    strcmp(loss->name, "huber") == 0) &&
	    check_same(m, "alpha", d) == -1)
		return (-1);
	return (strcmp(loss->name, "tweedie") == 0 ?
	    check_same(m, "power", d) : 0);
}

/* What the new trees are bound to, the old ones have to be. */
static int
check_bounds(const struct model *m, const char *name, struct diag *d)
{
	const double *v = params_columns(&m->params, name);
	const double *old = params_columns(&m->from->params, name);

	for (size_t j = 0; v != NULL && j < m->features.n; j++) {
		if (v[j] != 0 && (old == NULL || old[j] != v[j]))
			return (diag_set(d, "%s: that model is not bound so "
			    "in \"%s\"", name, m->features.fields[j].name));
	}
	return (0);
}

/* Leaves that are fitted anew know nothing of their neighbours. */
static int
begin_refit(struct model *m, struct diag *d)
{
	static const char *const taken[] = { "rate", "l1", "l2" };
	const struct trees *g = m->from->state;
	const double *v = params_columns(&m->from->params, "monotone");

	for (size_t j = 0; v != NULL && j < m->features.n; j++) {
		if (v[j] != 0)
			return (diag_set(d, "refit: that model is monotone in "
			    "\"%s\", which new leaves would not keep",
			    m->features.fields[j].name));
	}
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		params_settle(&m->params, taken[i],
		    params_get(&m->from->params, taken[i]));
	params_settle(&m->params, "trees",
	    (double)(g->n_trees / g->n_groups));
	return (0);
}

int
gbdt_from_check(struct model *m, struct diag *d)
{
	if (check_loss(m, d) == -1 || check_bounds(m, "monotone", d) == -1 ||
	    check_bounds(m, "interact", d) == -1)
		return (-1);
	return (params_auto(&m->params, "refit") ? 0 : begin_refit(m, d));
}

struct scoring {
	struct trees sums;	/* the trees without their link */
	const struct dataset *ds;
	double *train, *valid;
};

static int
score_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *r = rows->more;
	const struct scoring *s = ctx;
	size_t n = rows->batch->n_rows, k = s->sums.n_groups, row;
	size_t train = r->first_train, valid = r->first_valid;
	double *out = mem_alloc(n * k, sizeof(*out));

	(void)d;
	trees_predict(&s->sums, rows->batch, out);
	for (size_t i = 0; i < n; i++) {
		row = r->parts[i] == PART_TRAIN ? train++ : valid;
		valid += r->parts[i] == PART_VALID;
		for (size_t c = 0; c < k; c++) {
			if (r->parts[i] == PART_TRAIN)
				s->train[c * s->ds->n_train + row] =
				    out[i * k + c];
			else if (r->parts[i] == PART_VALID)
				s->valid[c * s->ds->n_valid + row] =
				    out[i * k + c];
		}
	}
	free(out);
	return (0);
}

int
gbdt_from_scores(const struct trees *g, const struct dataset *ds,
    double *train, double *valid, struct diag *d)
{
	struct scoring s = { *g, ds, train, valid };
	struct dataset_pass pass = { .visit = score_block, .ctx = &s };

	s.sums.link = TREE_IDENTITY;
	return (dataset_pass(ds, &pass, NULL, 0, d));
}

static bool
is_same(const struct tree_feature *a, const struct tree_feature *b)
{
	return (a->col == b->col && a->element == b->element &&
	    a->is_category == b->is_category && a->means == NULL &&
	    b->means == NULL && a->zero_is_missing == b->zero_is_missing);
}

/* g's feature that is the same; g->n_features: there is none. */
static size_t
find_same(const struct trees *g, const struct tree_feature *f)
{
	size_t j = 0;

	while (j < g->n_features && !is_same(&g->features[j], f))
		j++;
	return (j);
}

void
gbdt_from_gains(const struct trees *old, const struct trees *g,
    double *gains)
{
	size_t k;

	for (size_t j = 0; j < g->n_features; j++) {
		k = find_same(old, &g->features[j]);
		gains[j] = k < old->n_features ? old->features[k].gain : 0;
	}
}

static void
add_levels(struct dict *to, const struct dict *from)
{
	const char *p;
	size_t n;

	for (uint32_t id = 0; id < from->n; id++) {
		p = dict_get(from, id, &n);
		dict_add(to, p, n);
	}
}

static struct tree_feature
copy_feature(const struct tree_feature *f)
{
	struct tree_feature c = *f;

	dict_init(&c.levels);
	add_levels(&c.levels, &f->levels);
	c.thresholds = c.folded = NULL;
	c.n_thresholds = 0;
	if (f->means != NULL)
		c.means = mem_dup(f->means, f->levels.n + 2,
		    sizeof(*c.means));
	return (c);
}

/* The features of both, and where those of each are among them. */
struct union_of {
	struct tree_feature *v;
	size_t n;
	uint32_t *of_old, *of_new;
};

static bool
is_before(const struct tree_feature *a, const struct tree_feature *b)
{
	return (a->col != b->col ? a->col < b->col : a->element < b->element);
}

/* The first of the old features that is none of g's. */
static size_t
next_missing(const struct trees *old, const struct trees *g, size_t k,
    bool places)
{
	while (k < old->n_features && (old->features[k].is_sparse != places ||
	    find_same(g, &old->features[k]) < g->n_features))
		k++;
	return (k);
}

/* Append g's feature j, with the old levels before its own. */
static void
take_new(struct union_of *u, const struct trees *old, const struct trees *g,
    size_t j)
{
	struct tree_feature *f = &u->v[u->n];
	size_t k = find_same(old, &g->features[j]);
	struct dict levels;

	*f = g->features[j];
	u->of_new[j] = (uint32_t)u->n++;
	if (k == old->n_features)
		return;
	u->of_old[k] = u->of_new[j];
	if (!f->is_category)
		return;
	dict_init(&levels);
	add_levels(&levels, &old->features[k].levels);
	add_levels(&levels, &f->levels);
	f->levels = levels;
}

/* Dense features, or places in their order. */
static void
unite(struct union_of *u, const struct trees *old, const struct trees *g,
    bool places)
{
	size_t k = next_missing(old, g, 0, places);

	for (size_t j = 0; j <= g->n_features; j++) {
		if (j < g->n_features && g->features[j].is_sparse != places)
			continue;
		while (k < old->n_features && (j == g->n_features ||
		    (places && is_before(&old->features[k],
		    &g->features[j])))) {
			u->v[u->n] = copy_feature(&old->features[k]);
			u->of_old[k] = (uint32_t)u->n++;
			k = next_missing(old, g, k + 1, places);
		}
		if (j < g->n_features)
			take_new(u, old, g, j);
	}
}

/* The bin of a text that is bin `bin` of a category of other levels. */
static uint32_t
bin_in(const struct dict *levels, const struct dict *others, uint32_t bin)
{
	const char *p;
	size_t n;
	uint32_t id;

	if (bin == 0)
		return (0);
	id = DICT_NONE;
	if (bin <= others->n) {
		p = dict_get(others, bin - 1, &n);
		id = dict_find(levels, p, n);
	}
	return ((id != DICT_NONE ? id : (uint32_t)levels->n) + 1);
}

/* The bins that the union's bins of each category are in g. */
static uint32_t **
map_bins(const struct trees *g, const struct union_of *u, const uint32_t *to)
{
	uint32_t **maps = mem_calloc(g->n_features, sizeof(*maps));

	for (size_t j = 0; j < g->n_features; j++) {
		const struct dict *levels = &u->v[to[j]].levels;

		if (!g->features[j].is_category)
			continue;
		maps[j] = mem_alloc(levels->n + 2, sizeof(*maps[j]));
		for (uint32_t b = 0; b < levels->n + 2; b++)
			maps[j][b] = bin_in(&g->features[j].levels, levels, b);
	}
	return (maps);
}

static uint32_t
copy_set(const uint32_t *set, const uint32_t *map,
    const struct tree_feature *f, struct tree *out)
{
	uint32_t n = tree_set_words(f), at = (uint32_t)out->n_words;

	out->sets = mem_grow(out->sets, &out->sets_cap, out->n_words + n,
	    sizeof(*out->sets));
	memset(out->sets + at, 0, n * sizeof(*out->sets));
	for (uint32_t b = 0; b < f->levels.n + 2; b++) {
		if (tree_set_has(set, map[b]))
			out->sets[at + b / 32] |= (uint32_t)1 << b % 32;
	}
	out->n_words += n;
	return (at);
}

/* A tree with the features of the union. */
static struct tree
copy_tree(const struct tree *t, const struct union_of *u,
    const uint32_t *to, uint32_t **maps)
{
	size_t n = t->n_leaves;
	struct tree out = { .n_leaves = t->n_leaves };

	out.nodes = mem_dup(t->nodes, n - 1, sizeof(*t->nodes));
	out.leaves = mem_dup(t->leaves, n, sizeof(*t->leaves));
	if (t->covers != NULL)
		out.covers = mem_dup(t->covers, n, sizeof(*t->covers));
	for (size_t i = 0; i + 1 < n; i++) {
		struct tree_node *node = &out.nodes[i];
		uint32_t j = node->feature;

		node->feature = to[j];
		if (node->is_category)
			node->set = copy_set(t->sets + node->set, maps[j],
			    &u->v[to[j]], &out);
	}
	return (out);
}

/* All trees have covers, or none. */
static void
even_covers(struct trees *g)
{
	bool all = true;

	for (size_t t = 0; t < g->n_trees; t++)
		all = all && g->trees[t].covers != NULL;
	for (size_t t = 0; t < g->n_trees && !all; t++) {
		free(g->trees[t].covers);
		g->trees[t].covers = NULL;
	}
}

static void
copy_trees(const struct trees *g, const struct union_of *u,
    const uint32_t *to, struct tree *out)
{
	uint32_t **maps = map_bins(g, u, to);

	for (size_t t = 0; t < g->n_trees; t++)
		out[t] = copy_tree(&g->trees[t], u, to, maps);
	for (size_t j = 0; j < g->n_features; j++)
		free(maps[j]);
	free(maps);
}

static void
join_trees(const struct trees *old, struct trees *g, const struct union_of *u)
{
	size_t n = old->n_trees + g->n_trees;
	struct tree *all = mem_alloc(n, sizeof(*all));

	copy_trees(old, u, u->of_old, all);
	copy_trees(g, u, u->of_new, all + old->n_trees);
	for (size_t t = 0; t < g->n_trees; t++)
		tree_release(&g->trees[t]);
	free(g->trees);
	g->trees = all;
	g->n_trees = g->cap = n;
}

void
gbdt_from_join(const struct trees *old, struct trees *g)
{
	struct union_of u = { .n = 0 };
	struct tree_feature *was = g->features;

	u.v = mem_alloc(old->n_features + g->n_features, sizeof(*u.v));
	u.of_old = mem_calloc(old->n_features, sizeof(*u.of_old));
	u.of_new = mem_calloc(g->n_features, sizeof(*u.of_new));
	unite(&u, old, g, false);
	unite(&u, old, g, true);
	join_trees(old, g, &u);
	for (size_t j = 0; j < g->n_features; j++) {
		if (u.v[u.of_new[j]].levels.entries != was[j].levels.entries)
			dict_release(&was[j].levels);
	}
	free(was);
	free(u.of_old);
	free(u.of_new);
	g->features = u.v;
	g->n_features = u.n;
	even_covers(g);
}
