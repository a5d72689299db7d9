/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crew.h"
#include "mem.h"
#include "rng.h"
#include "split_part.h"

#include "isolation_grow.h"

#define EULER 0.57721566490153286
#define TRIES 64		/* draws by weight for each row wanted */

/* A node whose rows are rows[first .. first + n - 1]. */
struct open_node {
	uint32_t first, n, depth;
	int32_t *place;		/* in its parent, or NULL */
};

/* One worker's scratch. */
struct isolation_work {
	double *x;		/* (sample): of the feature drawn */
	uint32_t *aside;	/* (sample) */
	uint32_t *features;	/* in an order that draws change */
	struct open_node *open;	/* (sample) */
};

struct isolation {
	const struct dataset *ds;
	const struct isolation_options *opt;
	struct trees *g;
	size_t sample;		/* rows of a tree, at most */
	uint32_t *drawn;	/* (n_trees, sample) */
	uint32_t *n_drawn;	/* (n_trees) */
	uint32_t *place;	/* (n_train): 1 + the number of a row that is
				   held, 0: it is not */
	struct block rows;	/* that are held */
	struct isolation_work *works;	/* one a worker */
};

/* The mean depth of a row in a search tree of n. */
static double
mean_depth(size_t n)
{
	double m = (double)n;

	if (n <= 2)
		return (n == 2);
	return (2 * (log(m - 1) + EULER) - 2 * (m - 1) / m);
}

/* n of all, each set alike (Floyd's way); mark: (all), zeros. */
static uint32_t
draw_evenly(struct rng *rng, size_t all, size_t n, uint8_t *mark,
    uint32_t *out)
{
	for (size_t j = all - n, k = 0; j < all; j++, k++) {
		uint32_t row = (uint32_t)rng_below(rng, j + 1);

		out[k] = mark[row] ? (uint32_t)j : row;
		mark[out[k]] = 1;
	}
	return ((uint32_t)n);
}

static size_t
find_sum(const double *sums, size_t n, double at)
{
	size_t low = 0, high = n - 1, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (sums[middle] > at)
			high = middle;
		else
			low = middle + 1;
	}
	return (low);
}

/* One after another by weight, of those that are left; fewer than n where few
   rows have nearly all of it. */
static uint32_t
draw_by_weight(struct rng *rng, const double *sums, size_t all, size_t n,
    uint8_t *mark, uint32_t *out)
{
	uint32_t k = 0;

	for (size_t tries = 0; k < n && tries < n * TRIES; tries++) {
		double at = (double)(rng_next(rng) >> 11) * 0x1p-53;
		size_t row = find_sum(sums, all, at * sums[all - 1]);

		if (!mark[row])
			out[k++] = (uint32_t)row;
		mark[row] = 1;
	}
	return (k);
}

static double *
add_up_weights(const struct dataset *ds)
{
	double *sums, sum = 0;

	if (ds->w_train == NULL)
		return (NULL);
	sums = mem_alloc(ds->n_train, sizeof(*sums));
	for (size_t i = 0; i < ds->n_train; i++)
		sums[i] = sum += ds->w_train[i];
	return (sums);
}

static void
draw_rows(struct isolation *f)
{
	const struct dataset *ds = f->ds;
	size_t n = ds->n_train;
	uint8_t *mark = mem_calloc(n, 1);
	double *sums = add_up_weights(ds);
	struct rng rng;

	f->drawn = mem_alloc(f->opt->n_trees, f->sample * sizeof(*f->drawn));
	f->n_drawn = mem_alloc(f->opt->n_trees, sizeof(*f->n_drawn));
	f->place = mem_calloc(n, sizeof(*f->place));
	for (size_t t = 0; t < f->opt->n_trees; t++) {
		uint32_t *rows = f->drawn + t * f->sample;

		rng_init(&rng, rng_key(ds->seed, RNG_ISOLATION_ROWS, t));
		f->n_drawn[t] = sums == NULL ?
		    draw_evenly(&rng, n, f->sample, mark, rows) :
		    draw_by_weight(&rng, sums, n, f->sample, mark, rows);
		for (uint32_t k = 0; k < f->n_drawn[t]; k++) {
			mark[rows[k]] = 0;
			f->place[rows[k]] = 1;
		}
	}
	for (size_t i = 0, held = 0; i < n; i++)
		f->place[i] = f->place[i] ? (uint32_t)++held : 0;
	free(mark);
	free(sums);
}

static int
hold_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	struct isolation *f = ctx;
	const struct dataset_rows *r = rows->more;
	size_t n = rows->batch->n_rows, row = r->first_train;
	uint8_t *keep = mem_calloc(n, 1);

	(void)d;
	for (size_t i = 0; i < n; i++) {
		if (r->parts[i] == PART_TRAIN)
			keep[i] = f->place[row++] > 0;
	}
	block_add_kept(&f->rows, rows->batch, keep);
	free(keep);
	return (0);
}

