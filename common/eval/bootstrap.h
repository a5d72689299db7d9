/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics of a gathered set with intervals (interval.h), by samples of the rows
 * (resample.h):
 *
 *	a mean of losses	a studentised bootstrap of its log; the root of
 *				a mean is as its mean
 *	a share of rows		Wilson's interval, without samples; weighted
 *				rows count (sum w)^2 / (sum w^2)
 *	anything else		bias-corrected, accelerated percentiles, the
 *				acceleration by leaving out groups of rows
 *
 * In simulations of 30 to 1000 rows of 95 % intervals these held 93 to 97 %,
 * where plain percentiles held 84 to 95 %: AUC at 30 rows .97 (.91), rmse of
 * 30 normal errors .95 (.91), of 30 t errors of 5 degrees .92 (.84).
 *
 * Replicates in which a metric is not defined are left out; fewer than two give
 * NaN, as does a metric without intervals: the calibration error is a sum of
 * absolute differences, which resampling only enlarges, so that the interval
 * can lie wholly above the value.
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

#define BOOTSTRAP_AUTO SIZE_MAX

struct bootstrap_options {
	const struct metric *const *metrics;	/* that fit the rows */
	size_t n_metrics;
	size_t n_replicates;	/* 0: no intervals, low and high are NaN;
				   BOOTSTRAP_AUTO: a million draws, but at
				   least 200 and at most 1000 replicates */
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
