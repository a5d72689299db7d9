/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs as tables. */
#ifndef RUN_REPORT_H
#define RUN_REPORT_H

#include "run.h"
#include "stream.h"

/*
 * A row a run: run, name, began, status, its metrics where they are judged
 * (run_metric), seconds, cpu, memory, commit, model.  metric NULL: those that
 * the runs have; slice as in run_metric.
 */
struct stream *run_report_list(const json_t *runs, const char *metric,
    const char *slice);

/*
 * All that is known of a run, a row a thing: part, name, value (run_facts.h).
 */
struct stream *run_report_show(const json_t *run);

/*
 * Two runs side by side, what is not the same in them (all: everything): part,
 * name, first, second, and of metrics difference, ci_low and ci_high.  Those
 * are Zou and Donner's (2008) limits of the difference of two estimates with
 * intervals of their own, which are taken as independent.
 */
struct stream *run_report_diff(const json_t *first, const json_t *second,
    bool all);

#endif
