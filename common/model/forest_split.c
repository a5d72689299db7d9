/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "forest_split.h"

#define SIDE_NONE 2		/* of a bin that no row of the node has */

struct forest_order {
	double by;
	uint32_t bin;
};

static size_t
cell_width(const struct forest_search *s)
{
	return (CELL_SUMS + s->in->n_out);
}

void
forest_search_init(struct forest_search *s, const struct forest_rows *in)
{
	const struct bin_matrix *m = in->matrix;
	size_t width = CELL_SUMS + in->n_out, most = 1;

	for (size_t j = 0; j < m->n_features; j++) {
		if (m->first[j + 1] - m->first[j] > most)
			most = m->first[j + 1] - m->first[j];
	}
	*s = (struct forest_search){ .in = in };
	s->node = mem_calloc(width, sizeof(*s->node));
	s->left = mem_calloc(width, sizeof(*s->left));
	s->hist = mem_calloc(most, width * sizeof(*s->hist));
	s->in_hist = mem_calloc(most / 64 + 1, sizeof(*s->in_hist));
	s->bins = mem_calloc(most, sizeof(*s->bins));
	s->order = mem_calloc(most, sizeof(*s->order));
	s->sides = mem_calloc(most, 1);
	s->best_sides = mem_calloc(most, 1);
}

void
forest_search_release(struct forest_search *s)
{
	free(s->node);
	free(s->left);
	free(s->hist);
	free(s->in_hist);
	free(s->bins);
	free(s->order);
	free(s->sides);
	free(s->best_sides);
}

static inline void
add_row(double *cell, double w, double y, size_t n_out)
{
	cell[CELL_ROWS]++;
	cell[CELL_WEIGHT] += w;
	if (n_out == 1)
		cell[CELL_SUMS] += w * y;
	else
		cell[CELL_SUMS + (size_t)y] += w;
}

static void
add_cell(double *to, const double *cell, size_t width)
{
	for (size_t k = 0; k < width; k++)
		to[k] += cell[k];
}

bool
forest_search_node(struct forest_search *s, const uint32_t *rows, size_t n)
{
	const struct forest_rows *in = s->in;
	bool differ = false;
	double sum = 0;

	memset(s->node, 0, cell_width(s) * sizeof(*s->node));
	for (size_t i = 0; i < n; i++) {
		add_row(s->node, s->weights[rows[i]], in->y[rows[i]],
		    in->n_out);
		differ |= in->y[rows[i]] != in->y[rows[0]];
	}
	for (size_t k = 0; k < in->n_out; k++)
		sum += s->node[CELL_SUMS + k] * s->node[CELL_SUMS + k];
	s->score = sum / s->node[CELL_WEIGHT];
	s->best = (struct forest_split){ .gain = -INFINITY };
	return (differ);
}

/* The cells of the feature's bins, and which there are. */
static void
fill_hist(struct forest_search *s, const uint32_t *rows, size_t n, uint32_t j)
{
	const struct forest_rows *in = s->in;
	const struct bin_matrix *m = in->matrix;
	size_t width = cell_width(s), n_out = in->n_out;
	size_t n_words = (m->first[j + 1] - m->first[j]) / 64 + 1;

	for (size_t i = 0; i < n; i++) {
		uint32_t b = bin_at(m, rows[i], j);

		s->in_hist[b / 64] |= (uint64_t)1 << b % 64;
		add_row(s->hist + b * width, s->weights[rows[i]],
		    in->y[rows[i]], n_out);
	}
	s->n_bins = 0;
	for (size_t k = 0; k < n_words; k++) {
		for (uint64_t w = s->in_hist[k]; w != 0; w &= w - 1)
			s->bins[s->n_bins++] = (uint32_t)(k * 64) +
			    (uint32_t)__builtin_ctzll(w);
		s->in_hist[k] = 0;
	}
}

static void
clear_hist(struct forest_search *s)
{
	size_t width = cell_width(s);

	for (size_t k = 0; k < s->n_bins; k++)
		memset(s->hist + s->bins[k] * width, 0,
		    width * sizeof(*s->hist));
}

/* What the split of s->left from the rest of the node gains. */
static double
gain_of(const struct forest_search *s)
{
	const double *a = s->left, *node = s->node;
	double w = node[CELL_WEIGHT] - a[CELL_WEIGHT], left = 0, right = 0, b;
	double least = (double)s->in->opt->min_leaf;

	if (a[CELL_ROWS] < least || node[CELL_ROWS] - a[CELL_ROWS] < least ||
	    w <= 0)
		return (-INFINITY);
	for (size_t k = CELL_SUMS; k < cell_width(s); k++) {
		b = node[k] - a[k];
		left += a[k] * a[k];
		right += b * b;
	}
	return (left / a[CELL_WEIGHT] + right / w - s->score);
}

/* Is it the best one so far?  Then keep it. */
static bool
offer(struct forest_search *s, uint32_t j, uint32_t bin, bool missing_left)
{
	double gain = gain_of(s);

	if (!(gain > s->best.gain))
		return (false);
	s->best = (struct forest_split){ gain, s->left[CELL_ROWS], j, bin,
	    missing_left, s->bins[0] == 0 };
	return (true);
}

