/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "mem.h"

#include "radix.h"

#define DIGITS 8		/* of 8 bits, in a key of 64 */
#define BUCKETS 256
#define SMALL 64		/* below, insertion is faster than counting */

struct keyed {
	uint64_t key;
	uint32_t index;
};

static uint64_t
sort_key(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return (bits ^ (bits >> 63 ? UINT64_MAX : (uint64_t)1 << 63));
}

static unsigned
digit_of(uint64_t key, int d)
{
	return ((unsigned)(key >> (8 * d)) & (BUCKETS - 1));
}

/* count: (DIGITS, BUCKETS) */
static void
count_key(size_t *count, uint64_t key)
{
	for (int d = 0; d < DIGITS; d++)
		count[d * BUCKETS + digit_of(key, d)]++;
}

/*
 * Turn the counts of one digit into the places where its buckets begin.
 * Returns 0 if all n keys share the digit: then there is nothing to move.
 */
static int
place_buckets(size_t *count, size_t n)
{
	size_t at = 0, c;

	for (int b = 0; b < BUCKETS; b++) {
		if ((c = count[b]) == n)
			return (0);
		count[b] = at;
		at += c;
	}
	return (1);
}

static void
insert_doubles(double *v, size_t n)
{
	double x;
	size_t j;

	for (size_t i = 1; i < n; i++) {
		x = v[i];
		for (j = i; j > 0 && sort_key(v[j - 1]) > sort_key(x); j--)
			v[j] = v[j - 1];
		v[j] = x;
	}
}

static void
radix_doubles(double *v, size_t n)
{
	size_t *count = mem_calloc(DIGITS * BUCKETS, sizeof(*count));
	double *scratch = mem_alloc(n, sizeof(*scratch));
	double *from = v, *to = scratch, *t;

	for (size_t i = 0; i < n; i++)
		count_key(count, sort_key(v[i]));
	for (int d = 0; d < DIGITS; d++) {
		size_t *place = count + d * BUCKETS;

		if (!place_buckets(place, n))
			continue;
		for (size_t i = 0; i < n; i++)
			to[place[digit_of(sort_key(from[i]), d)]++] = from[i];
		t = from;
		from = to;
		to = t;
	}
	if (from != v)
		memcpy(v, from, n * sizeof(*v));
	free(scratch);
	free(count);
}

void
sort_doubles(double *v, size_t n)
{
	if (n < SMALL)
		insert_doubles(v, n);
	else
		radix_doubles(v, n);
}

size_t
sort_known(double *v, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(v[i]))
			v[k++] = v[i];
	}
	sort_doubles(v, k);
	return (k);
}

static void
insert_order(const double *v, size_t n, uint32_t *order)
{
	size_t j;

	for (size_t i = 0; i < n; i++) {
		for (j = i; j > 0 && v[order[j - 1]] > v[i]; j--)
			order[j] = order[j - 1];
		order[j] = (uint32_t)i;
	}
}

static void
radix_order(struct room *r, const double *v, size_t n, uint32_t *order)
{
	size_t *count = mem_calloc(DIGITS * BUCKETS, sizeof(*count));
	struct keyed *from = room_alloc(r, n, sizeof(*from));
	struct keyed *to = room_alloc(r, n, sizeof(*to)), *t;

	for (size_t i = 0; i < n; i++) {
		from[i].key = sort_key(v[i] + 0.0);	/* -0.0 to 0.0 */
		from[i].index = (uint32_t)i;
		count_key(count, from[i].key);
	}
	for (int d = 0; d < DIGITS; d++) {
		size_t *place = count + d * BUCKETS;

		if (!place_buckets(place, n))
			continue;
		for (size_t i = 0; i < n; i++)
			to[place[digit_of(from[i].key, d)]++] = from[i];
		t = from;
		from = to;
		to = t;
	}
	for (size_t i = 0; i < n; i++)
		order[i] = from[i].index;
	room_release(r, from);
	room_release(r, to);
	free(count);
}

void
sort_order(const double *v, size_t n, uint32_t *order)
{
	sort_order_in(NULL, v, n, order);
}

void
sort_order_in(struct room *r, const double *v, size_t n, uint32_t *order)
{
	if (n > UINT32_MAX)
		BUG("%zu rows to sort", n);
	if (n < SMALL)
		insert_order(v, n, order);
	else
		radix_order(r, v, n, order);
}
