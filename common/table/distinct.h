/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many different values there are, from their 64-bit hashes: exact up to
 * DISTINCT_EXACT, then the estimate of the k minimum values (Beyer, Haas,
 * Reinwald, Sismanis and Gemulla 2007), (k - 1) / (the k-th smallest hash as a
 * fraction), with a standard error of 1 / sqrt(k - 2), 1.6 %.
 *
 * A zeroed struct is an empty set.  The result does not depend on the order of
 * adding and merging.  Nothing here can fail.
 */
#ifndef DISTINCT_H
#define DISTINCT_H

#include <stddef.h>
#include <stdint.h>

#include "pack.h"

#define DISTINCT_EXACT 4096	/* k */

struct distinct {
	uint64_t *slots;	/* open addressing, 0 is free */
	size_t n, n_slots;	/* a power of two */
	uint64_t limit;		/* hashes from here on are left out; 0: none */
};

void distinct_release(struct distinct *);

/* The hash has to be a good one: of all bits. */
void distinct_add(struct distinct *, uint64_t hash);
void distinct_merge(struct distinct *, const struct distinct *);

/* Only the k + 1 smallest hashes, which are all that count: equal bytes for
   equal sets of values, in whatever order they came. */
void distinct_save(const struct distinct *, struct str *);
void distinct_load(struct distinct *, struct unpack *);

uint64_t distinct_count(const struct distinct *);

#endif
