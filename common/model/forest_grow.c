/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "forest_tree.h"
#include "tree_grow.h"

#define BLOCK 4096		/* rows */
#define AT_ONCE 64		/* trees between two looks at rows left out */

struct forest {
	const struct dataset *ds;
	const struct forest_options *opt;
	struct trees *g;
	struct forest_rows in;
	struct bin_matrix train, valid;
	struct forest_work *works;	/* one a worker */
	double *gains;		/* (AT_ONCE, n_features) */
	/* Of the rows that trees leave out. */
	uint64_t *drawn;	/* (n_rows): a bit for each tree of these */
	double *sums;		/* (n_rows, n_groups), or NULL */
	uint32_t *counts;	/* (n_rows): trees in them */
	size_t first;		/* tree of these, a round of groups each */
};

/* The weight that each row has in a tree, by how often it was drawn; the rows
   that have any. */
static size_t
draw_rows(const struct forest *f, size_t tree, struct forest_work *w)
{
	const double *given = f->ds->w_train;
	size_t n = f->ds->n_train, k = 0;
	struct rng rng;

	for (size_t i = 0; i < n; i++)
		w->weights[i] = f->opt->draws_rows ? 0 : 1;
	rng_init(&rng, rng_key(f->ds->seed, RNG_FOREST_ROWS, tree));
	for (size_t i = 0; i < n && f->opt->draws_rows; i++)
		w->weights[rng_below(&rng, n)]++;
	for (size_t i = 0; i < n; i++) {
		if (given != NULL)
			w->weights[i] *= given[i];
		if (w->weights[i] > 0)
			w->rows[k++] = (uint32_t)i;
	}
	return (k);
}

/* All rows are of weight 0: a tree that says nothing. */
static void
make_empty(struct tree *out, size_t n_out)
{
	for (size_t c = 0; c < n_out; c++) {
		out[c] = (struct tree){ .n_leaves = 1 };
		out[c].leaves = mem_calloc(1, sizeof(double));
		out[c].covers = mem_calloc(1, sizeof(double));
	}
}

static void
grow_one(void *ctx, size_t k, int worker)
{
	const struct forest *f = ctx;
	struct forest_work *w = &f->works[worker];
	size_t tree = f->first + k, n_out = f->g->n_groups, n;
	struct tree *out = &f->g->trees[tree * n_out];
	struct rng rng;

	n = draw_rows(f, tree, w);
	rng_init(&rng, rng_key(f->ds->seed, RNG_FOREST_SPLITS, tree));
	if (n == 0)
		make_empty(out, n_out);
	else
		forest_tree_grow(&f->in, w, n, &rng,
		    f->gains + k * f->g->n_features, out);
}

/* The draws again, as bits: they are cheap next to a tree. */
static void
mark_drawn(struct forest *f, size_t n_trees)
{
	size_t n = f->ds->n_train;
	struct rng rng;

	memset(f->drawn, 0, n * sizeof(*f->drawn));
	for (size_t k = 0; k < n_trees; k++) {
		rng_init(&rng, rng_key(f->ds->seed, RNG_FOREST_ROWS,
		    f->first + k));
		for (size_t i = 0; i < n; i++)
			f->drawn[rng_below(&rng, n)] |= (uint64_t)1 << k;
	}
}

struct left_out {
	struct forest *f;
	size_t n_trees;
};

static void
add_left_out(void *ctx, size_t block, int worker)
{
	const struct left_out *l = ctx;
	struct forest *f = l->f;
	size_t n_out = f->g->n_groups, end = (block + 1) * BLOCK;
	const struct tree *t;
	uint32_t leaf;

	(void)worker;
	if (end > f->ds->n_train)
		end = f->ds->n_train;
	for (size_t k = 0; k < l->n_trees; k++) {
		t = &f->g->trees[(f->first + k) * n_out];
		for (size_t i = block * BLOCK; i < end; i++) {
			if (f->drawn[i] >> k & 1)
				continue;
			leaf = tree_leaf_of_bins(&f->train, i, t);
			for (size_t c = 0; c < n_out; c++)
				f->sums[i * n_out + c] += t[c].leaves[leaf];
			f->counts[i]++;
		}
	}
}

/* The class that the trees are most for; the first of equal ones. */
static double
best_class(const double *sums, size_t n_out, double n_trees)
{
	size_t best = 0;

	if (n_out == 1)
		return (sums[0] / n_trees >= 0.5);
	for (size_t c = 1; c < n_out; c++) {
		if (sums[c] > sums[best])
			best = c;
	}
	return ((double)best);
}

