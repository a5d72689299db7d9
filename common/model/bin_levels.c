/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "bin_levels.h"

#define NARROW_LEVELS 254	/* with missing and other: a byte */
#define MAX_LEVELS 16382	/* bounds the histograms */
#define MIN_LEVEL_ROWS 10	/* what the search for splits asks for */

void
bin_level_add(struct bin_level_count *c, const char *p, size_t n,
    uint64_t rows)
{
	size_t n_before = c->dict.n;
	uint32_t id = dict_add(&c->dict, p, n);

	if (c->dict.n > n_before) {
		c->rows = mem_grow(c->rows, &c->cap, c->dict.n,
		    sizeof(*c->rows));
		c->rows[id] = 0;
	}
	c->rows[id] += rows;
}

struct ranked_level {
	const char *p;
	size_t n;
	uint64_t rows;
};

/* Most rows first, then by bytes: no matter who met them first. */
static int
compare_levels(const void *a, const void *b)
{
	const struct ranked_level *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int cmp;

	if (x->rows != y->rows)
		return (x->rows > y->rows ? -1 : 1);
	cmp = memcmp(x->p, y->p, n);
	if (cmp != 0)
		return (cmp);
	return (x->n < y->n ? -1 : x->n > y->n);
}

/* All workers' counts in those of the first. */
static void
merge_counts(struct bin_level_count *counts, size_t stride, size_t n_workers)
{
	const char *p;
	size_t n;

	for (size_t w = 1; w < n_workers; w++) {
		struct bin_level_count *from = &counts[w * stride];

		for (uint32_t id = 0; id < from->dict.n; id++) {
			p = dict_get(&from->dict, id, &n);
			bin_level_add(counts, p, n, from->rows[id]);
		}
	}
}

void
bin_levels_keep(struct bin_level_count *counts, size_t stride,
    size_t n_workers, struct dict *out)
{
	struct ranked_level *ranked;
	size_t n_levels, n;

	merge_counts(counts, stride, n_workers);
	n_levels = counts->dict.n;
	ranked = mem_alloc(n_levels, sizeof(*ranked));
	for (uint32_t id = 0; id < n_levels; id++) {
		ranked[id].p = dict_get(&counts->dict, id, &ranked[id].n);
		ranked[id].rows = counts->rows[id];
	}
	qsort(ranked, n_levels, sizeof(*ranked), compare_levels);
	for (n = 0; n < n_levels && n < MAX_LEVELS; n++) {
		if (n >= NARROW_LEVELS && ranked[n].rows < MIN_LEVEL_ROWS)
			break;
		dict_add(out, ranked[n].p, ranked[n].n);
	}
	free(ranked);
}

void
bin_level_count_release(struct bin_level_count *c)
{
	dict_release(&c->dict);
	free(c->rows);
}
