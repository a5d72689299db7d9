/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Concept drift in a stream of rows with truth and prediction: detectors
 * (concept.h) read its errors in the order of the rows.
 *
 * The error of a class is 0 or 1, that of a number its absolute error over a
 * unit.  Rows without a truth or a prediction are left out and counted.
 * Memory is bounded.
 */
#ifndef CONCEPT_WATCH_H
#define CONCEPT_WATCH_H

#include "concept.h"
#include "score_columns.h"
#include "str.h"
#include "stream.h"

struct concept_watch_options {
	struct score_names names;	/* truth and prediction */
	const char *time;	/* a column to be told of, or NULL */
	double unit;		/* of a regression; NaN: the mean absolute
				   error of its first rows */
	struct concept_detector *detectors;
	size_t n;
	bool only_drift;	/* no other lines */
};

/* "adwin,ddm:drift=2": a heap array of detectors. */
int concept_watch_parse(const char *list, uint64_t seed,
    struct concept_watch_options *out, struct diag *) MUST_CHECK;
void concept_watch_release(struct concept_watch_options *);

struct concept_result {
	uint64_t rows, left_out;
	uint64_t n_drift;
	struct str conclusion;	/* "adwin drifted twice, first at row 3" */
};

/*
 * Read the stream to its end.  The table: time, where there is one, row
 * (from 1), detector, verdict, error (mean of those since the detector
 * began), recent (mean of the last 100 of them), n (how many).  A line an
 * alarm and the beginning of a warning; and one, ok, for a detector that has
 * neither.
 */
int concept_watch(struct stream *, struct concept_watch_options *,
    struct stream **table, struct concept_result *, struct diag *)
    MUST_CHECK;

#endif