/* Of the rows that some tree left out: the weighted share of right classes, or
   of the variance what is explained. */
static double
score_left_out(const struct forest *f)
{
	const struct dataset *ds = f->ds;
	size_t n_out = f->g->n_groups;
	double weight = 0, right = 0, mean = 0, about = 0, off = 0, w, y, p;

	for (size_t i = 0; i < ds->n_train; i++) {
		w = ds->w_train != NULL ? ds->w_train[i] : 1;
		if (f->counts[i] == 0 || w == 0)
			continue;
		y = ds->y_train[i];
		weight += w;
		about += w * (y - mean) * (y - mean) * (weight - w) / weight;
		mean += w * (y - mean) / weight;
		p = f->sums[i * n_out] / f->counts[i];
		off += w * (y - p) * (y - p);
		right += w * (y == best_class(f->sums + i * n_out, n_out,
		    f->counts[i]));
	}
	if (ds->task != TASK_REGRESSION)
		return (weight > 0 ? right / weight : NAN);
	return (about > 0 ? 1 - off / about : NAN);
}

static void
tell_progress(const struct forest *f)
{
	const struct dataset *ds = f->ds;

	if (ds->progress != NULL && f->sums != NULL)
		ds->progress(ds->progress_ctx, f->first, f->opt->n_trees,
		    ds->task == TASK_REGRESSION ? "out-of-bag r2" :
		    "out-of-bag accuracy", score_left_out(f));
}

static void
end_trees(struct forest *f, size_t n_trees)
{
	struct trees *g = f->g;
	struct left_out l = { f, n_trees };

	for (size_t k = 0; k < n_trees * g->n_features; k++)
		g->features[k % g->n_features].gain += f->gains[k];
	if (f->sums != NULL) {
		mark_drawn(f, n_trees);
		crew_for(f->ds->crew, (f->ds->n_train + BLOCK - 1) / BLOCK,
		    add_left_out, &l);
	}
	f->first += n_trees;
	g->n_trees = f->first * g->n_groups;
	tell_progress(f);
}

static void
start(struct forest *f)
{
	size_t n = f->ds->n_train, n_workers, n_out = f->g->n_groups;

	f->in = (struct forest_rows){ &f->train, f->opt, n_out,
	    f->ds->y_train };
	n_workers = (size_t)crew_threads(f->ds->crew);
	f->works = mem_calloc(n_workers, sizeof(*f->works));
	for (size_t i = 0; i < n_workers; i++)
		forest_work_init(&f->works[i], &f->in);
	f->gains = mem_alloc(AT_ONCE * f->g->n_features, sizeof(*f->gains));
	f->g->trees = mem_calloc(f->opt->n_trees * n_out,
	    sizeof(*f->g->trees));
	f->g->divisor = (double)f->opt->n_trees;
	if (!f->opt->draws_rows)
		return;
	f->sums = mem_calloc(n * n_out, sizeof(*f->sums));
	f->drawn = mem_alloc(n, sizeof(*f->drawn));
	f->counts = mem_calloc(n, sizeof(*f->counts));
}

static void
release(struct forest *f)
{
	for (size_t i = 0; f->works != NULL &&
	    i < (size_t)crew_threads(f->ds->crew); i++)
		forest_work_release(&f->works[i]);
	free(f->works);
	free(f->gains);
	free(f->sums);
	free(f->drawn);
	free(f->counts);
	bin_matrix_release(&f->train);
	bin_matrix_release(&f->valid);
}

int
forest_grow(const struct dataset *ds, const struct forest_options *opt,
    struct trees *g, struct diag *d)
{
	struct forest f = { .ds = ds, .opt = opt, .g = g };
	size_t n;

	if (bin_matrix_fill(ds, g, &f.train, &f.valid, d) == -1) {
		release(&f);
		return (-1);
	}
	start(&f);
	while (f.first < opt->n_trees) {
		n = opt->n_trees - f.first < AT_ONCE ?
		    opt->n_trees - f.first : AT_ONCE;
		memset(f.gains, 0, AT_ONCE * g->n_features *
		    sizeof(*f.gains));
		crew_for(ds->crew, n, grow_one, &f);
		end_trees(&f, n);
	}
	if (f.sums != NULL)
		g->oob_score = score_left_out(&f);
	trees_drop_idle(g);
	release(&f);
	return (0);
}
