/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report of drift as a table (report.h): window, column, kind, test,
 * value, p_value, threshold, verdict, n_ref, n_cur; and what it comes to.
 */
#ifndef DRIFT_REPORT_H
#define DRIFT_REPORT_H

#include "dict.h"
#include "drift_watch.h"
#include "report.h"
#include "str.h"

struct drift_report {
	struct stream *table;	/* about nothing yet; the caller's */
	bool only_drift;	/* lines of drift only */
	struct dict columns;	/* that were judged, with the worst line of */
	struct drift_worst *worst;	/* each */
	size_t cap;
	struct str window;	/* the last one */
	uint64_t n_windows, n_drifted;
	bool last_drifted;
};

void drift_report_init(struct drift_report *, bool only_drift);
void drift_report_release(struct drift_report *);
/* For drift_watch_new and monitor_run: the context is the report. */
void drift_report_add(void *report, const struct drift_row *);

/*
 * "2 of 19 columns drifted: tenure psi 2.95, age ks 0.31": the columns with
 * their worst tests, the worst first and not more than five; before it, of
 * several windows, in how many.
 */
void drift_report_conclude(const struct drift_report *, struct str *out);

#endif
