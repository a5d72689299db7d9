/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "drift.h"

bool
drift_is_watched(const struct column_profile *c)
{
	return ((c->role == ROLE_FEATURE || c->role == ROLE_TIME ||
	    c->role == ROLE_TARGET) && (c->grid != NULL ||
	    c->level_counts != NULL || c->n == 0));
}

/*
 * A row is unseen, or of a level not kept, where at most t other rows of the
 * reference have its level.  Of the reference's own rows these are those of
 * levels with t + 1 rows or fewer, and as many of as many other rows can be
 * expected to be (Good 1953, "The population frequencies of species", where t
 * is 0).  With N rows in levels of t + 2 the variance is larger than that of a
 * count by (t + 1) N: Esty 1983, "A normal limit law for a nonparametric
 * estimator of the coverage of a random sample", for t = 0.
 */
static void
expect_unseen(struct drift_ref *r, const struct column_profile *c, uint64_t t)
{
	double next = 0;

	r->expect_unseen = r->other;
	for (size_t i = 0; i < c->levels.n; i++) {
		double count = (double)c->level_counts[i];

		if (c->level_counts[i] == t + 1)
			r->expect_unseen += count;
		if (c->level_counts[i] == t + 2)
			next += count;
	}
	r->unseen_spread = 1 + (double)(t + 1) * next /
	    fmax(1, r->expect_unseen);
}

/* Where not all levels were kept, the rarest of those that were are left out:
   of as many rows, others were not kept. */
static void
take_levels(struct drift_ref *r, const struct column_profile *c)
{
	uint64_t rarest = c->other > 0 ? UINT64_MAX : 0;
	const char *p;
	size_t n;

	for (size_t i = 0; i < c->levels.n && c->other > 0; i++)
		rarest = c->level_counts[i] < rarest ? c->level_counts[i] :
		    rarest;
	r->level_counts = mem_alloc(c->levels.n, sizeof(*r->level_counts));
	r->other = (double)c->other;
	for (uint32_t i = 0; i < c->levels.n; i++) {
		if (c->level_counts[i] <= rarest) {
			r->other += (double)c->level_counts[i];
			continue;
		}
		p = dict_get(&c->levels, i, &n);
		r->level_counts[dict_add(&r->levels, p, n)] =
		    (double)c->level_counts[i];
	}
	expect_unseen(r, c, rarest == UINT64_MAX ? 0 : rarest);
}

/* Files of before have no law, but quantiles; beyond so many values these were
   of one row in four. */
#define ALL_LOOKED_AT 32768

static void
take_numbers(struct drift_ref *r, const struct column_profile *c)
{
	double n = (double)c->n;

	if (c->law.n_points > 0)
		law_copy(&r->law, &c->law);
	else
		law_of_grid(&r->law, c->grid, PROFILE_GRID,
		    c->n > ALL_LOOKED_AT ? n / 4 : n);
	r->looked_at = r->law.n / n;
	r->lo = c->grid[0];
	r->hi = c->grid[PROFILE_GRID - 1];
	r->sd = c->sd;
	r->n_bins = c->n_bins;
	memcpy(r->edges, c->edges, (c->n_bins - 1) * sizeof(*r->edges));
	memcpy(r->counts, c->counts, c->n_bins * sizeof(*r->counts));
}

void
drift_ref_of_column(const struct column_profile *c, struct drift_ref *r)
{
	memset(r, 0, sizeof(*r));
	dict_init(&r->levels);
	r->name = mem_strdup(c->name);
	r->is_target = c->role == ROLE_TARGET;
	r->is_time = c->type == COL_TIME;
	r->n = c->n + c->missing;
	r->n_missing = c->missing;
	if (c->n == 0) {
		r->kind = DRIFT_EMPTY;
	} else if (c->grid != NULL) {
		r->kind = DRIFT_NUMBER;
		take_numbers(r, c);
	} else {
		r->kind = DRIFT_CATEGORY;
		take_levels(r, c);
	}
}

/* Bins that end at the edges and at the maximum. */
static void
count_bins(struct drift_ref *r, size_t n_edges)
{
	double before = 0, below, at = 1;

	r->n_bins = n_edges + 1;
	for (size_t i = 0; i < r->n_bins; i++, before = at) {
		if (i < n_edges)
			law_shares(&r->law, r->edges[i], &below, &at);
		else
			at = 1;
		r->counts[i] = (at - before) * (double)r->n;
	}
}

/* Bins between the deciles of the grid; where deciles are equal, their bins
   are one. */
static void
bins_of_grid(struct drift_ref *r, const double *grid)
{
	size_t step = (PROFILE_GRID - 1) / PROFILE_BINS, n = 0;

	for (size_t i = 1; i < PROFILE_BINS; i++) {
		double edge = grid[i * step];

		if (edge < grid[PROFILE_GRID - 1] &&
		    (n == 0 || edge > r->edges[n - 1]))
			r->edges[n++] = edge;
	}
	count_bins(r, n);
}

static void
bins_of_probability(struct drift_ref *r)
{
	r->is_probability = true;
	r->lo = 0;
	r->hi = 1;
	for (size_t i = 0; i + 1 < PROFILE_BINS; i++)
		r->edges[i] = (double)(i + 1) / PROFILE_BINS;
	count_bins(r, PROFILE_BINS - 1);
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

static int
get_score(const json_t *o, struct drift_ref *r, double **grid, struct diag *d)
{
	int64_t rows;
	size_t n;

	if (doc_get_int(o, "rows", &rows, d) == -1 ||
	    doc_get_float(o, "sd", &r->sd, d) == -1 ||
	    doc_get_floats(o, "quantiles", grid, &n, d) == -1 ||
	    check_grid(*grid, n, d) == -1)
		return (-1);
	if (rows < 1)
		return (diag_set(d, "\"rows\" is out of range"));
	r->n = (uint64_t)rows;
	return (profile_get_law(o, &r->law, d));
}

int
drift_ref_of_score(const json_t *o, const char *name, struct drift_ref *r,
    struct diag *d)
{
	double *grid = NULL;

	memset(r, 0, sizeof(*r));
	dict_init(&r->levels);
	if (get_score(o, r, &grid, d) == -1) {
		free(grid);
		return (-1);
	}
	r->name = mem_strdup(name);
	r->kind = DRIFT_NUMBER;
	if (r->law.n_points == 0)
		law_of_grid(&r->law, grid, PROFILE_GRID, (double)r->n);
	r->looked_at = 1;
	r->lo = grid[0];
	r->hi = grid[PROFILE_GRID - 1];
	if (json_object_get(o, "calibration") != NULL)
		bins_of_probability(r);
	else
		bins_of_grid(r, grid);
	free(grid);
	return (0);
}

void
drift_ref_release(struct drift_ref *r)
{
	free(r->name);
	law_release(&r->law);
	dict_release(&r->levels);
	free(r->level_counts);
	memset(r, 0, sizeof(*r));
}
