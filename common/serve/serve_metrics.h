/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is counted of requests, and all counts as Prometheus reads them (text
 * exposition format 0.0.4).
 */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "histogram.h"
#include "str.h"

#define ROUTES_MAX 32		/* the last one: no such path */
#define N_CODES 12

struct serve_metrics {
	atomic_uint_fast64_t requests[ROUTES_MAX][N_CODES];
	struct histogram seconds[ROUTES_MAX];
};

void serve_metrics_count(struct serve_metrics *, size_t route, int code,
    uint64_t nanoseconds);

struct registry;
struct serving;

void serve_metrics_write(const struct serving *, struct str *out);

/* serve_metrics_rollout.c: of canaries and shadows. */
void serve_metrics_rollout(const struct registry *, struct str *out);

#endif
