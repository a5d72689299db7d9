/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching rows for drift: windows of a stream against a reference, and the
 * verdict on each column and test.
 *
 * p-values of a window are corrected over its columns and tests (Benjamini
 * and Hochberg).  A verdict of drift needs both a value at or above the
 * threshold, because at a million rows every p-value is small, and, where the
 * test has one, a corrected p-value below alpha, because in ten rows every
 * value is large.
 */
#ifndef DRIFT_WATCH_H
#define DRIFT_WATCH_H

#include "drift.h"

struct drift_watch_options {
	const struct drift_test **tests;	/* NULL: those by default */
	size_t n_tests;
	double threshold;	/* for all tests; NaN: each test's own */
	double alpha;
	bool correct;		/* p-values over columns and tests */
	uint64_t window;	/* rows; 0: all rows are one window */
	uint64_t min_rows;	/* a smaller last window is not judged */
};

void drift_watch_options_init(struct drift_watch_options *);

enum drift_verdict {
	DRIFT_OK,
	DRIFT_DRIFT,
	DRIFT_TOO_FEW
};

/* One line of the report. */
struct drift_row {
	const char *window;	/* "all", or "1", "2"... */
	const char *column;
	const char *kind;	/* "number", "category", "score" */
	const char *test;
	double value, p_value, threshold;	/* p-value: corrected */
	enum drift_verdict verdict;
	uint64_t n_ref, n_cur;
};

struct drift_watch;

/* The references are the caller's and have to outlive the watch. kinds[i]
   may name another kind for the report ("score"), or is NULL. */
struct drift_watch *drift_watch_new(const struct drift_ref *const *refs,
    const char *const *kinds, size_t n, const struct drift_watch_options *,
    void (*row)(void *ctx, const struct drift_row *), void *ctx);
void drift_watch_free(struct drift_watch *);

/* Rows to be watched. */
struct drift_rows {
	const struct column *const *cols;	/* those of the refs, or NULL
						   where there is none */
	const struct column *const *raw;	/* the same as they were read */
	const uint64_t *bad;	/* texts of each that were no value */
	size_t n;
};

/*
 * Add rows.  Where they go to several windows, so do bad texts, by the
 * missing values that each has: exactly where no other values are missing.
 */
void drift_watch_add(struct drift_watch *, const struct drift_rows *);

/* Report what is left. Returns the number of rows with verdict drift, of all
   windows; *n_windows counts those judged. */
uint64_t drift_watch_end(struct drift_watch *, uint64_t *n_windows);

const char *drift_verdict_name(enum drift_verdict);

#endif
