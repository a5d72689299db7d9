/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics of a gathered set with percentile bootstrap intervals (Efron and
 * Tibshirani 1993, chapter 13): each metric is computed on n_replicates
 * samples of the rows (resample.h), and the interval is that of the type-6
 * quantiles (1 - level) / 2 and (1 + level) / 2 of these values.  Replicates
 * in which a metric is not defined are left out; fewer than two give NaN, as
 * does a metric without intervals: the calibration error is a sum of absolute
 * differences, which resampling only enlarges, so that the interval can lie
 * wholly above the value.
 *
 * Equal seeds give equal results for any number of threads.  Nothing here can
 * fail.
 */
#ifndef BOOTSTRAP_H
#define BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "confusion.h"
#include "metric.h"
#include "scored.h"
#include "crew.h"

struct bootstrap_options {
	const struct metric *const *metrics;	/* that fit the rows */
	size_t n_metrics;
	size_t n_replicates;	/* 0: no intervals, low and high are NaN */
	double level;		/* such as 0.95 */
	uint64_t seed;
	struct crew *crew;
};

struct estimate {
	double value, low, high;
};

/* out: n_metrics estimates. */
void bootstrap_metrics(const struct scored *,
    const struct bootstrap_options *, struct estimate *out);

#endif
