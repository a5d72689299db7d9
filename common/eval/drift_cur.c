/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"

#include "drift.h"

/* Values kept exactly for K-S; beyond, the sketch's error is 0.14 %. */
#define EXACT_VALUES 65536

/* Categories with bins of their own in distances; the others share one, as
   a bin of few rows adds nothing but noise. */
#define LEVEL_BINS 50

void
drift_cur_init(struct drift_cur *c, const struct drift_ref *r)
{
	memset(c, 0, sizeof(*c));
	sketch_init(&c->sketch, SKETCH_K, EXACT_VALUES);
	c->level_counts = mem_calloc(r->levels.n, sizeof(*c->level_counts));
}

void
drift_cur_release(struct drift_cur *c)
{
	sketch_release(&c->sketch);
	free(c->level_counts);
	memset(c, 0, sizeof(*c));
}

void
drift_cur_clear(struct drift_cur *c, const struct drift_ref *r)
{
	drift_cur_release(c);
	drift_cur_init(c, r);
}

static void
add_number(struct drift_cur *c, const struct drift_ref *r, double x)
{
	size_t i = 0;

	sketch_add(&c->sketch, x);
	if (r->n_bins == 0 || x < r->grid[0]) {
		c->below++;
		return;
	}
	if (x > r->grid[PROFILE_GRID - 1]) {
		c->above++;
		return;
	}
	while (i + 1 < r->n_bins && x > r->edges[i])
		i++;
	c->bins[i]++;
}

static void
add_level(struct drift_cur *c, const struct drift_ref *r,
    const struct column *col, size_t i)
{
	uint32_t id = level_find(&r->levels, col, i);

	if (id == DICT_NONE)
		c->unseen++;
	else
		c->level_counts[id]++;
}

void
drift_cur_add(struct drift_cur *c, const struct drift_ref *r,
    const struct column *col, size_t first, size_t n)
{
	for (size_t i = first; i < first + n; i++) {
		c->n++;
		if (!col->valid[i])
			c->n_missing++;
		else if (r->kind == DRIFT_NUMBER)
			add_number(c, r, column_number(col, i));
		else
			add_level(c, r, col, i);
	}
}

/* The bins of the range, then below, above and missing. */
static void
number_bins(const struct drift_ref *r, const struct drift_cur *c, double *a,
    double *b)
{
	size_t k = r->n_bins;

	memcpy(a, r->counts, k * sizeof(*a));
	memcpy(b, c->bins, k * sizeof(*b));
	a[k] = a[k + 1] = 0;
	b[k] = (double)c->below;
	b[k + 1] = (double)c->above;
	a[k + 2] = (double)r->n_missing;
	b[k + 2] = (double)c->n_missing;
}

static void
level_bins(const struct drift_ref *r, const struct drift_cur *c, double *a,
    double *b, size_t k)
{
	size_t own = k - 3, bin;

	memset(a, 0, k * sizeof(*a));
	memset(b, 0, k * sizeof(*b));
	for (size_t i = 0; i < r->levels.n; i++) {
		bin = i < own ? i : own;
		a[bin] += r->level_counts[i];
		b[bin] += c->level_counts[i];
	}
	a[own] += r->other;
	b[own + 1] = (double)c->unseen;
	a[own + 2] = (double)r->n_missing;
	b[own + 2] = (double)c->n_missing;
}

void
drift_bins(const struct drift_ref *r, const struct drift_cur *c,
    double **ref, double **cur, size_t *k)
{
	size_t own = r->levels.n < LEVEL_BINS ? r->levels.n : LEVEL_BINS;

	*k = (r->kind == DRIFT_NUMBER ? r->n_bins : own) + 3;
	*ref = mem_alloc(*k, sizeof(**ref));
	*cur = mem_alloc(*k, sizeof(**cur));
	if (r->kind == DRIFT_NUMBER)
		number_bins(r, c, *ref, *cur);
	else
		level_bins(r, c, *ref, *cur, *k);
}
