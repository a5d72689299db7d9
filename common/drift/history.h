/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What windows of rows were like, from run to run: how many rows they had, how
 * many of these were there twice, how old the newest one was.  One more is held
 * against what is usual: the last HISTORY_USUAL others, from HISTORY_LEAST on.
 *
 * In a file it is a line of JSON a window, as mlc-ingest reads it:
 *
 *	{"window":"2024-05-01","rows":901,"copies":0.01,"age":3600.5,
 *	    "drifted":true}
 *
 * copies is a share, age is in seconds and left out where nobody knows;
 * drifted is there where a run that did so ended with the window.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include "watcher.h"

#define HISTORY_USUAL 30
#define HISTORY_LEAST 5
#define HISTORY_MOST 500	/* lines that a file keeps */

struct past_window {
	char *window;
	double rows, copies, age;	/* the last NaN where unknown */
	bool drifted;		/* did the run that it was the last of? */
};

struct drift_history {
	struct past_window *v;
	size_t n, cap;
	int64_t now;		/* in microseconds, for ages */
};

/* Of a file; one that is not there is empty. */
int drift_history_read(struct drift_history *, const char *path,
    struct diag *) MUST_CHECK;
void drift_history_release(struct drift_history *);
void drift_history_text(const struct drift_history *, struct str *out);

/* A further window, or one of that name anew, unless it is "all" or has a
   number. */
void drift_history_add(struct drift_history *, const struct past_window *);

/*
 * Lines of a window against the usual ones, of the tests "count", "copies" and
 * "age".  p is that of one more value of a normal law whose mean and deviation
 * these have (Student's t, n - 1 degrees), of the logarithms of counts and
 * ages; a deviation is at least that of chance: 1 / sqrt(rows) of a count, the
 * binomial one of a share, a tenth of an age.
 */
void drift_history_test(const struct drift_history *,
    const struct past_window *, struct drift_found *);

/* The watcher that counts these of a window, judges and adds it: the history is
   the caller's, who tells the column of times, or COLUMN_NONE. */
struct watcher *watcher_of_rows(struct drift_history *, size_t time_col);

#endif
