/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a stream of scored rows to arrays for metrics.
 *
 * Rows without a truth are left out and counted; a missing prediction, score
 * or weight, or a negative weight, is an error that names the row.  Truth and
 * prediction are compared by their text form (1 equals "1" equals 1.0).
 *
 * A task is binary if there is one score, or no score and at most two classes.
 * Its positive class is the one given, else that of the score's unit, else as
 * mlc-train picks it (levels_positive); of rows of one class only if it is a
 * word such as yes or no.  All others are its opposite.
 * With several scores a class without a score column scores 0.
 *
 * The predicted class is, in this order: by the threshold if one is given, the
 * prediction column, score >= 0.5, the highest score.
 *
 * Held in the room: 8 bytes a score and 8 a row, or 16 a row for a regression;
 * 8 for a weight, 4 for each thing sliced by.
 */
#ifndef SCORE_READER_H
#define SCORE_READER_H

#include "score_columns.h"
#include "scored.h"
#include "slicing.h"
#include "stream.h"

struct score_options {
	struct score_names names;
	double threshold;	/* NaN: none given */
	struct room *room;	/* for what is held of the rows */
};

struct score_table {
	struct scored rows;	/* as they came: to be gathered */
	char **classes;		/* rows.n_classes names by code */
	uint64_t n_unlabelled;	/* rows left out */
	struct str note;	/* on the classes, for the user, or "" */
};

/* Read the stream to its end, its rows into the slicing too. */
int score_table_read(struct stream *, const struct score_options *,
    struct slicing *, struct score_table *out, struct diag *) MUST_CHECK;
/* Predict anew: the positive class from this score on. */
void score_table_predict(struct score_table *, double threshold);
void score_table_release(struct score_table *);

#endif
