/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Thresholds by what the reference itself varies: each of its windows is
 * judged against all its other rows, and a column and test drifts from the
 * mean of these values and three of their standard deviations on.
 *
 * Without a rule for windows there are ten of them; of many it takes twenty,
 * evenly spread.  Less than three is an error.  A test without a p-value keeps
 * at least its own threshold.
 */
#ifndef MONITOR_CALIBRATE_H
#define MONITOR_CALIBRATE_H

#include "monitor.h"
#include "spool.h"

/* Add to o->limits what is not set there. */
int monitor_calibrate(const struct spool *,
    const struct reference_options *o, struct diag *) MUST_CHECK;

#endif
