/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "bin_partition.h"

#define BLOCK 16384
#define PREFETCH_ROWS 64

struct part {
	const struct bin_matrix *matrix;
	const struct tree_node *node;
	const uint32_t *set;
	uint32_t *rows;
	uint32_t *left, *right;	/* of each block, at its place */
	size_t n;
	size_t *n_left;		/* of each block; then where its left rows go */
	size_t (*part)(const struct part *, size_t from, size_t end);
	uint8_t go[256];	/* of a feature of one byte: 1: to the left */
};

/* Missing is bin 0; made the highest where it goes right. */
static bool
goes_left(const struct part *p, uint32_t bin)
{
	uint32_t shift = !p->node->missing_left;

	if (p->node->is_category)
		return (tree_set_has(p->set, bin));
	return (bin - shift <= p->node->bin - shift);
}

/*
 * Features of one byte: where each bin goes is in a table.  Both sides are
 * written and one is counted: a branch here would be mispredicted.
 */
static size_t
part_narrow(const struct part *p, size_t from, size_t end)
{
	const uint8_t *bins = p->matrix->columns +
	    p->node->feature * p->matrix->n_rows;
	uint32_t *left = p->left + from, *right = p->right + from;
	size_t nl = 0, nr = 0;
	uint8_t go;

	for (size_t i = from; i < end; i++) {
		go = p->go[bins[p->rows[i]]];
		left[nl] = right[nr] = p->rows[i];
		nl += go;
		nr += 1u - go;
	}
	return (nl);
}

/* Those of two bytes, which are all of categories. */
static size_t
part_wide(const struct part *p, size_t from, size_t end)
{
	const struct bin_matrix *m = p->matrix;
	const uint8_t *low = m->columns +
	    (2 * p->node->feature - m->n_narrow) * m->n_rows;
	const uint8_t *high = low + m->n_rows;
	uint32_t *left = p->left + from, *right = p->right + from;
	size_t nl = 0, nr = 0;
	bool go;

	for (size_t i = from; i < end; i++) {
		uint32_t row = p->rows[i];

		go = tree_set_has(p->set, low[row] |
		    (uint32_t)high[row] << 8);
		left[nl] = right[nr] = row;
		nl += go;
		nr += !go;
	}
	return (nl);
}

static size_t
part_places(const struct part *p, size_t from, size_t end)
{
	const struct bin_matrix *m = p->matrix;
	uint32_t *left = p->left + from, *right = p->right + from;
	size_t nl = 0, nr = 0;
	bool go;

	for (size_t i = from; i < end; i++) {
		if (i + PREFETCH_ROWS < end)
			__builtin_prefetch(m->start +
			    p->rows[i + PREFETCH_ROWS]);
		go = goes_left(p, bin_at_place(m, p->rows[i],
		    p->node->feature));
		left[nl] = right[nr] = p->rows[i];
		nl += go;
		nr += !go;
	}
	return (nl);
}

static size_t
block_end(const struct part *p, size_t block)
{
	size_t end = (block + 1) * BLOCK;

	return (end < p->n ? end : p->n);
}

static void
part_block(void *ctx, size_t block, int worker)
{
	struct part *p = ctx;
	size_t from = block * BLOCK, end = block_end(p, block);

	(void)worker;
	p->n_left[block] = p->part(p, from, end);
}

static void
gather_block(void *ctx, size_t block, int worker)
{
	struct part *p = ctx;
	size_t from = block * BLOCK, end = block_end(p, block);
	size_t n_left = p->n_left[block + 1] - p->n_left[block];
	size_t n_right = end - from - n_left;
	size_t n_blocks = (p->n + BLOCK - 1) / BLOCK;
	/* Right rows before this block, after all left ones. */
	size_t to = p->n_left[n_blocks] + from - p->n_left[block];

	(void)worker;
	memcpy(p->rows + p->n_left[block], p->left + from,
	    n_left * sizeof(*p->rows));
	memcpy(p->rows + to, p->right + from, n_right * sizeof(*p->rows));
}

size_t
bin_partition(const struct bin_matrix *m, const struct tree *t,
    const struct tree_node *node, struct crew *crew, uint32_t *rows,
    size_t n, uint32_t *scratch)
{
	size_t n_blocks = (n + BLOCK - 1) / BLOCK, total = 0, here;
	struct part p = { m, node, NULL, rows, scratch, scratch + n, n,
	    NULL, part_places, { 0 } };

	if (node->is_category)
		p.set = t->sets + node->set;
	if (node->feature < m->n_dense)
		p.part = node->feature < m->n_narrow ? part_narrow :
		    part_wide;
	for (uint32_t bin = 0; node->feature < m->n_narrow &&
	    bin < bin_count(&m->features[node->feature]); bin++)
		p.go[bin] = goes_left(&p, bin);
	p.n_left = mem_alloc(n_blocks + 1, sizeof(*p.n_left));
	crew_for(crew, n_blocks, part_block, &p);
	for (size_t k = 0; k < n_blocks; k++) {
		here = p.n_left[k];
		p.n_left[k] = total;
		total += here;
	}
	p.n_left[n_blocks] = total;
	crew_for(crew, n_blocks, gather_block, &p);
	free(p.n_left);
	return (total);
}
