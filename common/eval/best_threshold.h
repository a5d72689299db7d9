/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The threshold that a metric of two classes is best at, of all scores of the
 * valid rows, and one above them; of all rows where none are valid.  Of equal
 * ones the highest.
 */
#ifndef BEST_THRESHOLD_H
#define BEST_THRESHOLD_H

#include "metric.h"
#include "score_reader.h"

struct best_threshold {
	double threshold, value;
	bool of_valid;		/* chosen by valid rows */
	size_t n;		/* rows */
};

struct threshold_rows {
	const struct score_table *table;
	const uint8_t *parts;	/* enum split_part of each row; NULL: none */
	const uint32_t *row;	/* where each of these rows stands in the
				   table; NULL: at the same place */
};

/* An error where there is no score of two classes, or the metric is not one of
   the confusion matrix. */
int best_threshold(const struct threshold_rows *, const struct metric *,
    struct best_threshold *out, struct diag *) MUST_CHECK;

#endif
