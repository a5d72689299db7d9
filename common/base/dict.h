/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A dictionary of byte strings: each distinct string gets the next id,
 * 0, 1, 2 ..., in order of first sight.  Strings are copied and stay where
 * they are until release.  Ids never change.  Nothing here can fail.
 */
#ifndef DICT_H
#define DICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack.h"

#define DICT_NONE UINT32_MAX

struct dict {
	struct dict_entry *entries;	/* by id */
	size_t n, cap;
	uint32_t *slots;		/* open addressing; id + 1, 0 is free */
	size_t n_slots;			/* a power of two */
	struct dict_block *blocks;	/* the bytes */
	size_t bytes;			/* memory in use, roughly */
};

void dict_init(struct dict *);
void dict_release(struct dict *);
void dict_clear(struct dict *);

/* The id of the string, added if it is new. */
uint32_t dict_add(struct dict *, const char *p, size_t n);

/* The id of the string or DICT_NONE. Safe for many readers at once. */
uint32_t dict_find(const struct dict *, const char *p, size_t n);
uint32_t dict_findz(const struct dict *, const char *z);

/* The same of a string whose hash_bytes with the seed 0 is known. */
uint32_t dict_add_hashed(struct dict *, const char *p, size_t n,
    uint64_t hash);
uint32_t dict_find_hashed(const struct dict *, const char *p, size_t n,
    uint64_t hash);

/* Is it the string of this id, which need not be there? Quicker than a search,
   for strings that come in the same order again. */
bool dict_is(const struct dict *, uint32_t id, const char *p, size_t n);

/* The string of an id, followed by a NUL; *n its length (n may be NULL). */
const char *dict_get(const struct dict *, uint32_t id, size_t *n);

/* The strings in the order of their ids. */
void dict_save(const struct dict *, struct str *);
void dict_load(struct dict *, struct unpack *);

/* A 64-bit hash of bytes; the same on every machine, for data as for tables. */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed);

#endif
