/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "tree_codes.h"

#define RUN 255			/* thresholds that a byte can count */

/* Of a number's node. */
struct cut {
	uint32_t feature;
	bool missing_left;
	double threshold;
};

static int
compare_cuts(const void *a, const void *b)
{
	const struct cut *p = a, *q = b;

	if (p->feature != q->feature)
		return (p->feature < q->feature ? -1 : 1);
	return ((p->threshold > q->threshold) -
	    (p->threshold < q->threshold));
}

/* All cuts of the wanted trees, sorted; splits[j]: category j has nodes. */
static struct cut *
collect_cuts(const struct trees *g, const bool *wanted, bool *splits,
    size_t *n_out)
{
	struct cut *cuts = NULL;
	size_t n = 0, cap = 0;

	for (size_t t = 0; t < g->n_trees; t++) {
		for (uint32_t k = 0; wanted[t] &&
		    k + 1 < g->trees[t].n_leaves; k++) {
			const struct tree_node *node = &g->trees[t].nodes[k];

			if (node->is_category) {
				splits[node->feature] = true;
				continue;
			}
			cuts = mem_grow(cuts, &cap, n + 1, sizeof(*cuts));
			cuts[n++] = (struct cut){ node->feature,
			    node->missing_left, node->threshold };
		}
	}
	if (n > 0)
		qsort(cuts, n, sizeof(*cuts), compare_cuts);
	*n_out = n;
	return (cuts);
}

/* It rises with x, so thresholds in buckets before x's are less than x, and
   those in buckets behind it are not.  A missing x is in the first. */
static int32_t
bucket_of(const struct code_scale *s, double x)
{
	double b = (x - s->thresholds[0]) * s->per_unit;

	b = b > 0 ? b : 0;
	return ((int32_t)(b < CODE_BUCKETS - 1 ? b : CODE_BUCKETS - 1));
}

/* A range that is not finite has one bucket. */
static void
make_buckets(struct code_scale *s)
{
	double range = s->thresholds[s->n - 1] - s->thresholds[0];
	uint32_t in[CODE_BUCKETS] = { 0 }, most = 0, before = 0;

	s->per_unit = CODE_BUCKETS / range;
	if (!(range > 0) || !isfinite(range) || !isfinite(s->per_unit))
		s->per_unit = 0;
	for (uint32_t i = 0; i < s->n; i++)
		in[bucket_of(s, s->thresholds[i])]++;
	for (size_t b = 0; b < CODE_BUCKETS; b++) {
		s->starts[b] = (uint8_t)before;
		before += in[b];
		most = in[b] > most ? in[b] : most;
	}
	for (s->most = 1; s->most <= most;)
		s->most *= 2;
}

/* A scale of n different cuts; used: the sides that missing values go to. */
static void
add_scale(struct tree_codes *c, const struct cut *cuts, size_t n,
    const bool *used)
{
	struct code_scale *s = &c->scales[c->n_scales++];

	*s = (struct code_scale){ .feature = cuts[0].feature,
	    .n = (uint32_t)n };
	s->thresholds = mem_alloc(2 * (RUN + 1), sizeof(*s->thresholds));
	for (size_t i = 0; i < 2 * (RUN + 1); i++)
		s->thresholds[i] = i < n ? cuts[i].threshold : INFINITY;
	make_buckets(s);
	for (int side = 0; side < 2; side++)
		s->cols[side] = used[side] ? c->n_cols++ : CODE_UNUSED;
}

/* All n cuts of one feature. */
static void
add_scales(struct tree_codes *c, struct cut *cuts, size_t n)
{
	bool used[2] = { false, false };
	size_t n_kept = 0;

	for (size_t i = 0; i < n; i++) {
		used[cuts[i].missing_left] = true;
		if (n_kept == 0 ||
		    cuts[n_kept - 1].threshold != cuts[i].threshold)
			cuts[n_kept++] = cuts[i];
	}
	for (size_t i = 0; i < n_kept; i += RUN)
		add_scale(c, cuts + i, n_kept - i < RUN ? n_kept - i : RUN,
		    used);
}

