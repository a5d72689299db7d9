/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rng.h"

#include "split_assign.h"

#define MAX_CUTS 3
#define COUNT_SHIFT 48
#define N_COUNTS ((size_t)1 << (64 - COUNT_SHIFT))

#define DEPTH_MAX 64
#define FEW 16			/* are sorted by insertion */

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

static void
swap_keys(struct row_key *a, struct row_key *b)
{
	struct row_key t = *a;

	*a = *b;
	*b = t;
}

/* The median of the first, the last and the one in the middle, which it puts
   in order. */
static struct row_key
choose_pivot(struct row_key *k, size_t n)
{
	struct row_key *mid = &k[n / 2], *last = &k[n - 1];

	if (compare_keys(mid, k) < 0)
		swap_keys(mid, k);
	if (compare_keys(last, mid) < 0)
		swap_keys(last, mid);
	if (compare_keys(mid, k) < 0)
		swap_keys(mid, k);
	return (*mid);
}

/* Hoare's partition: returns how many come first; there are some on both
   sides. */
static size_t
partition(struct row_key *k, size_t n)
{
	struct row_key pivot = choose_pivot(k, n);
	size_t i = 0, j = n - 1;

	for (;;) {
		while (compare_keys(&k[i], &pivot) < 0)
			i++;
		while (compare_keys(&k[j], &pivot) > 0)
			j--;
		if (i >= j)
			return (j + 1);
		swap_keys(&k[i++], &k[j--]);
	}
}

/* In place: qsort would take as much memory again. No two keys are equal, so
   the order does not depend on how it is done; qsort takes what the pivots
   divide badly. */
static void
sort_keys(struct row_key *k, size_t n, int depth)
{
	size_t first, j;

	for (; n > FEW && depth > 0; depth--) {
		first = partition(k, n);
		if (first < n - first) {
			sort_keys(k, first, depth - 1);
			k += first;
			n -= first;
		} else {
			sort_keys(k + first, n - first, depth - 1);
			n = first;
		}
	}
	if (n > FEW)
		qsort(k, n, sizeof(*k), compare_keys);
	for (size_t i = 1; n <= FEW && i < n; i++) {
		for (j = i; j > 0 && compare_keys(&k[j], &k[j - 1]) < 0; j--)
			swap_keys(&k[j], &k[j - 1]);
	}
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

static int
compare_orders(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x < *y ? -1 : *x > *y);
}

/* The order of which k < n others are less: orders are counted by their first
   bits, and those of one count are sorted. */
static uint64_t
find_order(uint64_t seed, size_t n, size_t k)
{
	size_t *counts = mem_calloc(N_COUNTS, sizeof(*counts)), at = 0, m = 0;
	uint64_t *some, order;

	for (size_t i = 0; i < n; i++)
		counts[rng_at(seed, i) >> COUNT_SHIFT]++;
	for (; k >= counts[at]; at++)
		k -= counts[at];
	some = mem_alloc(counts[at], sizeof(*some));
	for (size_t i = 0; i < n; i++) {
		order = rng_at(seed, i);
		if (order >> COUNT_SHIFT == at)
			some[m++] = order;
	}
	qsort(some, m, sizeof(*some), compare_orders);
	order = some[k];
	free(some);
	free(counts);
	return (order);
}

/* No two orders are equal: rng_at is one to one. */
void
assign_drawn(uint64_t seed, size_t n, const struct shares *s,
    uint16_t *parts)
{
	double carry[MAX_CUTS] = { 0, 0, 0 };
	size_t counts[MAX_CUTS], k = 0;
	uint64_t from;

	cut_group(n, s, carry, counts);
	memset(parts, 0, n * sizeof(*parts));
	for (size_t p = 1; p < s->n; p++) {
		k += counts[p - 1];
		if (k == n)
			break;
		from = find_order(seed, n, k);
		for (size_t i = 0; i < n; i++)
			parts[i] += rng_at(seed, i) >= from;
	}
}

void
assign_strata(struct row_key *keys, size_t n, const struct shares *s,
    uint16_t *parts)
{
	double carry[MAX_CUTS] = { 0, 0, 0 };
	size_t counts[MAX_CUTS];
	size_t first, end, at;

	sort_keys(keys, n, DEPTH_MAX);
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
	sort_keys(keys, n, DEPTH_MAX);
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

	sort_keys(keys, n, DEPTH_MAX);
	for (size_t p = 0; p < s->n; p++) {
		upto += s->v[p];
		cut = p + 1 == s->n ? n :
		    settle_cut(keys, n, (size_t)floor(upto * (double)n + 0.5));
		for (; at < cut; at++)
			parts[keys[at].row] = (uint16_t)p;
	}
}

void
assign_groups(struct row_key *keys, size_t n, const struct shares *s,
    uint16_t *parts)
{
	double *lacks = mem_alloc(s->n, sizeof(*lacks));
	size_t most, at = 0, end;

	sort_keys(keys, n, DEPTH_MAX);
	for (size_t p = 0; p < s->n; p++)
		lacks[p] = s->v[p] * (double)n;
	while (at < n) {
		most = 0;
		for (size_t p = 1; p < s->n; p++) {
			if (lacks[p] > lacks[most])
				most = p;
		}
		for (end = at; end < n && keys[end].order == keys[at].order;
		    end++)
			parts[keys[end].row] = (uint16_t)most;
		lacks[most] -= (double)(end - at);
		at = end;
	}
	free(lacks);
}
