/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "value_sample.h"

#define MIN_SLOTS 64

void
value_sample_release(struct value_sample *s)
{
	free(s->values);
	free(s->slots);
	memset(s, 0, sizeof(*s));
}

/* Room for all values at half the slots. */
static void
rebuild(struct value_sample *s, size_t n_slots)
{
	size_t k;

	free(s->slots);
	s->slots = mem_calloc(n_slots, sizeof(*s->slots));
	s->n_slots = n_slots;
	for (size_t i = 0; i < s->n; i++) {
		k = s->values[i].hash & (n_slots - 1);
		while (s->slots[k] != 0)
			k = (k + 1) & (n_slots - 1);
		s->slots[k] = (uint32_t)i + 1;
	}
}

/* Ask for one more zero bit: the order of first sight stays. */
static void
thin(struct value_sample *s)
{
	size_t n = 0;

	s->mask = s->mask >> 1 | (uint64_t)1 << 63;
	for (size_t i = 0; i < s->n; i++) {
		if ((s->values[i].hash & s->mask) == 0)
			s->values[n++] = s->values[i];
	}
	s->n = n;
	rebuild(s, s->n_slots);
}

static uint32_t
add_new(struct value_sample *s, size_t slot, uint64_t hash, uint64_t bits)
{
	s->values = mem_grow(s->values, &s->cap, s->n + 1,
	    sizeof(*s->values));
	s->values[s->n] = (struct sampled_value){ hash, bits, 1 };
	s->slots[slot] = (uint32_t)++s->n;
	while (s->n >= (s->most > 0 ? s->most : VALUES_MAX))
		thin(s);
	if (2 * s->n > s->n_slots)
		rebuild(s, 2 * s->n_slots);
	return (value_sample_is_whole(s) ? (uint32_t)s->n - 1 : VALUE_OTHER);
}

uint32_t
value_sample_take(struct value_sample *s, uint64_t hash, uint64_t bits)
{
	size_t k;

	if (s->n_slots == 0)
		rebuild(s, MIN_SLOTS);
	for (k = hash & (s->n_slots - 1); s->slots[k] != 0;
	    k = (k + 1) & (s->n_slots - 1)) {
		struct sampled_value *v = &s->values[s->slots[k] - 1];

		if (v->hash != hash)
			continue;
		v->n++;
		return (value_sample_is_whole(s) ? s->slots[k] - 1 :
		    VALUE_OTHER);
	}
	return (add_new(s, k, hash, bits));
}

uint64_t
value_sample_distinct(const struct value_sample *s)
{
	return ((uint64_t)s->n << __builtin_popcountll(s->mask));
}

double
value_sample_repeated(const struct value_sample *s)
{
	double rows = 0;

	for (size_t i = 0; i < s->n; i++)
		rows += (double)s->values[i].n;
	return (rows > 0 ? 1 - (double)s->n / rows : 0);
}

struct ranked {
	uint64_t n;
	uint32_t id;
};

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->n != y->n)
		return (x->n > y->n ? -1 : 1);
	return (x->id < y->id ? -1 : x->id > y->id);
}

uint32_t *
value_sample_rank(const struct value_sample *s)
{
	struct ranked *r = mem_alloc(s->n, sizeof(*r));
	uint32_t *ids = mem_alloc(s->n, sizeof(*ids));

	for (uint32_t i = 0; i < s->n; i++)
		r[i] = (struct ranked){ s->values[i].n, i };
	qsort(r, s->n, sizeof(*r), compare_ranked);
	for (uint32_t i = 0; i < s->n; i++)
		ids[i] = r[i].id;
	free(r);
	return (ids);
}