/* The rows that were drawn, in their order. */
static int
hold_rows(struct isolation *f, struct diag *d)
{
	struct dataset_pass pass = { .visit = hold_block, .ctx = f };
	struct dataset alone = *f->ds;

	alone.crew = NULL;	/* one thread: the blocks come in order */
	return (dataset_pass(&alone, &pass, NULL, 0, d));
}

static void
add_levels(const struct column *c, struct dict *levels)
{
	const char *p;
	size_t n;

	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i])
			continue;
		p = column_string(c, i, &n);
		dict_add(levels, p, n);
	}
}

static int
find_features(struct isolation *f, struct diag *d)
{
	const struct schema *s = f->ds->features;
	struct trees *g = f->g;

	g->features = mem_calloc(schema_width(s), sizeof(*g->features));
	for (uint32_t j = 0; j < s->n; j++) {
		const struct field *field = &s->fields[j];

		if (field->type == COL_SPARSE)
			return (diag_set(d, "column \"%s\" is sparse, which "
			    "isolation does not take: project it first "
			    "(mlc-encode --pca)", field->name));
		for (uint32_t e = 0; e < field_width(field); e++)
			g->features[g->n_features++] = (struct tree_feature){
			    .col = j, .element = e,
			    .is_category = field->type == COL_STRING };
		if (field->type != COL_STRING)
			continue;
		dict_init(&g->features[g->n_features - 1].levels);
		add_levels(&f->rows.cols[j],
		    &g->features[g->n_features - 1].levels);
	}
	return (0);
}

static void
start_work(const struct isolation *f, struct isolation_work *w)
{
	w->x = mem_alloc(f->sample, sizeof(*w->x));
	w->aside = mem_alloc(f->sample, sizeof(*w->aside));
	w->features = mem_alloc(f->g->n_features, sizeof(*w->features));
	w->open = mem_alloc(f->sample, sizeof(*w->open));
}

static void
free_work(struct isolation_work *w)
{
	free(w->x);
	free(w->aside);
	free(w->features);
	free(w->open);
}

/* A number between two, which are different: below the larger one. */
static double
draw_between(struct rng *rng, double low, double high)
{
	double u = (double)(rng_next(rng) >> 11) * 0x1p-53, at;

	low = fmax(low, -DBL_MAX);
	at = low + u * (fmin(high, DBL_MAX) - low);
	if (!isfinite(at))
		at = low * (1 - u) + fmin(high, DBL_MAX) * u;
	return (at < high ? at : low);
}

/* Where do the rows of x go?  false: they are all the same. */
static bool
split_number(struct rng *rng, const double *x, uint32_t n,
    struct tree_node *node)
{
	double low = INFINITY, high = -INFINITY;
	uint32_t n_left = 0, n_missing = 0;

	for (uint32_t i = 0; i < n; i++) {
		n_missing += x[i] != x[i];
		low = x[i] < low ? x[i] : low;
		high = x[i] > high ? x[i] : high;
	}
	node->is_category = false;
	if (!(low < high)) {
		/* What is missing is set apart. */
		node->threshold = DBL_MAX;
		node->missing_left = false;
		return (n_missing > 0 && n_missing < n);
	}
	node->threshold = draw_between(rng, low, high);
	for (uint32_t i = 0; i < n; i++)
		n_left += x[i] <= node->threshold;
	node->missing_left = n_missing > 0 ? rng_next(rng) >> 63 :
	    2 * n_left >= n;
	return (true);
}

/* Do all rows have the level of the first? */
static bool
is_one_level(const double *x, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++) {
		if (x[i] != x[0])
			return (false);
	}
	return (true);
}

static bool
split_levels(struct rng *rng, const double *x, uint32_t n,
    const struct tree_feature *f, struct tree *t, struct tree_node *node)
{
	uint32_t words = tree_set_words(f), n_left, unknown;
	uint32_t *set;

	if (is_one_level(x, n))
		return (false);
	t->sets = mem_grow(t->sets, &t->sets_cap, t->n_words + words,
	    sizeof(*t->sets));
	set = t->sets + t->n_words;
	do {
		n_left = 0;
		for (uint32_t w = 0; w < words; w++)
			set[w] = (uint32_t)(rng_next(rng) >> 32);
		for (uint32_t i = 0; i < n; i++)
			n_left += tree_set_has(set, (uint32_t)x[i]);
	} while (n_left == 0 || n_left == n);
	unknown = (uint32_t)f->levels.n + 1;
	set[unknown / 32] &= ~((uint32_t)1 << unknown % 32);
	if (2 * n_left < n)
		set[unknown / 32] |= (uint32_t)1 << unknown % 32;
	node->is_category = true;
	node->set = (uint32_t)t->n_words;
	t->n_words += words;
	return (true);
}

/* The value of a feature in each of n rows. */
static void
take_values(const struct isolation *f, const struct tree_feature *feature,
    const uint32_t *rows, uint32_t n, double *x)
{
	const struct column *c = &f->rows.cols[feature->col];

	for (uint32_t i = 0; i < n; i++)
		x[i] = feature->is_category ? tree_level_bin(feature, c,
		    rows[i]) : tree_number(feature, c, rows[i]);
}

