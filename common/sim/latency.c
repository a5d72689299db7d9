/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "latency.h"

#define PART_BITS 7

_Static_assert(1 << PART_BITS == LATENCY_PARTS, "parts of an octave");

void
latency_init(struct latency *l)
{
	*l = (struct latency){ .least = UINT64_MAX };
	l->counts = mem_calloc(LATENCY_BUCKETS, sizeof(*l->counts));
}

void
latency_release(struct latency *l)
{
	free(l->counts);
}

/* Values below 2^7 are buckets of their own; the octave of 2^(7 + k) begins at
   bucket 128 (k + 1). */
static size_t
find_bucket(uint64_t ns)
{
	int octave;

	if (ns < LATENCY_PARTS)
		return ((size_t)ns);
	octave = 63 - __builtin_clzll(ns) - PART_BITS;
	if (octave >= LATENCY_OCTAVES)
		return (LATENCY_BUCKETS - 1);
	return ((size_t)octave * LATENCY_PARTS + (size_t)(ns >> octave));
}

uint64_t
latency_bucket_end(size_t k)
{
	size_t octave = k < LATENCY_PARTS ? 0 : k / LATENCY_PARTS - 1;

	return ((((uint64_t)(k - octave * LATENCY_PARTS) + 1) << octave) - 1);
}

void
latency_add(struct latency *l, uint64_t ns)
{
	l->counts[find_bucket(ns)]++;
	l->n++;
	l->sum += (double)ns;
	if (ns < l->least)
		l->least = ns;
	if (ns > l->most)
		l->most = ns;
}

double
latency_quantile(const struct latency *l, double p)
{
	uint64_t rank = (uint64_t)ceil(p * (double)l->n), upto = 0, end;

	if (l->n == 0)
		return (NAN);
	for (size_t k = 0; k < LATENCY_BUCKETS; k++) {
		upto += l->counts[k];
		if (upto >= rank && upto > 0) {
			end = latency_bucket_end(k);
			return ((double)(end < l->most ? end : l->most));
		}
	}
	return ((double)l->most);
}
