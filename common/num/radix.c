/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "mem.h"

#include "radix.h"

#define DIGITS 8		/* of 8 bits, in a key of 64 */
#define BUCKETS 256
#define HEAD 4			/* digits at a time, where order is not kept */
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
	return (bits ^ (-(bits >> 63) | (uint64_t)1 << 63));
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

/* Keys in the memory of the doubles that they order as. */
typedef uint64_t __attribute__((may_alias)) key_bits;

/* Keys that are being sorted, in one array or the other. */
struct sorting {
	key_bits *at, *other;
	size_t n;
	size_t *count;		/* (HEAD, BUCKETS) */
};

/* Local names, as a key may lie anywhere for all that the compiler knows. */
static void
move_keys(const key_bits *from, size_t n, int shift, size_t *place,
    key_bits *to)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t key = from[i];
		size_t at = place[digit_of(key >> shift, 0)]++;

		to[at] = key;
	}
}

/* By HEAD digits, from a bit on. */
static void
sort_digits(struct sorting *s, int shift)
{
	size_t *count = s->count;
	key_bits *t = s->at;

	memset(count, 0, HEAD * BUCKETS * sizeof(*count));
	for (size_t i = 0; i < s->n; i++) {
		uint64_t key = t[i] >> shift;

		count[digit_of(key, 0)]++;
		count[BUCKETS + digit_of(key, 1)]++;
		count[2 * BUCKETS + digit_of(key, 2)]++;
		count[3 * BUCKETS + digit_of(key, 3)]++;
	}
	for (int d = 0; d < HEAD; d++, shift += 8) {
		if (!place_buckets(count + d * BUCKETS, s->n))
			continue;
		move_keys(s->at, s->n, shift, count + d * BUCKETS, s->other);
		t = s->at;
		s->at = s->other;
		s->other = t;
	}
}

/* Insertion, of keys that are nearly in order; false where they are not. */
static bool
settle(key_bits *v, size_t n)
{
	size_t budget = 2 * n, j;
	uint64_t key, before = 0;

	for (size_t i = 0; i < n && budget > 0; i++) {
		key = v[i];
		if (key >= before) {
			before = key;
			continue;
		}
		for (j = i; j > 0 && v[j - 1] > key && budget > 0;
		    budget--, j--)
			v[j] = v[j - 1];
		v[j] = key;
	}
	return (budget > 0);
}

/* Doubles to keys; the bits in which they differ. */
static uint64_t
make_keys(const double *v, size_t n, key_bits *to)
{
	uint64_t first = sort_key(v[0]), differing = 0, key;

	for (size_t i = 0; i < n; i++) {
		to[i] = key = sort_key(v[i]);
		differing |= key ^ first;
	}
	return (differing);
}

static void
from_keys(const key_bits *k, size_t n, double *to)
{
	uint64_t bits;

	for (size_t i = 0; i < n; i++) {
		bits = k[i] ^ (((k[i] >> 63) - 1) | (uint64_t)1 << 63);
		memcpy(&to[i], &bits, sizeof(bits));
	}
}

/*
 * The highest 32 bits in which keys differ nearly always tell them apart, and
 * insertion settles what they leave: twice as fast as all eight digits for
 * 131,072 numbers of six decimals.  Where they do not, all digits are used.
 */
static void
radix_doubles(double *v, size_t n)
{
	double *scratch = mem_alloc(n, sizeof(*v));
	struct sorting s = { (key_bits *)v, (key_bits *)scratch, n,
	    mem_alloc(HEAD * BUCKETS, sizeof(*s.count)) };
	uint64_t differing = make_keys(v, n, s.at);
	int top = differing != 0 ? 64 - __builtin_clzll(differing) : 0;
	int shift = top > 8 * HEAD ? top - 8 * HEAD : 0;

	if (differing != 0)
		sort_digits(&s, shift);
	if (shift > 0 && !settle(s.at, n)) {
		sort_digits(&s, 0);
		sort_digits(&s, 8 * HEAD);
	}
	from_keys(s.at, n, v);
	free(scratch);
	free(s.count);
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
