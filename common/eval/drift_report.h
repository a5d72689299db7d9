/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report of drift as a table (report.h): window, column, kind, test,
 * value, p_value, threshold, verdict, n_ref, n_cur.
 */
#ifndef DRIFT_REPORT_H
#define DRIFT_REPORT_H

#include "drift_watch.h"
#include "report.h"

/* An empty report, about nothing yet. */
struct stream *drift_report_new(void);
/* For drift_watch_new and monitor_run: the context is the report. */
void drift_report_add(void *report, const struct drift_row *);
/* The same, of the lines with drift only. */
void drift_report_add_drift(void *report, const struct drift_row *);

#endif