/* Bins on their way to classes: ids of which many may be of no bin. */
struct partition {
	uint32_t *id;		/* (n_bins) */
	uint32_t *moved;	/* of each id: where its bins in the set go */
	size_t n_ids, cap;
};

/* Part the bins of a set from those out of it. */
static void
refine(struct partition *p, const uint32_t *set, uint32_t n_words)
{
	size_t before = p->n_ids;
	uint32_t word, *id;

	for (uint32_t w = 0; w < n_words; w++) {
		for (word = set[w]; word != 0; word &= word - 1) {
			id = &p->id[w * 32 + (uint32_t)__builtin_ctz(word)];
			if (*id >= before)
				continue;
			if (p->moved[*id] < before) {
				p->moved = mem_grow(p->moved, &p->cap,
				    p->n_ids + 1, sizeof(*p->moved));
				p->moved[*id] = (uint32_t)p->n_ids;
				p->moved[p->n_ids++] = 0;
			}
			*id = p->moved[*id];
		}
	}
}

/* The ids that bins have as numbers from 0 on. */
static void
number_classes(struct code_levels *l, const struct partition *p)
{
	uint32_t *class_of = mem_calloc(p->n_ids, sizeof(*class_of));

	l->classes = mem_alloc(l->n_bins, sizeof(*l->classes));
	for (uint32_t bin = 0; bin < l->n_bins; bin++) {
		uint32_t *class = &class_of[p->id[bin]];

		if (*class == 0)
			*class = ++l->n_classes;
		l->classes[bin] = *class - 1;
	}
	free(class_of);
}

static void
find_classes(struct code_levels *l, const struct trees *g,
    const bool *wanted)
{
	uint32_t n_words = tree_set_words(&g->features[l->feature]);
	struct partition p = { .n_ids = 1 };

	p.id = mem_calloc(n_words, 32 * sizeof(*p.id));
	p.moved = mem_grow(NULL, &p.cap, 1, sizeof(*p.moved));
	p.moved[0] = 0;
	for (size_t t = 0; t < g->n_trees; t++) {
		const struct tree *tree = &g->trees[t];

		for (uint32_t k = 0; wanted[t] && k + 1 < tree->n_leaves;
		    k++) {
			if (tree->nodes[k].feature == l->feature)
				refine(&p, tree->sets + tree->nodes[k].set,
				    n_words);
		}
	}
	number_classes(l, &p);
	free(p.id);
	free(p.moved);
}

static void
add_levels(struct tree_codes *c, const struct trees *g, const bool *wanted,
    const bool *splits)
{
	for (uint32_t j = 0; j < g->n_features; j++) {
		struct code_levels *l = &c->levels[c->n_levels];

		if (!splits[j])
			continue;
		c->n_levels++;
		*l = (struct code_levels){ .feature = j, .col = c->n_cols,
		    .n_bins = (uint32_t)g->features[j].levels.n + 2 };
		find_classes(l, g, wanted);
		l->n_tables = (l->n_classes + CODE_TABLE - 1) / CODE_TABLE;
		c->n_cols += 1 + l->n_tables;
	}
}

void
tree_codes_init(struct tree_codes *c, const struct trees *g,
    const bool *wanted)
{
	bool *splits = mem_calloc(g->n_features, sizeof(*splits));
	size_t n, end;
	struct cut *cuts = collect_cuts(g, wanted, splits, &n);

	*c = (struct tree_codes){ .scales = mem_alloc(g->n_features +
	    n / RUN, sizeof(*c->scales)),
	    .levels = mem_alloc(g->n_features, sizeof(*c->levels)) };
	for (size_t i = 0; i < n; i = end) {
		end = i + 1;
		while (end < n && cuts[end].feature == cuts[i].feature)
			end++;
		add_scales(c, cuts + i, end - i);
	}
	add_levels(c, g, wanted, splits);
	free(cuts);
	free(splits);
}

