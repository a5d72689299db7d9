/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A watcher looks at one thing of the rows of a window, and tests whether it
 * is as it was: a column, a score.  It holds what is known of it from
 * training, and is the same for all windows; a window has a state of it.
 *
 * States are accumulators: add rows, merge, save to bytes and load (pack.h).
 */
#ifndef WATCHER_H
#define WATCHER_H

#include "batch.h"
#include "drift.h"
#include "drift_shape.h"

enum drift_verdict {
	DRIFT_OK,
	DRIFT_DRIFT,
	DRIFT_WARN,		/* drift, but not in enough windows in a row */
	DRIFT_TOO_FEW,
	DRIFT_NEW		/* a column that the reference does not have */
};

/* One line of the report. */
struct drift_row {
	const char *window;	/* see window.h; NULL: any */
	const char *column;
	const char *kind;	/* "number", "category", "empty" in the
				   reference, "target", "score" or NULL */
	const char *test;	/* "absent": the rows do not have the column */
	double value, p_value;	/* the latter corrected */
	bool is_main;		/* the test is that of its column */
	double threshold;	/* NaN: drift whatever the value is */
	enum drift_verdict verdict;
	uint64_t n_ref, n_cur;
	bool of_any;		/* judged however few rows there are */
	size_t number;		/* in the window, as found */
};

/* Lines of a window. Watchers fill in all members but window, verdict and
   number. */
struct drift_found {
	const char *window;	/* its name */
	int64_t end;		/* when it ends; INT64_MIN: not by time */
	struct drift_row *rows;
	size_t n, cap;
};

/* The schemas of the batches in struct watched. */
struct watched_schemas {
	const struct schema *raw, *rows;
	const struct schema *scored;	/* NULL without a model */
};

/* Rows first .. end - 1 of batches of the same rows in several stages. */
struct watched {
	const struct batch *raw;	/* as they were read */
	const struct batch *rows;	/* replayed as far as for the profile */
	const struct batch *scored;	/* what the model says, or NULL */
	const uint64_t *bad;	/* of these rows, by raw column: texts that
				   are not of its type */
	size_t first, end;
};

struct watcher {
	const struct watcher_ops *ops;
	bool present;		/* as bind found */
	size_t raw_col;		/* the raw column looked at, or COLUMN_NONE */
	bool absent;		/* no row so far had the raw column, */
	bool missed;		/* and that is told, by the test "absent" */
};

struct watcher_ops {
	/* Find the column; false: the rows have nothing to look at. */
	bool (*bind)(struct watcher *, const struct watched_schemas *);
	void (*free)(struct watcher *);

	void *(*state_new)(const struct watcher *);
	void (*state_free)(void *state);
	uint64_t (*state_bytes)(const void *state);	/* of values held */
	void (*add)(const struct watcher *, void *state,
	    const struct watched *);
	void (*merge)(const struct watcher *, void *state, const void *from);
	void (*save)(const struct watcher *, const void *state, struct str *);
	void *(*load)(const struct watcher *, struct unpack *);
	/* Append a line for each test that is chosen (drift_is_chosen) and
	   defined for the rows. */
	void (*test)(const struct watcher *, const void *state,
	    const struct drift_choice *, struct drift_found *);
	/* What it looks like, for people. NULL: there is nothing to show. */
	void (*shape)(const struct watcher *, const void *state,
	    struct drift_shape *out);
};

/* What a window is looked at by. */
struct watcher_set {
	struct watcher **v;
	size_t n;
};

/* A column, by its profile; and a score or a predicted value, by its object in
   a model's profile.json (see mlc-model(5)) and the name of the output. */
struct watcher *watcher_of_column(const struct column_profile *);
int watcher_of_score(const json_t *, const char *name, struct watcher **out,
    struct diag *) MUST_CHECK;

void watcher_free(struct watcher *);

/* Takes the watcher. */
void watcher_set_add(struct watcher_set *, struct watcher *);
void watcher_set_release(struct watcher_set *);

#endif
