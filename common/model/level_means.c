/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "rng.h"

#include "bin_fit.h"
#include "bin_sample.h"
#include "level_means.h"

#define FOLDS 5
#define SETS_LEVELS 254		/* that a byte has room for */
#define RARE_ROWS 10		/* levels of fewer are in no set */
#define RARE_SHARE 0.1
#define CLASSES 16		/* of more there would be too many features */
#define THRESHOLD_ROWS 200000

/* A new feature and what it is made from. */
struct statistic {
	struct tree_feature f;
	size_t class;		/* of several classes, which */
	uint32_t *bins;		/* of the training rows; shared by a column */
	bool owns_bins;
};

struct statistics {
	const struct dataset *ds;
	struct statistic *v;
	size_t n, cap;
	uint32_t max_bins;
};

/* Weight and sum of the targets of some rows. */
struct sums {
	double w, y;
};

/* See level_means.h; sums are of targets less center. */
struct shrinking {
	double m, mean, center;
};

static unsigned
fold_of(uint64_t seed, uint64_t row)
{
	return ((unsigned)(rng_at(rng_key(seed, RNG_LEVEL_FOLDS, 0), row) %
	    FOLDS));
}

double
level_mean_of_row(const struct tree_feature *f, const struct column *c,
    size_t i, uint64_t seed, uint64_t row)
{
	return (f->folded[fold_of(seed, row) * (f->levels.n + 2) +
	    tree_level_bin(f, c, i)]);
}

/* Rows of levels that have fewer than limit. */
static double
count_rare(const struct level_counts *c, uint64_t limit)
{
	uint64_t n = 0;

	for (size_t k = 0; k < c->levels.n; k++)
		n += c->counts[k] < limit ? c->counts[k] : 0;
	return ((double)n);
}

/* A column of which no level has two rows says nothing. */
static bool
wants_means(const struct level_counts *c)
{
	double all = count_rare(c, UINT64_MAX);

	return (count_rare(c, 2) < all && (c->levels.n > SETS_LEVELS ||
	    count_rare(c, RARE_ROWS) > RARE_SHARE * all));
}

/* Where most rows are the only one of their level these levels are left out:
   hardly one of them comes again. */
static void
take_levels(const struct level_counts *c, struct dict *out)
{
	struct ranked_level *r = level_counts_rank(c);
	uint64_t least = 2 * count_rare(c, 2) > count_rare(c, UINT64_MAX) ?
	    2 : 1;
	const char *p;
	size_t n;

	for (size_t k = 0; k < c->levels.n && r[k].count >= least; k++) {
		p = dict_get(&c->levels, r[k].id, &n);
		dict_add(out, p, n);
	}
	free(r);
}

static void
add_statistics(struct statistics *s, const struct tree_feature *category,
    const struct level_counts *c)
{
	const struct dataset *ds = s->ds;
	size_t n = ds->task == TASK_MULTICLASS ? ds->n_classes : 1;
	struct statistic *t;
	uint32_t *bins = NULL;

	if (!wants_means(c) || n > CLASSES)
		return;
	for (size_t k = 0; k < n; k++) {
		s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
		t = &s->v[s->n++];
		*t = (struct statistic){ .f.col = category->col, .class = k,
		    .bins = bins, .owns_bins = k == 0 };
		dict_init(&t->f.levels);
		take_levels(c, &t->f.levels);
		if (k == 0)
			bins = t->bins = mem_alloc(ds->n_train,
			    sizeof(*bins));
	}
}

static int
find_bins(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *r = rows->more;
	const struct statistics *s = ctx;

	(void)d;
	for (size_t k = 0; k < s->n; k++) {
		const struct statistic *t = &s->v[k];

		for (size_t i = 0; i < r->n_train && t->owns_bins; i++)
			t->bins[r->first_train + i] = tree_level_bin(&t->f,
			    rows->batch->cols[t->f.col], r->train[i]);
	}
	return (0);
}

static double
target_of(const struct statistics *s, const struct statistic *t, size_t i)
{
	double y = s->ds->y_train[i];

	return (s->ds->task == TASK_MULTICLASS ? y == (double)t->class : y);
}

static double
weight_of(const struct statistics *s, size_t i)
{
	return (s->ds->w_train != NULL ? s->ds->w_train[i] : 1);
}

/*
 * The sums of targets.  cells: (FOLDS + 1, n_bins), the last of all folds;
 * squares: of the rows of levels.  Values are taken less their mean, so that
 * squares do not cancel; classes are counted, which is exact.
 */
static void
add_rows(const struct statistics *s, const struct statistic *t,
    double center, struct sums *cells, double *squares)
{
	size_t n_bins = t->f.levels.n + 2;
	uint32_t *numbers = dataset_row_numbers(s->ds);

	*squares = 0;
	for (size_t i = 0; i < s->ds->n_train; i++) {
		double w = weight_of(s, i), y = target_of(s, t, i) - center;
		unsigned fold = fold_of(s->ds->seed, numbers != NULL ?
		    numbers[i] : i);

		for (unsigned k = fold;; k = FOLDS) {
			cells[k * n_bins + t->bins[i]].w += w;
			cells[k * n_bins + t->bins[i]].y += w * y;
			if (k == FOLDS)
				break;
		}
		if (t->bins[i] > 0 && t->bins[i] <= t->f.levels.n)
			*squares += w * y * y;
	}
	free(numbers);
}

