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
#include "slicing.h"

struct best_threshold {
	double threshold, value;
	bool of_valid;		/* chosen by valid rows */
	size_t n;		/* rows */
};

/* An error where there is no score of two classes, or the metric is not one of
   the confusion matrix. */
int best_threshold(const struct score_table *, const struct slicing *,
    const struct metric *, struct best_threshold *out, struct diag *)
    MUST_CHECK;

#endif
