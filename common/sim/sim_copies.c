/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "rng.h"

#include "sim_copies.h"

void
sim_copies_add(struct sim_copies *c, const struct batch *b,
    const uint8_t *compared)
{
	uint64_t h;

	c->hashes = mem_grow(c->hashes, &c->cap, c->n + b->n_rows,
	    sizeof(*c->hashes));
	for (size_t i = 0; i < b->n_rows; i++) {
		h = 0;
		for (size_t j = 0; j < b->schema->n; j++)
			if (compared[j])
				h = rng_at(h, column_hash(b->cols[j], i, j));
		c->hashes[c->n++] = h;
	}
}

static int
compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return ((x > y) - (x < y));
}

void
sim_copies_finish(struct sim_copies *c, uint32_t rare)
{
	size_t n = 0, begin = 0;

	qsort(c->hashes, c->n, sizeof(*c->hashes), compare_hashes);
	for (size_t i = 1; i <= c->n; i++) {
		if (i < c->n && c->hashes[i] == c->hashes[begin])
			continue;
		if (i - begin < rare)
			c->hashes[n++] = c->hashes[begin];
		begin = i;
	}
	c->n = n;
}

void
sim_copies_release(struct sim_copies *c)
{
	free(c->hashes);
}

bool
sim_copies_have(const struct sim_copies *c, const struct column *cols,
    size_t n_cols, const uint8_t *compared)
{
	uint64_t h = 0;

	if (c->n == 0)
		return (false);
	for (size_t j = 0; j < n_cols; j++)
		if (compared[j])
			h = rng_at(h, column_hash(&cols[j], cols[j].n - 1, j));
	return (bsearch(&h, c->hashes, c->n, sizeof(h), compare_hashes) !=
	    NULL);
}
