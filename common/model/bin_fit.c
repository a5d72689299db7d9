/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "radix.h"

#include "bin_fit.h"
#include "bin_matrix.h"
#include "bin_sample.h"

#define SAMPLE_ROWS 200000
#define NARROW_LEVELS 254	/* with missing and other: a byte */
#define MAX_LEVELS 16382	/* bounds the histograms */
#define MIN_LEVEL_ROWS 10	/* what the search for splits asks for */

struct binning {
	struct trees *g;
	const void *sample;
	uint32_t max_bins;
};

static void
add_feature(struct trees *g, size_t *cap, uint32_t col,
    uint32_t element, bool is_category)
{
	g->features = mem_grow(g->features, cap, g->n_features + 1,
	    sizeof(*g->features));
	g->features[g->n_features] = (struct tree_feature){
	    .is_category = is_category, .col = col, .element = element };
	dict_init(&g->features[g->n_features++].levels);
}

static int
list_features(const struct schema *s, struct trees *g, struct diag *d)
{
	size_t cap = 0;

	for (uint32_t j = 0; j < s->n; j++) {
		const struct field *f = &s->fields[j];

		if (f->type == COL_SPARSE)
			return (diag_set(d, "column \"%s\" is sparse: gbdt "
			    "takes none", f->name));
		if (f->type != COL_VECTOR)
			add_feature(g, &cap, j, 0, f->type == COL_STRING);
		for (uint32_t k = 0; f->type == COL_VECTOR && k < f->width;
		    k++)
			add_feature(g, &cap, j, k, false);
	}
	return (0);
}

/* A value between a and b for "at most", also where b is infinite. */
static double
between(double a, double b)
{
	double mid = a / 2 + b / 2;

	return (mid >= a && mid < b ? mid : a);
}

/* How often the value at v[i] stands there; v is sorted. */
static size_t
run_length(const double *v, size_t n, size_t i)
{
	size_t k = i + 1;

	while (k < n && v[k] == v[i])
		k++;
	return (k - i);
}

static size_t
count_distinct(const double *v, size_t n)
{
	size_t k = n > 0;

	for (size_t i = 1; i < n; i++)
		k += v[i] != v[i - 1];
	return (k);
}

/*
 * Walk over the distinct values and close a bin when the next value would
 * bring it further from its fair share of what is left than it is now.
 */
uint32_t
bin_thresholds(double *v, size_t n, uint32_t max_bins, double *out)
{
	size_t n_distinct, run, next, fill = 0, left = n;
	uint32_t k = 0;
	bool each;

	sort_doubles(v, n);
	n_distinct = count_distinct(v, n);
	each = n_distinct <= max_bins;
	for (size_t i = 0; i < n; i += run) {
		run = run_length(v, n, i);
		fill += run;
		if (i + run == n || k + 1 == max_bins)
			break;
		next = each ? 0 : run_length(v, n, i + run);
		if (each || (2 * fill + next) * (max_bins - k) >= 2 * left) {
			out[k++] = between(v[i], v[i + run]);
			left -= fill;
			fill = 0;
		}
	}
	return (k);
}

static void
fit_number(const struct binning *b, struct tree_feature *f, size_t j)
{
	double *v = mem_alloc(bin_sample_n_rows(b->sample), sizeof(*v));
	size_t n = bin_sample_numbers(b->sample, j, v);

	f->thresholds = mem_alloc(b->max_bins, sizeof(*f->thresholds));
	f->n_thresholds = bin_thresholds(v, n, b->max_bins, f->thresholds);
	free(v);
}

/*
 * The levels worth a bin, those with most rows first: all while they fit in a
 * byte; beyond, those with ten rows or more.
 */
static void
keep_levels(const struct level_counts *all, struct dict *out)
{
	struct ranked_level *r = level_counts_rank(all);
	const char *p;
	size_t n;

	for (size_t i = 0; i < all->levels.n && i < MAX_LEVELS; i++) {
		if (i >= NARROW_LEVELS && r[i].count < MIN_LEVEL_ROWS)
			break;
		p = dict_get(&all->levels, r[i].id, &n);
		dict_add(out, p, n);
	}
	free(r);
}

static void
fit_feature(void *ctx, size_t j, int worker)
{
	struct binning *b = ctx;
	struct tree_feature *f = &b->g->features[j];

	(void)worker;
	if (f->is_category)
		keep_levels(bin_sample_levels(b->sample, j), &f->levels);
	else
		fit_number(b, f, j);
}

/* One byte first: the order of a matrix. */
static void
put_narrow_first(struct trees *g)
{
	struct tree_feature *to = mem_alloc(g->n_features, sizeof(*to));
	size_t n = 0;

	for (int wide = 0; wide <= 1; wide++) {
		for (size_t j = 0; j < g->n_features; j++) {
			if ((bin_count(&g->features[j]) > 256) == wide)
				to[n++] = g->features[j];
		}
	}
	free(g->features);
	g->features = to;
}

int
bin_fit(const struct dataset *ds, uint32_t max_bins,
    struct trees *g, struct diag *d)
{
	struct binning b = { .g = g, .max_bins = max_bins };
	struct bin_sampling sampling = { .trees = g, .seed = ds->seed,
	    .stride = (ds->n_train + SAMPLE_ROWS - 1) / SAMPLE_ROWS };
	struct fitter fitter = { &bin_sample_fit, &sampling, NULL };
	struct dataset_pass pass = { .unit = 0 };

	if (list_features(ds->features, g, d) == -1 ||
	    dataset_pass(ds, &pass, &fitter, 1, d) == -1)
		return (-1);
	b.sample = fitter.fit;
	crew_for(ds->crew, g->n_features, fit_feature, &b);
	bin_sample_fit.free(fitter.fit);
	put_narrow_first(g);
	return (0);
}
