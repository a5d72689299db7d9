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

enum drift_lines {
	DRIFT_LINES_ALL,
	DRIFT_LINES_DRIFT,	/* those of drift only */
	/* For a person: of what is ok a line each of the first columns of the
	   first window, and no others. */
	DRIFT_LINES_FEW
};

struct drift_report {
	struct stream *table;	/* about nothing yet; the caller's */
	enum drift_lines lines;
	struct dict told;	/* columns that have a line */
	size_t n_ok_told;
	struct dict columns;	/* that were judged, with the worst line of */
	struct drift_worst *worst;	/* each */
	size_t cap;
	struct str window;	/* the last one */
	uint64_t n_windows, n_drifted;
	bool last_drifted;
};

void drift_report_init(struct drift_report *, enum drift_lines);
void drift_report_release(struct drift_report *);
/* For drift_watch_new and monitor_run: the context is the report. */
void drift_report_add(void *report, const struct drift_row *);

/*
 * "2 of 19 columns drifted: tenure psi 2.95, age ks 0.31": the columns with
 * their worst tests, the worst first and not more than five; before it, of
 * several windows, in how many.  A line, without its end.
 */
void drift_report_conclude(const struct drift_report *, struct str *out);

/* Was a column judged? */
bool drift_report_has(const struct drift_report *, const char *column);
/* How many columns that were judged have no line. */
size_t drift_report_untold(const struct drift_report *);

#endif
