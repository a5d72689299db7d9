/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates (estimate.h) of a stream of scored rows, window by window, by a
 * reference with truths: of classes, by their scores (loss_estimate.h has
 * those of a regression).  Rows of the window at hand and of the 31 before it
 * may come in any order; later ones are left out.
 */
#ifndef ESTIMATE_WATCH_H
#define ESTIMATE_WATCH_H

#include "estimate.h"
#include "score_columns.h"
#include "stream.h"
#include "window.h"

struct estimate_options {
	struct score_names names;
	struct window_rule window;
	const char *time;	/* for a rule by time; NULL: by role */
	double level;
	uint64_t seed;
	uint64_t min_rows;	/* a window of fewer is not judged */
	bool only_drift;
};

struct estimate_result {
	uint64_t rows;
	uint64_t left_out;	/* for want of a score, a time, or late */
	uint64_t n_windows, n_drift;
	uint64_t n_reference;	/* rows with a truth */
};

/* Read the reference, whole. */
int estimate_reference(struct stream *, const struct estimate_options *,
    struct estimator **out, struct estimate_result *, struct diag *)
    MUST_CHECK;

/* A line of the table, for a window and metric. */
struct estimate_told {
	const char *window, *metric;
	const struct estimate *e;
	double n, actual;
};

struct stream *estimate_table(void);
/* Not if only drift is wanted and there is none; what drifts is counted. */
void estimate_line(struct stream *table, const struct estimate_told *,
    const struct estimate_options *, struct estimate_result *);

/* The table: window, metric, estimate, low, high, reference, verdict, n, and
   actual where the rows have truths. */
int estimate_watch(struct stream *, const struct estimator *,
    const struct estimate_options *, struct stream **table,
    struct estimate_result *, struct diag *) MUST_CHECK;

#endif
