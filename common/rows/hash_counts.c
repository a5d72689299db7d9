/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "hash_counts.h"

#define MIN_SLOTS 8

void
hash_counts_release(struct hash_counts *s)
{
	free(s->slots);
	memset(s, 0, sizeof(*s));
}

/* The slot of the hash, or the free one where it belongs. */
static struct hash_count *
find_slot(const struct hash_counts *s, uint64_t hash)
{
	size_t mask = s->n_slots - 1, i = hash & mask;

	while (s->slots[i].hash != 0 && s->slots[i].hash != hash)
		i = (i + 1) & mask;
	return (&s->slots[i]);
}

/* Room for one more: values that were taken away are left behind. */
static void
make_room(struct hash_counts *s)
{
	struct hash_count *old = s->slots;
	size_t n_old = s->n_slots, n = MIN_SLOTS;

	if (2 * (s->n_used + 1) <= s->n_slots)
		return;
	while (n < 4 * (s->n + 1))
		n *= 2;
	s->slots = mem_calloc(n, sizeof(*s->slots));
	s->n_slots = n;
	s->n_used = s->n;
	for (size_t i = 0; i < n_old; i++) {
		if (old[i].n > 0)
			*find_slot(s, old[i].hash) = old[i];
	}
	free(old);
}

void
hash_counts_add(struct hash_counts *s, uint64_t hash, uint64_t n)
{
	struct hash_count *slot;

	make_room(s);
	hash += hash == 0;
	slot = find_slot(s, hash);
	s->n_used += slot->hash == 0;
	s->n += slot->n == 0;
	slot->hash = hash;
	slot->n += n;
}

void
hash_counts_remove(struct hash_counts *s, uint64_t hash)
{
	struct hash_count *slot = find_slot(s, hash + (hash == 0));

	s->n -= --slot->n == 0;
}

void
hash_counts_merge(struct hash_counts *s, const struct hash_counts *o)
{
	for (size_t i = 0; i < o->n_slots; i++) {
		if (o->slots[i].n > 0)
			hash_counts_add(s, o->slots[i].hash, o->slots[i].n);
	}
}

static int
compare_hashes(const void *a, const void *b)
{
	const struct hash_count *x = a, *y = b;

	return ((x->hash > y->hash) - (x->hash < y->hash));
}

/* In the order of hashes: equal bytes for equal values. */
void
hash_counts_save(const struct hash_counts *s, struct str *out)
{
	struct hash_count *v = mem_alloc(s->n, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < s->n_slots; i++) {
		if (s->slots[i].n > 0)
			v[n++] = s->slots[i];
	}
	qsort(v, n, sizeof(*v), compare_hashes);
	pack_u64(out, n);
	for (size_t i = 0; i < n; i++) {
		pack_u64(out, v[i].hash);
		pack_u64(out, v[i].n);
	}
	free(v);
}

void
hash_counts_load(struct hash_counts *s, struct unpack *u)
{
	size_t n = unpack_count(u, sizeof(struct hash_count));
	uint64_t hash, times;

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < n && !u->failed; i++) {
		hash = unpack_u64(u);
		times = unpack_u64(u);
		if (times == 0)
			unpack_fail(u);
		else
			hash_counts_add(s, hash, times);
	}
}