void
tree_codes_release(struct tree_codes *c)
{
	for (size_t i = 0; i < c->n_scales; i++)
		free(c->scales[i].thresholds);
	for (size_t i = 0; i < c->n_levels; i++)
		free(c->levels[i].classes);
	free(c->scales);
	free(c->levels);
}

/* Is the scale before the node: does it end before its threshold? */
static bool
is_before(const struct code_scale *s, const struct tree_node *node)
{
	return (s->feature != node->feature ? s->feature < node->feature :
	    s->thresholds[s->n - 1] < node->threshold);
}

void
tree_codes_of(const struct tree_codes *c, const struct tree_node *node,
    uint32_t *col, uint8_t *code)
{
	size_t low = 0, high = c->n_scales, middle;
	uint32_t k = 0;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (is_before(&c->scales[middle], node))
			low = middle + 1;
		else
			high = middle;
	}
	while (c->scales[low].thresholds[k] < node->threshold)
		k++;
	*col = c->scales[low].cols[node->missing_left];
	*code = (uint8_t)k;
}

const struct code_levels *
tree_codes_levels(const struct tree_codes *c, const struct tree_node *node)
{
	const struct code_levels *l = c->levels;

	while (l->feature != node->feature)
		l++;
	return (l);
}

/* How many thresholds are less than each value: none, where it is missing.
   Searching by halves alone took three times as long. */
static void
count_less(const struct code_scale *s, const double *x, uint8_t *out)
{
	const double *t = s->thresholds;
	int32_t bucket[CODE_ROWS];

	for (size_t r = 0; r < CODE_ROWS; r++)
		bucket[r] = bucket_of(s, x[r]);
	for (size_t r = 0; r < CODE_ROWS; r += 8) {
		uint32_t at[8];

#pragma GCC unroll 8
		for (size_t l = 0; l < 8; l++)
			at[l] = s->starts[bucket[r + l]];
		for (uint32_t half = s->most / 2; half > 0; half /= 2) {
#pragma GCC unroll 8
			for (size_t l = 0; l < 8; l++)
				at[l] += half * (t[at[l] + half - 1] <
				    x[r + l]);
		}
#pragma GCC unroll 8
		for (size_t l = 0; l < 8; l++)
			out[r + l] = (uint8_t)at[l];
	}
}

static void
fill_scale(const struct code_scale *s, const double *x, uint8_t *codes)
{
	uint8_t less[CODE_ROWS], *out;

	count_less(s, x, less);
	if (s->cols[1] != CODE_UNUSED)
		memcpy(codes + s->cols[1] * CODE_ROWS, less, CODE_ROWS);
	if (s->cols[0] == CODE_UNUSED)
		return;
	out = codes + s->cols[0] * CODE_ROWS;
	for (size_t r = 0; r < CODE_ROWS; r++)
		out[r] = x[r] != x[r] ? (uint8_t)s->n : less[r];
}

static void
fill_levels(const struct code_levels *l, const double *x, uint8_t *codes)
{
	uint8_t *out = codes + l->col * CODE_ROWS;

	for (size_t r = 0; r < CODE_ROWS; r++) {
		uint32_t c = l->classes[(uint32_t)x[r]];

		out[r] = (uint8_t)(c / 8 % 16);
		for (uint32_t k = 0; k < l->n_tables; k++)
			out[(1 + k) * CODE_ROWS + r] = (uint8_t)(
			    k == c / CODE_TABLE ? 1 << c % 8 : 0);
	}
}

void
tree_codes_fill(const struct tree_codes *c, const double *values,
    uint8_t *codes)
{
	for (size_t i = 0; i < c->n_scales; i++)
		fill_scale(&c->scales[i], values + c->scales[i].feature *
		    CODE_ROWS, codes);
	for (size_t i = 0; i < c->n_levels; i++)
		fill_levels(&c->levels[i], values + c->levels[i].feature *
		    CODE_ROWS, codes);
}
