/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching rows for drift: windows of a stream against what watchers know,
 * and the verdict on each test (drift_judge.h).
 *
 * Windows by time may be filled in any order: the newest DRIFT_WINDOWS_OPEN
 * are kept, or the newest two or more whose values fit into memory; the oldest
 * is judged when there is no room for one more, or at the end.  A row that is
 * late, for a window judged already or older, is in no window.
 *
 * Windows that slide are several of those of the rule, one behind the other,
 * put together whenever one of these is judged; the first one is judged when
 * it is whole.
 *
 * With a season there is a set of watchers for each slot, and a window is
 * looked at by that of the slot in which it begins.
 */
#ifndef DRIFT_WATCH_H
#define DRIFT_WATCH_H

#include "drift_judge.h"
#include "history.h"
#include "row_part.h"
#include "window.h"

#define DRIFT_WINDOWS_OPEN 32

struct drift_watch_options {
	/* Called with what each column of a window looks like, after the lines
	   of the window; ctx is theirs. NULL: not wanted. */
	void (*shape)(void *ctx, const struct drift_shape *);
	struct drift_choice choice;
	struct drift_rule rule;
	struct window_rule window;
	int64_t slide;		/* windows of the rule in one that slides; 1 */
	struct season season;
	size_t time_col;	/* of the raw rows, for what goes by time, and
				   not compared; or COLUMN_NONE */
	uint64_t mem;		/* bytes for the values of open windows */
	struct drift_history *history;	/* of former runs (history.h): windows
					   are held against it; NULL: none */
};

void drift_watch_options_init(struct drift_watch_options *);

struct drift_watch;

/* The watchers, one set or one a slot of the season, are the caller's, have
   found their columns (bind) and outlive the watch. row is called with each
   line of the report. */
struct drift_watch *drift_watch_new(const struct watcher_set *,
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