static void
start_left(struct forest_search *s, bool with_missing)
{
	memset(s->left, 0, cell_width(s) * sizeof(*s->left));
	if (with_missing)
		add_cell(s->left, s->hist, cell_width(s));
}

/* All borders between bins of the node, with its missing rows on the left or
   on the right; on the right also all numbers against them. */
static void
search_borders(struct forest_search *s, uint32_t j, bool missing_left)
{
	size_t width = cell_width(s), n = s->n_bins;
	bool has_missing = s->bins[0] == 0;
	uint32_t b, next;

	start_left(s, missing_left);
	for (size_t k = has_missing; k < n; k++) {
		b = s->bins[k];
		add_cell(s->left, s->hist + b * width, width);
		if (k + 1 == n && (!has_missing || missing_left))
			break;
		next = k + 1 < n ? s->bins[k + 1] : b + 1;
		offer(s, j, (b + next - 1) / 2, missing_left);
	}
}

/* The last bin on the left of a border drawn between the values of bins lo and
   hi > lo. */
static uint32_t
draw_border(const struct tree_feature *f, uint32_t lo, uint32_t hi,
    struct rng *rng)
{
	double low = f->thresholds[lo - 1], high = f->thresholds[hi - 2];
	double x = low + (high - low) * rng_uniform_at(rng_next(rng), 0);
	uint32_t last = hi - 1, middle;

	while (lo < last) {
		middle = lo + (last - lo + 1) / 2;
		if (f->thresholds[middle - 1] <= x)
			lo = middle;
		else
			last = middle - 1;
	}
	return (lo);
}

static void
search_drawn(struct forest_search *s, uint32_t j, struct rng *rng)
{
	size_t width = cell_width(s), first = s->bins[0] == 0;
	uint32_t lo = s->bins[first], hi = s->bins[s->n_bins - 1], bin = hi;
	bool missing_left = first == 1 && lo < hi && (rng_next(rng) & 1);

	if (lo < hi)
		bin = draw_border(&s->in->matrix->features[j], lo, hi, rng);
	start_left(s, missing_left);
	for (size_t k = first; k < s->n_bins && s->bins[k] <= bin; k++)
		add_cell(s->left, s->hist + s->bins[k] * width, width);
	offer(s, j, bin, missing_left);
}

static int
compare_order(const void *a, const void *b)
{
	const struct forest_order *x = a, *y = b;

	if (x->by != y->by)
		return (x->by < y->by ? -1 : 1);
	return ((x->bin > y->bin) - (x->bin < y->bin));
}

/* The bins by their means, each drawn towards that of the node by the weight of
   one row. */
static void
sort_levels(struct forest_search *s)
{
	size_t width = cell_width(s), c = CELL_SUMS;
	const double *cell;

	for (size_t k = CELL_SUMS + 1; k < width; k++) {
		if (s->node[k] > s->node[c])
			c = k;
	}
	for (size_t k = 0; k < s->n_bins; k++) {
		cell = s->hist + s->bins[k] * width;
		s->order[k].bin = s->bins[k];
		s->order[k].by = (cell[c] + s->node[c] /
		    s->node[CELL_WEIGHT]) / (cell[CELL_WEIGHT] + 1);
	}
	qsort(s->order, s->n_bins, sizeof(*s->order), compare_order);
}

static void
keep_sides(struct forest_search *s, uint32_t j)
{
	const uint32_t *first = s->in->matrix->first;

	memset(s->best_sides, SIDE_NONE, first[j + 1] - first[j]);
	for (size_t k = 0; k < s->n_bins; k++)
		s->best_sides[s->bins[k]] = s->sides[s->bins[k]];
}

static void
search_levels(struct forest_search *s, uint32_t j)
{
	size_t width = cell_width(s), best = 0;

	sort_levels(s);
	start_left(s, false);
	for (size_t k = 0; k + 1 < s->n_bins; k++) {
		add_cell(s->left, s->hist + s->order[k].bin * width, width);
		if (offer(s, j, 0, false))
			best = k + 1;
	}
	for (size_t k = 0; k < s->n_bins; k++)
		s->sides[s->order[k].bin] = k < best;
	if (best > 0)
		keep_sides(s, j);
}

/* Each level on a side that is drawn. */
static void
search_drawn_levels(struct forest_search *s, uint32_t j, struct rng *rng)
{
	size_t width = cell_width(s);

	start_left(s, false);
	for (size_t k = 0; k < s->n_bins; k++) {
		uint32_t b = s->bins[k];

		s->sides[b] = rng_next(rng) & 1;
		if (s->sides[b])
			add_cell(s->left, s->hist + b * width, width);
	}
	if (offer(s, j, 0, false))
		keep_sides(s, j);
}

bool
forest_search_feature(struct forest_search *s, const uint32_t *rows, size_t n,
    uint32_t j, struct rng *rng)
{
	bool is_extra = s->in->opt->is_extra, differ;

	fill_hist(s, rows, n, j);
	differ = s->n_bins > 1;
	if (differ && s->in->matrix->features[j].is_category) {
		if (is_extra)
			search_drawn_levels(s, j, rng);
		else
			search_levels(s, j);
	} else if (differ && is_extra) {
		search_drawn(s, j, rng);
	} else if (differ) {
		search_borders(s, j, false);
		if (s->bins[0] == 0)
			search_borders(s, j, true);
	}
	clear_hist(s);
	return (differ);
}
