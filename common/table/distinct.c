/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "distinct.h"

#define MIN_SLOTS 64

void
distinct_release(struct distinct *s)
{
	free(s->slots);
	memset(s, 0, sizeof(*s));
}

/* Put a hash, not 0, into slots with room. Was it new? */
static bool
insert(uint64_t *slots, size_t n_slots, uint64_t hash)
{
	size_t i = hash & (n_slots - 1);

	for (; slots[i] != 0; i = (i + 1) & (n_slots - 1)) {
		if (slots[i] == hash)
			return (false);
	}
	slots[i] = hash;
	return (true);
}

static void
rebuild(struct distinct *s, size_t n_slots)
{
	uint64_t *old = s->slots;
	size_t n_old = s->n_slots;

	s->slots = mem_calloc(n_slots, sizeof(*s->slots));
	s->n_slots = n_slots;
	s->n = 0;
	for (size_t i = 0; i < n_old; i++) {
		if (old[i] != 0 && (s->limit == 0 || old[i] < s->limit))
			s->n += insert(s->slots, n_slots, old[i]);
	}
	free(old);
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return ((x > y) - (x < y));
}

/* The hashes in ascending order: a heap array of s->n. */
static uint64_t *
sort_hashes(const struct distinct *s)
{
	uint64_t *v = mem_alloc(s->n, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < s->n_slots; i++) {
		if (s->slots[i] != 0)
			v[n++] = s->slots[i];
	}
	qsort(v, n, sizeof(*v), compare);
	return (v);
}

/* Forget all but the k + 1 smallest: the last one tells that there were more
   than k. */
static void
thin(struct distinct *s)
{
	uint64_t *v = sort_hashes(s);

	s->limit = v[DISTINCT_EXACT] + 1;
	free(v);
	rebuild(s, s->n_slots);
}

void
distinct_add(struct distinct *s, uint64_t hash)
{
	hash += hash == 0;
	if (s->limit != 0 && hash >= s->limit)
		return;
	if (s->n_slots == 0)
		rebuild(s, MIN_SLOTS);
	if (!insert(s->slots, s->n_slots, hash))
		return;
	s->n++;
	if (s->n >= 2 * DISTINCT_EXACT)
		thin(s);
	else if (2 * s->n > s->n_slots)
		rebuild(s, 2 * s->n_slots);
}

void
distinct_merge(struct distinct *s, const struct distinct *o)
{
	for (size_t i = 0; i < o->n_slots; i++) {
		if (o->slots[i] != 0)
			distinct_add(s, o->slots[i]);
	}
}

void
distinct_save(const struct distinct *s, struct str *out)
{
	size_t n = s->n > DISTINCT_EXACT ? DISTINCT_EXACT + 1 : s->n;
	uint64_t *v = sort_hashes(s);

	pack_u64(out, n);
	for (size_t i = 0; i < n; i++)
		pack_u64(out, v[i]);
	free(v);
}

void
distinct_load(struct distinct *s, struct unpack *u)
{
	size_t n = unpack_count(u, sizeof(uint64_t));
	uint64_t last = 0, hash;

	memset(s, 0, sizeof(*s));
	if (n > DISTINCT_EXACT + 1)
		unpack_fail(u);
	for (size_t i = 0; i < n && !u->failed; i++, last = hash) {
		hash = unpack_u64(u);
		if (hash <= last)
			unpack_fail(u);
		distinct_add(s, hash);
	}
	if (s->n > DISTINCT_EXACT)
		s->limit = last + 1;
}

uint64_t
distinct_count(const struct distinct *s)
{
	uint64_t *v;
	double kth;

	if (s->n <= DISTINCT_EXACT)
		return (s->n);
	v = sort_hashes(s);
	kth = (double)v[DISTINCT_EXACT - 1];
	free(v);
	return ((uint64_t)llround((DISTINCT_EXACT - 1) / ldexp(kth, -64)));
}
