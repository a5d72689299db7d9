/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An evaluation: the metrics of each slice of a table of scored rows, as rows
 * slice, metric, n, value, ci_low, ci_high.
 *
 * The name "confusion" stands for rows "confusion[truth,predicted]", counts
 * (sums of weights) without an interval.
 */
#ifndef EVALUATION_H
#define EVALUATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bootstrap.h"
#include "metric_choice.h"
#include "report.h"
#include "score_reader.h"
#include "slicing.h"
#include "str.h"

struct evaluation_row {
	char *slice, *metric;
	bool whole;		/* the slice is all, or a part of the split */
	uint64_t n;
	struct estimate estimate;
	double baseline;	/* NaN: none */
};

struct evaluation {
	struct evaluation_row *rows;
	size_t n, cap;
	size_t per_slice;	/* rows; of these are n_metrics, then counts */
	size_t n_metrics;
	char **classes;
	size_t n_classes;
	char **empty;		/* labels of slices that have no rows */
	size_t n_empty;
};

/* metrics and n_metrics of the bootstrap options are ignored. */
void evaluation_make(const struct score_table *, const struct slicing *,
    const struct metric_choice *, const struct bootstrap_options *,
    struct evaluation *out);
void evaluation_release(struct evaluation *);

/* Tell in one line which metrics of which slices are not defined, and which
   slices have no rows: nothing where there are none. */
void evaluation_undefined(const struct evaluation *, struct str *);
void evaluation_empty(const struct evaluation *, struct str *);
/* Does the score seem to be of the other class? A sentence if so. */
void evaluation_inverted(const struct evaluation *, struct str *);

/* Within each part the slices by their first metric, the worst first, those
   for which it is not defined last. */
void evaluation_sort(struct evaluation *, bool less_is_better);

/* The row of a slice and a metric, or NULL. */
const struct evaluation_row *evaluation_find(const struct evaluation *,
    const char *slice, const char *metric);

/*
 * Take the values of a former evaluation (a stream of such rows) as baselines
 * of the rows of the same slice and metric.
 */
int evaluation_compare(struct evaluation *, struct stream *former,
    struct diag *) MUST_CHECK;

/* As a stream; with columns baseline and change if compared. */
struct stream *evaluation_report(const struct evaluation *, bool compared,
    const struct stream *about);

#endif