/* Draw features until one can split the rows, whose values are in w->x then. */
static bool
find_split(const struct isolation *f, struct isolation_work *w,
    const uint32_t *rows, uint32_t n, struct rng *rng, struct tree *t,
    struct tree_node *node)
{
	uint32_t all = (uint32_t)f->g->n_features, k, j;

	for (uint32_t tried = 0; tried < all; tried++) {
		const struct tree_feature *feature;

		k = tried + (uint32_t)rng_below(rng, all - tried);
		j = w->features[k];
		w->features[k] = w->features[tried];
		w->features[tried] = j;
		feature = &f->g->features[j];
		take_values(f, feature, rows, n, w->x);
		node->feature = j;
		if (feature->is_category ? split_levels(rng, w->x, n, feature,
		    t, node) : split_number(rng, w->x, n, node))
			return (true);
	}
	return (false);
}

/* Rows that go left first. */
static uint32_t
part_rows(const double *x, uint32_t *rows, uint32_t n, const struct tree *t,
    const struct tree_node *node, uint32_t *aside)
{
	uint32_t n_left = 0, n_right = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (tree_goes_left(t, node, x[i]))
			rows[n_left++] = rows[i];
		else
			aside[n_right++] = rows[i];
	}
	memcpy(rows + n_left, aside, n_right * sizeof(*aside));
	return (n_left);
}

static void
add_leaf(struct tree *t, const struct open_node *o, double c)
{
	uint32_t leaf = t->n_leaves++;

	t->leaves[leaf] = c > 0 ? -(o->depth + mean_depth(o->n)) / c : -1;
	t->covers[leaf] = o->n;
	if (o->place != NULL)
		*o->place = ~(int32_t)leaf;
}

static void
grow(const struct isolation *f, struct isolation_work *w, uint32_t *rows,
    uint32_t n, struct rng *rng, struct tree *t)
{
	uint32_t most = (uint32_t)ceil(log2((double)n)), n_nodes = 0, n_open;
	double c = mean_depth(n);

	w->open[0] = (struct open_node){ 0, n, 0, NULL };
	for (n_open = 1; n_open > 0;) {
		struct open_node o = w->open[--n_open];
		struct tree_node *node = &t->nodes[n_nodes];
		uint32_t *mine = rows + o.first, k;

		if (o.n == 1 || o.depth == most ||
		    !find_split(f, w, mine, o.n, rng, t, node)) {
			add_leaf(t, &o, c);
			continue;
		}
		if (o.place != NULL)
			*o.place = (int32_t)n_nodes;
		n_nodes++;
		k = part_rows(w->x, mine, o.n, t, node, w->aside);
		w->open[n_open++] = (struct open_node){ o.first + k, o.n - k,
		    o.depth + 1, &node->right };
		w->open[n_open++] = (struct open_node){ o.first, k,
		    o.depth + 1, &node->left };
	}
}

static void
grow_one(void *ctx, size_t k, int worker)
{
	const struct isolation *f = ctx;
	uint32_t n = f->n_drawn[k], *rows = f->drawn + k * f->sample;
	struct isolation_work *w = &f->works[worker];
	struct tree *t = &f->g->trees[k];
	struct rng rng;

	for (uint32_t j = 0; j < f->g->n_features; j++)
		w->features[j] = j;
	for (uint32_t i = 0; i < n; i++)
		rows[i] = f->place[rows[i]] - 1;
	t->nodes = mem_calloc(n, sizeof(*t->nodes));
	t->leaves = mem_alloc(n, sizeof(*t->leaves));
	t->covers = mem_alloc(n, sizeof(*t->covers));
	rng_init(&rng, rng_key(f->ds->seed, RNG_ISOLATION_SPLITS, k));
	grow(f, w, rows, n, &rng, t);
}

static void
grow_all(struct isolation *f)
{
	size_t n_workers = (size_t)crew_threads(f->ds->crew);
	struct trees *g = f->g;

	f->works = mem_calloc(n_workers, sizeof(*f->works));
	for (size_t i = 0; i < n_workers; i++)
		start_work(f, &f->works[i]);
	g->n_trees = f->opt->n_trees;
	g->divisor = (double)g->n_trees;
	g->trees = mem_calloc(g->n_trees, sizeof(*g->trees));
	crew_for(f->ds->crew, g->n_trees, grow_one, f);
	for (size_t i = 0; i < n_workers; i++)
		free_work(&f->works[i]);
	free(f->works);
}

int
isolation_grow(const struct dataset *ds, const struct isolation_options *opt,
    struct trees *g, struct diag *d)
{
	struct isolation f = { .ds = ds, .opt = opt, .g = g,
	    .sample = opt->sample < ds->n_train ? opt->sample : ds->n_train };
	int r = -1;

	block_init(&f.rows, ds->features);
	draw_rows(&f);
	if (hold_rows(&f, d) == 0 && find_features(&f, d) == 0) {
		grow_all(&f);
		r = 0;
	}
	block_release(&f.rows);
	free(f.drawn);
	free(f.n_drawn);
	free(f.place);
	return (r);
}
