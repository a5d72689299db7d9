/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"

#include "drift.h"

/* Values kept exactly for K-S; beyond, the sketch's error is 0.14 %. */
#define EXACT_VALUES 65536

#define N_COUNTS 6		/* whole numbers in a saved state */

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

static void
add_number(struct drift_cur *c, const struct drift_ref *r, double x)
{
	size_t i = 0;

	sketch_add(&c->sketch, x);
	if (x < r->lo) {
		c->below++;
		return;
	}
	if (x > r->hi) {
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
	char scratch[NUMTEXT_MAX];
	const char *text;
	size_t n;

	if (id != DICT_NONE) {
		c->level_counts[id]++;
		return;
	}
	text = level_text(col, i, scratch, &n);
	c->unseen++;
	c->unseen_bins[drift_bin_of_text(text, n)]++;
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
		else if (r->kind == DRIFT_CATEGORY)
			add_level(c, r, col, i);
	}
}

void
drift_cur_merge(struct drift_cur *c, const struct drift_ref *r,
    const struct drift_cur *from)
{
	c->n += from->n;
	c->n_missing += from->n_missing;
	c->n_bad += from->n_bad;
	sketch_merge(&c->sketch, &from->sketch);
	c->below += from->below;
	c->above += from->above;
	for (size_t i = 0; i < PROFILE_BINS; i++)
		c->bins[i] += from->bins[i];
	for (size_t i = 0; i < r->levels.n; i++)
		c->level_counts[i] += from->level_counts[i];
	c->unseen += from->unseen;
	for (size_t i = 0; i < DRIFT_LEVEL_BINS; i++)
		c->unseen_bins[i] += from->unseen_bins[i];
}

void
drift_cur_save(const struct drift_cur *c, const struct drift_ref *r,
    struct str *out)
{
	const uint64_t counts[] = { c->n, c->n_missing, c->n_bad, c->below,
	    c->above, c->unseen };

	for (size_t i = 0; i < N_COUNTS; i++)
		pack_u64(out, counts[i]);
	sketch_save(&c->sketch, out);
	pack_f64s(out, c->bins, PROFILE_BINS);
	pack_f64s(out, c->unseen_bins, DRIFT_LEVEL_BINS);
	pack_u64(out, r->levels.n);
	pack_f64s(out, c->level_counts, r->levels.n);
}

void
drift_cur_load(struct drift_cur *c, const struct drift_ref *r,
    struct unpack *u)
{
	uint64_t *const counts[] = { &c->n, &c->n_missing, &c->n_bad,
	    &c->below, &c->above, &c->unseen };

	drift_cur_init(c, r);
	for (size_t i = 0; i < N_COUNTS; i++)
		*counts[i] = unpack_u64(u);
	sketch_release(&c->sketch);
	sketch_load(&c->sketch, u);
	unpack_f64s(u, c->bins, PROFILE_BINS);
	unpack_f64s(u, c->unseen_bins, DRIFT_LEVEL_BINS);
	if (unpack_count(u, sizeof(double)) != r->levels.n)
		unpack_fail(u);
	unpack_f64s(u, c->level_counts, r->levels.n);
}
