/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "quantile.h"

#include "profile_bins.h"

/* The deciles of the grid, each once, without the maximum: the bin above it
   would be empty. */
static void
freeze_edges(struct column_profile *c)
{
	double edge;

	c->edges = mem_alloc(PROFILE_BINS - 1, sizeof(*c->edges));
	c->n_bins = 1;
	for (size_t i = 1; i < PROFILE_BINS; i++) {
		edge = c->grid[i * (PROFILE_GRID - 1) / PROFILE_BINS];
		if (edge < c->max &&
		    (c->n_bins == 1 || edge > c->edges[c->n_bins - 2]))
			c->edges[c->n_bins++ - 1] = edge;
	}
	c->counts = mem_calloc(c->n_bins, sizeof(*c->counts));
}

void
profile_bins_of_values(const double *sorted, size_t n,
    struct column_profile *c)
{
	size_t bin = 0;

	c->grid = mem_alloc(PROFILE_GRID, sizeof(*c->grid));
	for (size_t i = 0; i < PROFILE_GRID; i++)
		c->grid[i] = quantile_sorted(sorted, n,
		    (double)i / (PROFILE_GRID - 1));
	freeze_edges(c);
	for (size_t i = 0; i < n; i++) {
		while (bin + 1 < c->n_bins && sorted[i] > c->edges[bin])
			bin++;
		c->counts[bin]++;
	}
}

void
profile_bins_of_sketch(const struct sketch *s, struct column_profile *c)
{
	double below = 0, upto;
	struct sketch_view v;

	sketch_view_init(&v, s);
	c->grid = mem_alloc(PROFILE_GRID, sizeof(*c->grid));
	for (size_t i = 0; i < PROFILE_GRID; i++)
		c->grid[i] = sketch_view_quantile(&v,
		    (double)i / (PROFILE_GRID - 1));
	c->grid[0] = c->min;
	c->grid[PROFILE_GRID - 1] = c->max;
	freeze_edges(c);
	for (size_t i = 0; i < c->n_bins; i++, below = upto) {
		upto = i + 1 == c->n_bins ? (double)c->n :
		    round(sketch_view_rank(&v, c->edges[i]) * (double)c->n);
		c->counts[i] = upto - below;
	}
	sketch_view_release(&v);
}

struct ranked_level {
	const char *text;
	size_t n;
	uint64_t count;
};

/* By count, descending, then by text. */
static int
compare(const void *a, const void *b)
{
	const struct ranked_level *x = a, *y = b;
	int r;

	if (x->count != y->count)
		return (x->count > y->count ? -1 : 1);
	r = memcmp(x->text, y->text, x->n < y->n ? x->n : y->n);
	return (r != 0 ? r : (x->n > y->n) - (x->n < y->n));
}

void
profile_top_levels(const struct dict *levels, const uint64_t *counts,
    struct column_profile *c)
{
	struct ranked_level *v = mem_alloc(levels->n, sizeof(*v));

	for (uint32_t i = 0; i < levels->n; i++) {
		v[i].text = dict_get(levels, i, &v[i].n);
		v[i].count = counts[i];
	}
	qsort(v, levels->n, sizeof(*v), compare);
	c->level_counts = mem_calloc(PROFILE_TOP, sizeof(*c->level_counts));
	for (size_t i = 0; i < levels->n; i++) {
		if (i < PROFILE_TOP)
			c->level_counts[levels_add_saved(&c->levels,
			    v[i].text, v[i].n)] += v[i].count;
		else
			c->other += v[i].count;
	}
	free(v);
}