static struct sums
add_all(const struct statistics *s, const struct statistic *t)
{
	struct sums all = { 0, 0 };

	for (size_t i = 0; i < s->ds->n_train; i++) {
		all.w += weight_of(s, i);
		all.y += weight_of(s, i) * target_of(s, t, i);
	}
	return (all);
}

/*
 * Variance within levels over that between them, by the sums of squares of an
 * analysis of variance of one way with unequal groups: the levels themselves,
 * without missing and other.  Infinite where they differ by no more than
 * chance.
 */
static double
find_credibility(const struct sums *all, size_t n_levels, double squares,
    double unit)
{
	double levels = 0, between = 0, w2 = 0, n, k = 0;
	struct sums sum = { 0, 0 };
	double within, variance;

	for (size_t b = 1; b <= n_levels; b++) {
		if (all[b].w == 0)
			continue;
		k++;
		sum.w += all[b].w;
		sum.y += all[b].y;
		w2 += all[b].w * all[b].w;
		levels += all[b].y * all[b].y / all[b].w;
	}
	n = sum.w / unit;		/* rows */
	if (!(n > k) || k < 2)
		return (INFINITY);
	within = fmax(squares - levels, 0) / unit / (n - k);
	between = (levels - sum.y * sum.y / sum.w) / unit;
	variance = (between - (k - 1) * within) / (n - w2 / sum.w / unit);
	return (variance > 0 ? within / variance * unit : INFINITY);
}

/*
 * The numbers of bins, without the rows of a fold (FOLDS: of all).  The other
 * folds are added up: from what is left of a sum that the fold was taken from
 * again, trees would read the fold's targets, in the bits that are rounded.
 */
static void
set_means(const struct shrinking *sh, const struct sums *cells, size_t n_bins,
    unsigned without, double *out)
{
	for (size_t b = 0; b < n_bins; b++) {
		struct sums sum = { 0, 0 };

		for (unsigned f = 0; f < FOLDS; f++) {
			if (f == without)
				continue;
			sum.w += cells[f * n_bins + b].w;
			sum.y += cells[f * n_bins + b].y;
		}
		out[b] = sh->mean;
		if (sum.w > 0)
			out[b] += (sum.y - (sh->mean - sh->center) * sum.w) /
			    (sum.w + sh->m);
	}
}

static void
set_thresholds(const struct statistics *s, struct statistic *t)
{
	size_t n_bins = t->f.levels.n + 2, n = s->ds->n_train, k = 0;
	size_t stride = (n + THRESHOLD_ROWS - 1) / THRESHOLD_ROWS;
	uint32_t *numbers = dataset_row_numbers(s->ds);
	double *v = mem_alloc(n / stride + 1, sizeof(*v));

	for (size_t i = 0; i < n; i += stride)
		v[k++] = t->f.folded[fold_of(s->ds->seed, numbers != NULL ?
		    numbers[i] : i) * n_bins + t->bins[i]];
	t->f.thresholds = mem_alloc(s->max_bins, sizeof(*t->f.thresholds));
	t->f.n_thresholds = bin_thresholds(v, k, s->max_bins,
	    t->f.thresholds);
	free(numbers);
	free(v);
}

static void
fit_statistic(void *ctx, size_t k, int worker)
{
	const struct statistics *s = ctx;
	struct statistic *t = &s->v[k];
	size_t n_bins = t->f.levels.n + 2;
	struct sums *cells = mem_calloc((FOLDS + 1) * n_bins, sizeof(*cells));
	struct sums all = add_all(s, t);
	struct shrinking sh = { .mean = all.y / all.w };
	double squares;

	(void)worker;
	sh.center = s->ds->task == TASK_REGRESSION ? sh.mean : 0;
	add_rows(s, t, sh.center, cells, &squares);
	sh.m = find_credibility(cells + FOLDS * n_bins, t->f.levels.n,
	    squares, all.w / (double)s->ds->n_train);
	t->f.means = mem_alloc(n_bins, sizeof(*t->f.means));
	t->f.folded = mem_alloc(FOLDS * n_bins, sizeof(*t->f.folded));
	set_means(&sh, cells, n_bins, FOLDS, t->f.means);
	for (unsigned f = 0; f < FOLDS; f++)
		set_means(&sh, cells, n_bins, f, t->f.folded + f * n_bins);
	set_thresholds(s, t);
	free(cells);
}

int
level_means_add(const struct dataset *ds, const void *sample,
    uint32_t max_bins, struct trees *g, struct diag *d)
{
	struct statistics s = { .ds = ds, .max_bins = max_bins };
	struct dataset_pass pass = { .visit = find_bins, .ctx = &s };
	int status = 0;

	for (size_t j = 0; j < g->n_features; j++) {
		if (g->features[j].is_category)
			add_statistics(&s, &g->features[j],
			    bin_sample_levels(sample, j));
	}
	if (s.n > 0)
		status = dataset_pass(ds, &pass, NULL, 0, d);
	if (status == 0)
		crew_for(ds->crew, s.n, fit_statistic, &s);
	g->features = mem_realloc(g->features, g->n_features + s.n,
	    sizeof(*g->features));
	for (size_t k = 0; k < s.n; k++) {
		g->features[g->n_features++] = s.v[k].f;
		if (s.v[k].owns_bins)
			free(s.v[k].bins);
	}
	free(s.v);
	return (status);
}
