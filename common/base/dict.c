/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "mem.h"
#include "pack.h"

#include "dict.h"

#define BLOCK_BYTES 65536
#define STRING_LIMIT UINT32_MAX		/* bytes of one */
#define STRINGS_LIMIT (UINT32_MAX / 2)

struct dict_entry {
	const char *p;
	uint64_t head;		/* the first 8 bytes, or all of a short one */
	uint32_t n;
	uint32_t hash;		/* the low half */
};

struct dict_block {
	struct dict_block *next;
	size_t used, size;
	char bytes[];
};

/* Fold a 64 x 64 bit product: the mixing step of the wyhash family. */
static uint64_t
mix(uint64_t a, uint64_t b)
{
	unsigned __int128 m = (unsigned __int128)a * b;

	return ((uint64_t)m ^ (uint64_t)(m >> 64));
}

/* Little-endian numbers, as unpack_le has them, in a form that compilers make
   one load of. */
static uint64_t
four_bytes(const unsigned char *p)
{
	return (p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24);
}

static uint64_t
eight_bytes(const unsigned char *p)
{
	return (four_bytes(p) | four_bytes(p + 4) << 32);
}

/* n is below 8: bytes that are read twice have the same place. */
static uint64_t
few_bytes(const unsigned char *p, size_t n)
{
	if (n >= 4)
		return (four_bytes(p) | four_bytes(p + n - 4) << 8 * (n - 4));
	return (n == 0 ? 0 : p[0] | (uint64_t)p[n / 2] << 8 * (n / 2) |
	    (uint64_t)p[n - 1] << 8 * (n - 1));
}

static uint64_t
head_of(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;

	return (n >= 8 ? eight_bytes(u) : few_bytes(u, n));
}

uint64_t
hash_bytes(const void *data, size_t n, uint64_t seed)
{
	const unsigned char *p = data;
	uint64_t h = seed ^ 0x9e3779b97f4a7c15u ^ mix(n, 0xa0761d6478bd642fu);
	uint64_t a, b;

	for (; n >= 16; p += 16, n -= 16)
		h = mix(eight_bytes(p) ^ h, eight_bytes(p + 8) ^
		    0xe7037ed1a0b428dbu);
	a = n >= 8 ? eight_bytes(p) : few_bytes(p, n);
	b = n > 8 ? eight_bytes(p + n - 8) >> 8 * (16 - n) : 0;
	return (mix(mix(a ^ h, b ^ 0x8ebc6af09c88c6e3u) ^ h,
	    0x589965cc75374cc3u));
}

void
dict_init(struct dict *d)
{
	memset(d, 0, sizeof(*d));
}

void
dict_release(struct dict *d)
{
	struct dict_block *b;

	while ((b = d->blocks) != NULL) {
		d->blocks = b->next;
		free(b);
	}
	free(d->entries);
	free(d->slots);
	dict_init(d);
}

void
dict_clear(struct dict *d)
{
	dict_release(d);
}

static const char *
keep_bytes(struct dict *d, const char *p, size_t n)
{
	struct dict_block *b = d->blocks;
	size_t size;
	char *to;

	if (b == NULL || b->size - b->used < n + 1) {
		size = n + 1 > BLOCK_BYTES ? n + 1 : BLOCK_BYTES;
		if (d->n < 64 && size == BLOCK_BYTES)
			size = n + 1 > 1024 ? n + 1 : 1024;
		b = mem_alloc(sizeof(*b) + size, 1);
		b->next = d->blocks;
		b->used = 0;
		b->size = size;
		d->blocks = b;
		d->bytes += size;
	}
	to = b->bytes + b->used;
	if (n > 0)
		memcpy(to, p, n);
	to[n] = '\0';
	b->used += n + 1;
	return (to);
}

