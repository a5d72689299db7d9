/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "drift.h"

bool
drift_is_watched(const struct column_profile *c)
{
	return ((c->role == ROLE_FEATURE || c->role == ROLE_TIME) &&
	    (c->grid != NULL || c->level_counts != NULL));
}

/*
 * The rows whose level no other row has, so that without it they would be
 * unseen: as many of as many other rows can be expected to be (Good 1953,
 * "The population frequencies of species").  Where the rarest levels were not
 * kept, those that would not have been without the row.
 */
static double
count_lone(const struct drift_ref *r)
{
	double rarest = 1, sum = r->other;

	for (size_t i = 0; i < r->levels.n && r->other > 0; i++)
		rarest = i == 0 ? r->level_counts[i] :
		    fmin(rarest, r->level_counts[i]);
	for (size_t i = 0; i < r->levels.n; i++)
		sum += r->level_counts[i] <= rarest ? r->level_counts[i] : 0;
	return (sum);
}

static void
take_levels(struct drift_ref *r, const struct column_profile *c)
{
	const char *p;
	size_t n;

	r->level_counts = mem_alloc(c->levels.n, sizeof(*r->level_counts));
	for (uint32_t i = 0; i < c->levels.n; i++) {
		p = dict_get(&c->levels, i, &n);
		dict_add(&r->levels, p, n);
		r->level_counts[i] = (double)c->level_counts[i];
	}
	r->other = (double)c->other;
	r->expect_unseen = count_lone(r);
}

void
drift_ref_of_column(const struct column_profile *c, struct drift_ref *r)
{
	memset(r, 0, sizeof(*r));
	dict_init(&r->levels);
	r->name = mem_strdup(c->name);
	r->kind = c->grid != NULL ? DRIFT_NUMBER : DRIFT_CATEGORY;
	r->n = c->n + c->missing;
	r->n_missing = c->missing;
	if (r->kind == DRIFT_CATEGORY) {
		take_levels(r, c);
		return;
	}
	r->grid = mem_dup(c->grid, PROFILE_GRID, sizeof(*r->grid));
	r->sd = c->sd;
	r->n_bins = c->n_bins;
	memcpy(r->edges, c->edges, (c->n_bins - 1) * sizeof(*r->edges));
	memcpy(r->counts, c->counts, c->n_bins * sizeof(*r->counts));
}

/* Bins between the deciles of the grid; where deciles are equal, their bins
   are one. */
static void
bins_of_grid(struct drift_ref *r)
{
	double share = (double)r->n / PROFILE_BINS;
	size_t step = (PROFILE_GRID - 1) / PROFILE_BINS;

	r->n_bins = 1;
	r->counts[0] = share;
	for (size_t i = 1; i < PROFILE_BINS; i++) {
		double edge = r->grid[i * step];

		if (edge >= r->grid[PROFILE_GRID - 1] ||
		    (r->n_bins > 1 && edge <= r->edges[r->n_bins - 2])) {
			r->counts[r->n_bins - 1] += share;
			continue;
		}
		r->edges[r->n_bins - 1] = edge;
		r->counts[r->n_bins++] = share;
	}
}

/* The share of the values at or below x, by the grid. */
static double
share_below(const struct drift_ref *r, double x)
{
	size_t k = 0;

	while (k < PROFILE_GRID && r->grid[k] <= x)
		k++;
	return ((double)k / PROFILE_GRID);
}

static void
bins_of_probability(struct drift_ref *r)
{
	double before = 0, below;

	r->is_probability = true;
	r->n_bins = PROFILE_BINS;
	for (size_t i = 0; i < PROFILE_BINS; i++) {
		below = 1;
		if (i + 1 < PROFILE_BINS) {
			r->edges[i] = (double)(i + 1) / PROFILE_BINS;
			below = share_below(r, r->edges[i]);
		}
		r->counts[i] = (below - before) * (double)r->n;
		before = below;
	}
	r->grid[0] = 0;
	r->grid[PROFILE_GRID - 1] = 1;
}

/* A grid from a file: finite and ascending. */
static int
check_grid(const double *grid, size_t n, struct diag *d)
{
	if (n != PROFILE_GRID)
		return (diag_set(d, "\"quantiles\" has %zu values, not %d", n,
		    PROFILE_GRID));
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(grid[i]) || (i > 0 && grid[i] < grid[i - 1]))
			return (diag_set(d, "\"quantiles\" is not in order"));
	}
	return (0);
}

int
drift_ref_of_score(const json_t *o, const char *name, struct drift_ref *r,
    struct diag *d)
{
	int64_t rows;
	size_t n;

	memset(r, 0, sizeof(*r));
	dict_init(&r->levels);
	if (doc_get_int(o, "rows", &rows, d) == -1 ||
	    doc_get_float(o, "sd", &r->sd, d) == -1 ||
	    doc_get_floats(o, "quantiles", &r->grid, &n, d) == -1)
		return (-1);
	if (rows < 1)
		diag_set(d, "\"rows\" is out of range");
	if (rows < 1 || check_grid(r->grid, n, d) == -1) {
		free(r->grid);
		return (-1);
	}
	r->name = mem_strdup(name);
	r->kind = DRIFT_NUMBER;
	r->n = (uint64_t)rows;
	if (json_object_get(o, "calibration") != NULL)
		bins_of_probability(r);
	else
		bins_of_grid(r);
	return (0);
}

void
drift_ref_release(struct drift_ref *r)
{
	free(r->name);
	free(r->grid);
	dict_release(&r->levels);
	free(r->level_counts);
	memset(r, 0, sizeof(*r));
}
