/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "radix.h"

#include "bin_fit.h"
#include "bin_matrix.h"
#include "bin_sample.h"
#include "level_means.h"

#define SAMPLE_ROWS 200000
#define NARROW_LEVELS 254	/* with missing and other: a byte */
#define MAX_LEVELS 16382	/* bounds the histograms */
#define MIN_LEVEL_ROWS 10	/* what the search for splits asks for */

struct binning {
	struct trees *g;
	const void *sample;
	size_t stride;		/* a row of the sample stands for so many */
	uint32_t max_bins;
};

static struct tree_feature *
add_feature(struct trees *g, size_t *cap, uint32_t col, uint32_t element)
{
	struct tree_feature *f;

	g->features = mem_grow(g->features, cap, g->n_features + 1,
	    sizeof(*g->features));
	f = &g->features[g->n_features++];
	*f = (struct tree_feature){ .col = col, .element = element };
	dict_init(&f->levels);
	return (f);
}

/* A sparse column is one feature, until it is known which places there are. */
static void
list_features(const struct schema *s, struct trees *g)
{
	struct tree_feature *f;
	enum col_type type;
	size_t cap = 0;

	for (uint32_t j = 0; j < s->n; j++) {
		type = s->fields[j].type;
		for (uint32_t k = 0; type == COL_VECTOR &&
		    k < s->fields[j].width; k++)
			add_feature(g, &cap, j, k);
		if (type == COL_VECTOR)
			continue;
		f = add_feature(g, &cap, j, 0);
		f->is_category = type == COL_STRING;
		f->is_sparse = type == COL_SPARSE;
	}
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
	else if (!f->is_sparse)
		fit_number(b, f, j);
}

static int
by_place(const void *a, const void *b)
{
	const struct bin_entry *x = a, *y = b;

	return (x->place < y->place ? -1 : x->place > y->place);
}

static int
more_first(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y ? -1 : *x < *y);
}

/* Entries of the place of e[0], where the n entries are in order. */
static size_t
count_place(const struct bin_entry *e, size_t n)
{
	size_t k = 1;

	while (k < n && e[k].place == e[0].place)
		k++;
	return (k);
}

/* How many entries of the sample make a place worth bins, as the levels of a
   category are chosen. */
static size_t
least_entries(const struct binning *b, const struct bin_entry *e, size_t n)
{
	size_t *counts = mem_alloc(n, sizeof(*counts)), n_places = 0, least;

	for (size_t i = 0; i < n; i += counts[n_places++])
		counts[n_places] = count_place(e + i, n - i);
	qsort(counts, n_places, sizeof(*counts), more_first);
	least = n_places <= NARROW_LEVELS ? 1 :
	    (MIN_LEVEL_ROWS + b->stride - 1) / b->stride;
	if (n_places > MAX_LEVELS && counts[MAX_LEVELS] >= least)
		least = counts[MAX_LEVELS] + 1;
	free(counts);
	return (least);
}

/* The bins of a place, from its n entries in the sample.  Zeros are far more:
   as many as there are entries are enough for a bin of their own. */
static void
fit_place(const struct binning *b, struct tree_feature *f,
    const struct bin_entry *e, size_t n)
{
	size_t zeros = bin_sample_n_rows(b->sample) - n, n_values;
	double *v;

	n_values = zeros < n ? zeros : n;
	v = mem_calloc(n_values + n, sizeof(*v));
	for (size_t k = 0; k < n; k++) {
		v[n_values] = (double)e[k].value;
		n_values += !isnan(v[n_values]);
	}
	f->is_sparse = true;
	f->thresholds = mem_alloc(b->max_bins, sizeof(*f->thresholds));
	f->n_thresholds = bin_thresholds(v, n_values, b->max_bins,
	    f->thresholds);
	free(v);
}

/* Append the places of sparse column j as features; where there is none, one
   that is the same in all rows. */
static void
add_places(const struct binning *b, const struct trees *from, size_t j,
    size_t *cap)
{
	uint32_t col = from->features[j].col;
	size_t n, least, run, was = b->g->n_features;
	struct bin_entry *e = bin_sample_entries(b->sample, j, &n);

	qsort(e, n, sizeof(*e), by_place);
	least = least_entries(b, e, n);
	for (size_t i = 0; i < n; i += run) {
		run = count_place(e + i, n - i);
		if (run >= least)
			fit_place(b, add_feature(b->g, cap, col, e[i].place),
			    e + i, run);
	}
	if (b->g->n_features == was)
		fit_place(b, add_feature(b->g, cap, col, 0), NULL, 0);
}

/* The order of a matrix: one byte, two bytes, places. */
static void
order_features(struct binning *b)
{
	struct trees from = *b->g;
	size_t cap = 0;

	b->g->features = NULL;
	b->g->n_features = 0;
	for (int rank = 0; rank <= 2; rank++) {
		for (size_t j = 0; j < from.n_features; j++) {
			struct tree_feature *f = &from.features[j];

			if (rank == 2 && f->is_sparse)
				add_places(b, &from, j, &cap);
			else if (!f->is_sparse &&
			    (bin_count(f) > 256) == rank)
				*add_feature(b->g, &cap, 0, 0) = *f;
		}
	}
	free(from.features);
}

int
bin_fit(const struct dataset *ds, uint32_t max_bins,
    struct trees *g, struct diag *d)
{
	struct binning b = { .g = g, .max_bins = max_bins,
	    .stride = (ds->n_train + SAMPLE_ROWS - 1) / SAMPLE_ROWS };
	struct bin_sampling sampling = { .trees = g, .seed = ds->seed,
	    .stride = b.stride };
	struct fitter fitter = { &bin_sample_fit, &sampling, NULL };
	struct dataset_pass pass = { .unit = 0 };
	int status;

	list_features(ds->features, g);
	if (dataset_pass(ds, &pass, &fitter, 1, d) == -1)
		return (-1);
	b.sample = fitter.fit;
	crew_for(ds->crew, g->n_features, fit_feature, &b);
	status = level_means_add(ds, fitter.fit, max_bins, g, d);
	if (status == 0)
		order_features(&b);
	bin_sample_fit.free(fitter.fit);
	return (status);
}
