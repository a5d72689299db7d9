/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grid: all words, and evenly spaced values of ranges; of points that are the
   same, as where a parameter is not in use, one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sampler.h"

#define GRID_MAX 1000000

struct grid_state {
	size_t dims, n;
	double *points;		/* (n, dims) */
};

/* How many values of a parameter are in the grid. */
static size_t
count_values(const struct space_param *p, size_t grid)
{
	size_t n = space_levels(p);

	return (p->kind == SPACE_WORD || (n > 0 && n < grid) ? n : grid);
}

/* Value k of n on [0, 1]: ranges with both of their ends. */
static double
unit_at(const struct space_param *p, size_t k, size_t n)
{
	if (space_levels(p) == n)
		return (((double)k + 0.5) / (double)n);
	return (n == 1 ? 0.5 : (double)k / (double)(n - 1));
}

static bool
is_known(const struct dict *seen, const double *point, size_t dims)
{
	return (dict_find(seen, (const char *)point, dims *
	    sizeof(*point)) != DICT_NONE);
}

/* Walk over all combinations, the last parameter fastest. */
static int
fill(struct grid_state *g, const struct sampling *s, const size_t *counts,
    size_t all, struct diag *d)
{
	double *unit = mem_alloc(g->dims, sizeof(*unit));
	struct dict seen;
	int r = 0;

	dict_init(&seen);
	for (size_t i = 0; i < all && r == 0; i++) {
		double *point = g->points + g->n * g->dims;
		size_t rest = i;

		for (size_t k = g->dims; k-- > 0; rest /= counts[k])
			unit[k] = unit_at(&s->space->params[k],
			    rest % counts[k], counts[k]);
		r = space_place(s->space, unit, point, d);
		if (r == -1 || is_known(&seen, point, g->dims))
			continue;
		dict_add(&seen, (const char *)point, g->dims *
		    sizeof(*point));
		g->n++;
	}
	dict_release(&seen);
	free(unit);
	return (r);
}

static void
end(void *state)
{
	struct grid_state *g = state;

	free(g->points);
	free(g);
}

static void *
begin(const struct sampling *s, size_t *n_trials, struct diag *d)
{
	struct grid_state *g = MEM_NEW(struct grid_state);
	size_t *counts = mem_alloc(s->space->n, sizeof(*counts)), all = 1;
	int r = 0;

	g->dims = s->space->n;
	for (size_t k = 0; k < g->dims && all <= GRID_MAX; k++) {
		counts[k] = count_values(&s->space->params[k], s->grid);
		all *= counts[k];
	}
	if (all > GRID_MAX) {
		r = diag_set(d, "the grid has more than %d points", GRID_MAX);
	} else {
		g->points = mem_alloc(all * g->dims, sizeof(*g->points));
		r = fill(g, s, counts, all, d);
	}
	free(counts);
	if (r == -1) {
		end(g);
		return (NULL);
	}
	*n_trials = s->n_trials > 0 && s->n_trials < g->n ? s->n_trials :
	    g->n;
	return (g);
}

static int
propose(void *state, struct trial *t, struct diag *d)
{
	struct grid_state *g = state;

	(void)d;
	memcpy(t->point, g->points + t->number * g->dims,
	    g->dims * sizeof(*t->point));
	return (0);
}

const struct sampler sampler_grid = {
	.name = "grid",
	.summary = "all words, and evenly spaced values of ranges",
	.begin = begin,
	.propose = propose,
	.end = end,
};
