/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A histogram of durations in which each bucket is 1/128 wide of what it
 * holds or less, so that any percentile is right to 0.8 % whatever it is: an
 * octave of nanoseconds after the other, each in 128 equal parts (as Gil
 * Tene's HdrHistogram).  The caller owns the struct; nothing here can fail.
 */
#ifndef LATENCY_H
#define LATENCY_H

#include <stddef.h>
#include <stdint.h>

#define LATENCY_PARTS 128
#define LATENCY_OCTAVES 40	/* beyond 2^7 ns: up to 39 hours */
#define LATENCY_BUCKETS (LATENCY_PARTS * (LATENCY_OCTAVES + 1))

struct latency {
	uint64_t *counts;	/* LATENCY_BUCKETS */
	uint64_t n;
	uint64_t least, most;	/* ns, exact */
	double sum;
};

void latency_init(struct latency *);
void latency_release(struct latency *);
void latency_add(struct latency *, uint64_t ns);

/* The largest value of the bucket that holds the p-quantile, 0 to 1, and not
   more than the largest of all; in ns. NaN where there are none. */
double latency_quantile(const struct latency *, double p);

/* The largest value of bucket k, in ns. */
uint64_t latency_bucket_end(size_t k);

#endif
