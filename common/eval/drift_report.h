/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report of drift as a table: window, column, kind, test, value, p_value,
 * threshold, verdict, n_ref, n_cur.
 */
#ifndef DRIFT_REPORT_H
#define DRIFT_REPORT_H

#include <stdbool.h>

#include "drift_watch.h"

struct drift_report;

/* format NULL: a table for people, unless the path's ending says otherwise. */
int drift_report_open(const char *path, const char *format, bool only_drift,
    struct drift_report **out, struct diag *) MUST_CHECK;
/* For drift_watch_new and monitor_run: the context is the report. */
void drift_report_add(void *report, const struct drift_row *);
/* Write and free. */
int drift_report_finish(struct drift_report *, struct diag *) MUST_CHECK;
void drift_report_abort(struct drift_report *);

#endif