/* Keep the table under half full. */
static void
grow_slots(struct dict *d)
{
	size_t n_slots = d->n_slots > 0 ? d->n_slots * 2 : 32;
	size_t mask = n_slots - 1, k;

	free(d->slots);
	d->slots = mem_calloc(n_slots, sizeof(*d->slots));
	d->n_slots = n_slots;
	for (size_t id = 0; id < d->n; id++) {
		k = d->entries[id].hash & mask;
		while (d->slots[k] != 0)
			k = (k + 1) & mask;
		d->slots[k] = (uint32_t)id + 1;
	}
}

/* The slot that holds the string, or the free one where it would go. */
static size_t
find_slot(const struct dict *d, const char *p, size_t n, uint32_t hash)
{
	size_t mask = d->n_slots - 1, k = hash & mask;
	uint64_t head = head_of(p, n);
	const struct dict_entry *e;

	for (; d->slots[k] != 0; k = (k + 1) & mask) {
		e = &d->entries[d->slots[k] - 1];
		if (e->head == head && e->n == n && (n <= 8 ||
		    (e->hash == hash && memcmp(e->p + 8, p + 8, n - 8) == 0)))
			break;
	}
	return (k);
}

uint32_t
dict_add(struct dict *d, const char *p, size_t n)
{
	return (dict_add_hashed(d, p, n, hash_bytes(p, n, 0)));
}

uint32_t
dict_add_hashed(struct dict *d, const char *p, size_t n, uint64_t full)
{
	uint32_t hash = (uint32_t)full;
	struct dict_entry *e;
	size_t k;

	if (n >= STRING_LIMIT || d->n >= STRINGS_LIMIT)
		BUG("dictionary too large");
	if ((d->n + 1) * 2 > d->n_slots)
		grow_slots(d);
	k = find_slot(d, p, n, hash);
	if (d->slots[k] != 0)
		return (d->slots[k] - 1);
	d->entries = mem_grow(d->entries, &d->cap, d->n + 1,
	    sizeof(*d->entries));
	e = &d->entries[d->n];
	e->p = keep_bytes(d, p, n);
	e->head = head_of(p, n);
	e->n = (uint32_t)n;
	e->hash = hash;
	d->slots[k] = (uint32_t)++d->n;
	d->bytes += sizeof(*e) + 2 * sizeof(*d->slots);
	return ((uint32_t)d->n - 1);
}

uint32_t
dict_find(const struct dict *d, const char *p, size_t n)
{
	return (dict_find_hashed(d, p, n, hash_bytes(p, n, 0)));
}

uint32_t
dict_find_hashed(const struct dict *d, const char *p, size_t n, uint64_t hash)
{
	size_t k;

	if (d->n == 0)
		return (DICT_NONE);
	k = find_slot(d, p, n, (uint32_t)hash);
	return (d->slots[k] != 0 ? d->slots[k] - 1 : DICT_NONE);
}

uint32_t
dict_findz(const struct dict *d, const char *z)
{
	return (dict_find(d, z, strlen(z)));
}

bool
dict_is(const struct dict *d, uint32_t id, const char *p, size_t n)
{
	return (id < d->n && d->entries[id].n == n && (n == 0 ||
	    memcmp(d->entries[id].p, p, n) == 0));
}

const char *
dict_get(const struct dict *d, uint32_t id, size_t *n)
{
	if (id >= d->n)
		BUG("dictionary id %u of %zu", id, d->n);
	if (n != NULL)
		*n = d->entries[id].n;
	return (d->entries[id].p);
}

void
dict_save(const struct dict *d, struct str *out)
{
	pack_u64(out, d->n);
	for (size_t i = 0; i < d->n; i++)
		pack_bytes(out, d->entries[i].p, d->entries[i].n);
}

void
dict_load(struct dict *d, struct unpack *u)
{
	size_t n_strings = unpack_count(u, sizeof(uint64_t)), n;
	const char *p;

	dict_init(d);
	for (size_t i = 0; i < n_strings && !u->failed; i++) {
		p = unpack_bytes(u, &n);
		if (n >= STRING_LIMIT || i >= STRINGS_LIMIT ||
		    dict_add(d, p, n) != i)
			unpack_fail(u);
	}
}
