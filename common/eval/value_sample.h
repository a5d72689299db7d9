/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of a column with how many rows have each, by their 64-bit hashes:
 * all while there are fewer than a limit, then those whose hash begins with
 * d zero bits, for the least d that leaves fewer.  They are a random sample of
 * the different values, each with all its rows: so how many there are (Flajolet
 * 1990, "On adaptive sampling"; standard error 1.1 to 1.6 %) and the share of
 * rows that repeat a value are known of any number of rows.
 *
 * A zeroed struct is empty.  The result does not depend on the order of rows.
 * Nothing here can fail.
 */
#ifndef VALUE_SAMPLE_H
#define VALUE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VALUES_MAX 8192		/* where most says nothing else */

/* Of a value that is missing, and of one that has no id any more. */
#define VALUE_MISSING UINT32_MAX
#define VALUE_OTHER (UINT32_MAX - 1)

struct sampled_value {
	uint64_t hash;
	uint64_t bits;		/* what the caller wants kept of it */
	uint64_t n;		/* rows */
};

struct value_sample {
	struct sampled_value *values;
	size_t n, cap;
	uint32_t *slots;	/* open addressing; place + 1, 0 is free */
	size_t n_slots;		/* a power of two */
	size_t most;		/* 0: VALUES_MAX */
	uint64_t mask;		/* hashes with one of these bits are left out */
};

void value_sample_release(struct value_sample *);

/* The hash has to be a good one: of all bits.  Returns the value's id, 0, 1, 2
   .. in order of first sight, and VALUE_OTHER once there were too many. */
uint32_t value_sample_take(struct value_sample *, uint64_t hash,
    uint64_t bits);

/* The same; most values of many are left out at once. */
static inline uint32_t
value_sample_add(struct value_sample *s, uint64_t hash, uint64_t bits)
{
	return ((hash & s->mask) != 0 ? VALUE_OTHER :
	    value_sample_take(s, hash, bits));
}

/* Are all values there? */
static inline bool
value_sample_is_whole(const struct value_sample *s)
{
	return (s->mask == 0);
}

uint64_t value_sample_distinct(const struct value_sample *);
/* The share of rows whose value an earlier row has; 0 of no rows. */
double value_sample_repeated(const struct value_sample *);
/* The ids of values by rows, the most frequent first, of equal ones the
   one seen first: a heap array of n. */
uint32_t *value_sample_rank(const struct value_sample *);

#endif
