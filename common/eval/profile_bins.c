/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

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
profile_bins_of_view(const struct sketch_view *v, bool exact,
    struct column_profile *c)
{
	double below = 0, upto;

	law_of_view(&c->law, v, exact);
	c->grid = mem_alloc(PROFILE_GRID, sizeof(*c->grid));
	for (size_t i = 0; i < PROFILE_GRID; i++)
		c->grid[i] = sketch_view_quantile(v,
		    (double)i / (PROFILE_GRID - 1));
	c->grid[0] = c->min;
	c->grid[PROFILE_GRID - 1] = c->max;
	freeze_edges(c);
	for (size_t i = 0; i < c->n_bins; i++, below = upto) {
		upto = i + 1 == c->n_bins ? (double)c->n :
		    round(sketch_view_rank(v, c->edges[i]) * (double)c->n);
		c->counts[i] = upto - below;
	}
}

void
profile_top_levels(const struct level_counts *counts, struct column_profile *c)
{
	struct ranked_level *r = level_counts_rank(counts);

	c->level_counts = mem_calloc(PROFILE_TOP, sizeof(*c->level_counts));
	c->other = counts->other;
	for (size_t i = 0; i < counts->levels.n; i++) {
		if (i < PROFILE_TOP)
			c->level_counts[levels_take(&c->levels,
			    &counts->levels, r[i].id)] += r[i].count;
		else
			c->other += r[i].count;
	}
	free(r);
}
