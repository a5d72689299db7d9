/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching rows for drift: windows of a stream against what watchers know,
 * and the verdict on each test (drift_judge.h).
 *
 * Windows by time may be filled in any order: the newest DRIFT_WINDOWS_OPEN
 * are kept, or the newest two or more whose values fit into memory; the oldest
 * is judged when there is no room for one more, or at the end.  A row that is
 * late, for a window judged already or older, is in no window.
 */
#ifndef DRIFT_WATCH_H
#define DRIFT_WATCH_H

#include "drift_judge.h"
#include "window.h"

#define DRIFT_WINDOWS_OPEN 32

struct drift_watch_options {
	struct drift_choice choice;
	struct drift_rule rule;
	struct window_rule window;
	size_t time_col;	/* of the raw rows, for windows by time */
	uint64_t mem;		/* bytes for the values of open windows */
};

void drift_watch_options_init(struct drift_watch_options *);

struct drift_watch;

/* The watchers are the caller's, have found their columns (bind) and outlive
   the watch. row is called with each line of the report. */
struct drift_watch *drift_watch_new(struct watcher *const *, size_t n,
    const struct drift_watch_options *,
    void (*row)(void *ctx, const struct drift_row *), void *ctx);
void drift_watch_free(struct drift_watch *);

/*
 * Add a batch: bad counts the bad texts of all its rows; first and end are set
 * here.  Bad texts of a batch that spans several windows are divided among
 * these in proportion to their missing values, which is exact where no other
 * values are missing.
 */
void drift_watch_add(struct drift_watch *, const struct watched *);

struct drift_watch_result {
	uint64_t n_windows;	/* judged */
	uint64_t n_drift;	/* verdicts of drift */
	uint64_t n_timeless, n_late;	/* rows in no window */
};

/* Judge and report what is left. */
void drift_watch_end(struct drift_watch *, struct drift_watch_result *);

#endif
