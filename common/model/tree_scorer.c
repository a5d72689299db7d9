/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "tree_scorer.h"

#define ROWS CODE_ROWS
#define BLOCKS 4		/* for which a tree is fetched once */
#define FEW 16			/* rows that go one by one: a block takes as
				   long for one as for all */

/* Rows on their way. */
struct work {
	const struct tree_scorer *s;
	const struct trees *g;
	const struct batch *b;
	double *values;		/* (n_features, ROWS) of one block */
	uint8_t *codes;		/* (BLOCKS, n_cols, ROWS) */
	double *cols;		/* (BLOCKS * ROWS / WALK_LANES, n_cols,
				   WALK_LANES) */
	double *sums;		/* (BLOCKS, n_groups, ROWS); of one row, the
				   leaves of all trees */
};

struct tree_scorer *
tree_scorer_new(const struct trees *g)
{
	struct tree_scorer *s = MEM_NEW(struct tree_scorer);

	tree_bits_init(&s->bits, g);
	tree_walk_init(&s->walk, g);
	for (size_t t = 0; t < g->n_trees; t++)
		s->has_large |= s->bits.trees[t].n_planes == 0;
	return (s);
}

void
tree_scorer_free(struct tree_scorer *s)
{
	if (s == NULL)
		return;
	tree_bits_release(&s->bits);
	tree_walk_release(&s->walk);
	free(s);
}

/* One row by itself. */
static void
sum_row(struct work *w, size_t row, double *out)
{
	size_t k = w->g->n_groups, n = w->g->n_trees;
	double *leaves = w->sums, sum;

	trees_values(w->g, w->b, row, 1, w->values);
	tree_walk_fill(&w->s->walk, w->values, 1, 1, w->cols);
	for (size_t t = 0; t < n; t += WALK_LANES)
		tree_walk_row(&w->s->walk, t, w->cols, leaves + t);
	for (size_t c = 0; c < k; c++) {
		sum = w->g->base[c];
		for (size_t t = c; t < n; t += k)
			sum = w->g->is_single ? (float)(sum + leaves[t]) :
			    sum + leaves[t];
		out[c] = sum;
	}
}

/* n <= ROWS rows as block i of codes and columns. */
static void
fill_block(struct work *w, size_t i, size_t first, size_t n)
{
	const struct tree_scorer *s = w->s;
	size_t k = w->g->n_groups;

	trees_columns(w->g, w->b, first, n, ROWS, w->values);
	tree_codes_fill(&s->bits.codes, w->values,
	    w->codes + i * s->bits.codes.n_cols * ROWS);
	for (size_t r = 0; r < ROWS && s->has_large; r += WALK_LANES)
		tree_walk_fill(&s->walk, w->values + r, ROWS, WALK_LANES,
		    w->cols + (i * ROWS + r) * s->walk.n_cols);
	for (size_t r = 0; r < k * ROWS; r++)
		w->sums[i * k * ROWS + r] = w->g->base[r / ROWS];
}

static void
add_tree(struct work *w, size_t t, size_t i)
{
	const struct tree_scorer *s = w->s;
	size_t k = w->g->n_groups;
	double *sums = w->sums + (i * k + t % k) * ROWS;

	if (s->bits.trees[t].n_planes > 0) {
		tree_bits_add(&s->bits, t,
		    w->codes + i * s->bits.codes.n_cols * ROWS, sums);
	} else {
		for (size_t r = 0; r < ROWS; r += WALK_LANES)
			tree_walk_add(&s->walk, t, w->cols + (i * ROWS + r) *
			    s->walk.n_cols, sums + r);
	}
	/* Adding two floats as doubles and rounding once more is adding floats:
	   a double has more than twice their digits. */
	for (size_t r = 0; r < ROWS && w->g->is_single; r++)
		sums[r] = (float)sums[r];
}

/* n <= BLOCKS * ROWS rows. */
static void
sum_blocks(struct work *w, size_t first, size_t n, double *out)
{
	size_t n_blocks = (n + ROWS - 1) / ROWS, k = w->g->n_groups;

	for (size_t i = 0; i < n_blocks; i++)
		fill_block(w, i, first + i * ROWS, i + 1 < n_blocks ? ROWS :
		    n - i * ROWS);
	for (size_t t = 0; t < w->g->n_trees; t++) {
		for (size_t i = 0; i < n_blocks; i++)
			add_tree(w, t, i);
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t c = 0; c < k; c++)
			out[i * k + c] = w->sums[(i / ROWS * k + c) * ROWS +
			    i % ROWS];
	}
}

void
tree_scorer_sums(const struct tree_scorer *s, const struct trees *g,
    const struct batch *b, size_t first, size_t n, double *out)
{
	size_t rows = n <= FEW ? 1 : BLOCKS * ROWS, k = g->n_groups, now;
	struct work w = { s, g, b };

	/* Rows behind the last of a block go along, as zeros or as rows that
	   were there before. */
	w.values = mem_calloc(g->n_features, (n <= FEW ? 1 : ROWS) *
	    sizeof(*w.values));
	w.cols = mem_alloc(rows > 1 && !s->has_large ? 0 : s->walk.n_cols,
	    rows * sizeof(*w.cols));
	w.codes = mem_alloc(s->bits.codes.n_cols, rows);
	w.sums = mem_alloc(n <= FEW ? g->n_trees + WALK_LANES : k * rows,
	    sizeof(*w.sums));
	for (size_t i = 0; i < n; i += now, out += now * k) {
		now = n - i < rows ? n - i : rows;
		if (n <= FEW)
			sum_row(&w, first + i, out);
		else
			sum_blocks(&w, first + i, now, out);
	}
	free(w.values);
	free(w.cols);
	free(w.codes);
	free(w.sums);
}
