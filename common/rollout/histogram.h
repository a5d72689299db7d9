/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A histogram of durations that many threads add to, in the buckets of
 * /metrics.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

#define N_BOUNDS 14

struct histogram {
	atomic_uint_fast64_t buckets[N_BOUNDS + 1];	/* the last: above */
	atomic_uint_fast64_t nanoseconds;		/* their sum */
};

extern const double histogram_bounds[N_BOUNDS];	/* seconds, ascending */

void histogram_add(struct histogram *, uint64_t nanoseconds);

#endif
