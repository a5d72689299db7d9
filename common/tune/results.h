/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a search came to, as a report: a row a trial, the best first.
 *
 * Order: whole trials, then those of less budget, then raced ones, then those
 * that failed; within each by the front where there are several objectives,
 * then by the first.  Front 1 are the trials that no other one dominates
 * (Pareto), front 2 those that only those of front 1 dominate, and so on.
 */
#ifndef RESULTS_H
#define RESULTS_H

#include "stream.h"
#include "trial.h"

/* Columns that parameters may not be called. */
int results_check(const struct space *, const struct objectives *,
    struct diag *) MUST_CHECK;

/* The trials in that order: a heap array of *n. */
const struct trial **results_order(const struct trials *, size_t *n);

struct stream *results_report(const struct trials *,
    const struct stream *about);

/* Append the value of a parameter to a column of its type. */
void results_add_value(const struct space_param *, double value,
    struct column *);

#endif
