/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often each value was seen, by the 64-bit hashes of the values: values
 * can be taken away again.  Two values of one hash would be one; among a
 * million values that happens once in 37 million tables.
 *
 * A zeroed struct is empty.  Nothing here can fail.
 */
#ifndef HASH_COUNTS_H
#define HASH_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include "pack.h"

struct hash_counts {
	struct hash_count {
		uint64_t hash;	/* 0: a free slot */
		uint64_t n;
	} *slots;
	size_t n_slots;		/* a power of two */
	size_t n_used;		/* slots, also those of values taken away */
	size_t n;		/* values that are there */
};

void hash_counts_release(struct hash_counts *);

void hash_counts_add(struct hash_counts *, uint64_t hash, uint64_t n);
/* One that is there. */
void hash_counts_remove(struct hash_counts *, uint64_t hash);
void hash_counts_merge(struct hash_counts *, const struct hash_counts *);

void hash_counts_save(const struct hash_counts *, struct str *);
void hash_counts_load(struct hash_counts *, struct unpack *);

#endif
