/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "histogram.h"

const double histogram_bounds[N_BOUNDS] = {
	0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3,
	1, 3, 10, 30
};

void
histogram_add(struct histogram *h, uint64_t nanoseconds)
{
	double seconds = (double)nanoseconds / 1e9;
	int i = 0;

	while (i < N_BOUNDS && seconds > histogram_bounds[i])
		i++;
	atomic_fetch_add_explicit(&h->buckets[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->nanoseconds, nanoseconds,
	    memory_order_relaxed);
}
