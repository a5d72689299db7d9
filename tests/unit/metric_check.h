/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics of N rows, in their order and backwards, with weights and without,
 * against reference values.
 */
#ifndef METRIC_CHECK_H
#define METRIC_CHECK_H

#include <stdlib.h>

#include "bootstrap.h"
#include "check.h"
#include "mem.h"
#include "metric.h"

#define N 24
#define TOL 1e-12

static const double weight[] = {
	2.2, 0.7, 0.6, 0.0, 0.5, 1.0, 2.8, 1.7, 1.0, 0.8, 2.9, 1.3, 2.9, 1.5,
	1.6, 2.7, 2.2, 1.7, 1.3, 2.6, 1.2, 2.8, 0.2, 1.3,
};

struct want {
	const char *metric;
	double plain, weighted;
};

/* The metric of the rows in their order and then backwards. */
static inline double
measure(const struct scored *all, const char *name)
{
	struct diag d = DIAG_INIT;
	const struct metric *m = metric_find(name, &d);
	struct bootstrap_options o = { .metrics = &m, .n_metrics = 1,
	    .level = 0.95 };
	struct estimate e, back;
	struct scored rows;
	uint32_t order[N];

	CHECK(metric_fits(m, all));
	for (uint32_t i = 0; i < N; i++)
		order[i] = i;
	scored_gather(all, order, N, &rows);
	bootstrap_metrics(&rows, &o, &e);
	CHECK(isnan(e.low) && isnan(e.high));
	scored_release(&rows);
	for (uint32_t i = 0; i < N; i++)
		order[i] = N - 1 - i;
	scored_gather(all, order, N, &rows);
	bootstrap_metrics(&rows, &o, &back);
	CHECK(isnan(e.value) == isnan(back.value));
	if (!isnan(e.value))
		CHECK_NEAR(back.value, e.value, TOL);
	scored_release(&rows);
	return (e.value);
}

static inline void
check_metrics(struct scored *s, const struct want *want, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		s->weight = NULL;
		CHECK_NEAR(measure(s, want[i].metric), want[i].plain, TOL);
		s->weight = mem_dup(weight, N, sizeof(double));
		CHECK_NEAR(measure(s, want[i].metric), want[i].weighted, TOL);
		free(s->weight);
	}
}

#endif
