/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "split_assign.h"

#define MAX_CUTS 3

static int
compare_keys(const void *a, const void *b)
{
	const struct row_key *x = a, *y = b;

	if (x->group != y->group)
		return (x->group < y->group ? -1 : 1);
	if (x->order != y->order)
		return (x->order < y->order ? -1 : 1);
	return (x->row < y->row ? -1 : x->row > y->row);
}

/* The number of rows of each share in a group of n; carry is what earlier
   groups still owe each share. */
static void
cut_group(size_t n, const struct shares *s, double *carry, size_t *counts)
{
	double owed[MAX_CUTS];
	size_t left = n, most;

	for (size_t p = 0; p < s->n; p++) {
		owed[p] = s->v[p] * (double)n + carry[p];
		counts[p] = owed[p] > 0 ? (size_t)floor(owed[p] + 1e-9) : 0;
		if (counts[p] > left)
			counts[p] = left;
		left -= counts[p];
	}
	for (; left > 0; left--) {
		most = 0;
		for (size_t p = 1; p < s->n; p++) {
			if (owed[p] - (double)counts[p] >
			    owed[most] - (double)counts[most] + 1e-9)
				most = p;
		}
		counts[most]++;
	}
	for (size_t p = 0; p < s->n; p++)
		carry[p] = owed[p] - (double)counts[p];
}

void
assign_strata(struct row_key *keys, size_t n, const struct shares *s,
    uint16_t *parts)
{
	double carry[MAX_CUTS] = { 0, 0, 0 };
	size_t counts[MAX_CUTS];
	size_t first, end, at;

	qsort(keys, n, sizeof(*keys), compare_keys);
	for (first = 0; first < n; first = end) {
		end = first + 1;
		while (end < n && keys[end].group == keys[first].group)
			end++;
		cut_group(end - first, s, carry, counts);
		at = first;
		for (size_t p = 0; p < s->n; p++) {
			for (size_t k = 0; k < counts[p]; k++)
				parts[keys[at++].row] = (uint16_t)p;
		}
	}
}

void
assign_folds(struct row_key *keys, size_t n, size_t folds, uint16_t *parts)
{
	qsort(keys, n, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < n; i++)
		parts[keys[i].row] = (uint16_t)(i % folds);
}

/* Move a cut out of a run of equal keys. */
static size_t
settle_cut(const struct row_key *keys, size_t n, size_t cut)
{
	size_t lo = cut, hi = cut;

	if (cut == 0 || cut >= n)
		return (cut);
	while (lo > 0 && keys[lo - 1].order == keys[cut].order)
		lo--;
	while (hi < n && lo < cut && keys[hi].order == keys[cut].order)
		hi++;
	return (cut - lo <= hi - cut || hi == cut ? lo : hi);
}

void
assign_ordered(struct row_key *keys, size_t n, const struct shares *s,
    uint16_t *parts)
{
	double upto = 0;
	size_t at = 0, cut;

	qsort(keys, n, sizeof(*keys), compare_keys);
	for (size_t p = 0; p < s->n; p++) {
		upto += s->v[p];
		cut = p + 1 == s->n ? n :
		    settle_cut(keys, n, (size_t)floor(upto * (double)n + 0.5));
		for (; at < cut; at++)
			parts[keys[at].row] = (uint16_t)p;
	}
}

struct group {
	uint64_t order;
	size_t n_rows;
	uint32_t id;
};

static int
compare_groups(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->order != y->order)
		return (x->order < y->order ? -1 : 1);
	return (x->id < y->id ? -1 : x->id > y->id);
}

static struct group *
list_groups(const struct row_key *keys, size_t n, const uint64_t *order,
    size_t n_groups)
{
	struct group *g = mem_calloc(n_groups, sizeof(*g));

	for (uint32_t k = 0; k < n_groups; k++)
		g[k] = (struct group){ order[k], 0, k };
	for (size_t i = 0; i < n; i++)
		g[keys[i].group].n_rows++;
	qsort(g, n_groups, sizeof(*g), compare_groups);
	return (g);
}

void
assign_groups(const struct row_key *keys, size_t n, const uint64_t *order,
    size_t n_groups, const struct shares *s, uint16_t *parts)
{
	struct group *g = list_groups(keys, n, order, n_groups);
	uint16_t *part_of = mem_alloc(n_groups, sizeof(*part_of));
	double *lacks = mem_alloc(s->n, sizeof(*lacks));
	size_t most;

	for (size_t p = 0; p < s->n; p++)
		lacks[p] = s->v[p] * (double)n;
	for (size_t k = 0; k < n_groups; k++) {
		most = 0;
		for (size_t p = 1; p < s->n; p++) {
			if (lacks[p] > lacks[most])
				most = p;
		}
		part_of[g[k].id] = (uint16_t)most;
		lacks[most] -= (double)g[k].n_rows;
	}
	for (size_t i = 0; i < n; i++)
		parts[keys[i].row] = part_of[keys[i].group];
	free(lacks);
	free(part_of);
	free(g);
}
