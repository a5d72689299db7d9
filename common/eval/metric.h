/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics: a function and a row of the table in metric_list.c each.  The
 * arithmetic is in num/; a metric says which arithmetic, on what.  A metric
 * that is not defined for a sample is NaN.
 */
#ifndef METRIC_H
#define METRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "confusion.h"
#include "diag.h"
#include "interval.h"
#include "metric_math.h"
#include "scored.h"

enum metric_needs {		/* of a set of classes */
	NEEDS_LABEL,
	NEEDS_SCORE,
	NEEDS_PROBABILITY
};

#define SCORED_CLASSES (SCORED_BINARY | SCORED_MULTICLASS)

/* A gathered set under weights: its own, or those of a bootstrap sample. */
struct sample {
	const struct scored *rows;
	const double *weight;		/* NULL: every row counts 1 */
	const struct confusion *confusion;	/* of classes */
	const struct error_sums *errors;	/* of a regression */
};

struct metric {
	const char *name;
	const char *summary;
	unsigned tasks;		/* bits of enum scored_task */
	enum metric_needs needs;
	/* A bootstrap would mislead: samples have more of it than the rows. */
	bool no_interval;
	/* The metric of a sample. NULL: the weighted mean of the loss. */
	double (*value)(const struct sample *);
	/* A loss of each row (NaN: it has none), of whose weighted mean the
	   metric is made: itself, or its root. The interval is that of a
	   mean. */
	double (*loss)(const struct scored *, size_t row);
	bool root;
	/* The metric is a share of those rows for which it is true, in these
	   tasks: the interval is that of a share. */
	bool (*among)(const struct scored *, size_t row);
	unsigned share_tasks;
	bool harmonic;		/* it is 2 j / (1 + j) of that share j */
	/* The interval where rows are few (few_rows.h). NULL: as ever. */
	bool (*few)(const struct metric *, const struct sample *,
	    double level, struct interval *out);
	double least;		/* of its values; the most is 1 */
	bool bounded;		/* a loss is at most 1, of several classes 2 */
};

extern const struct metric *const metric_table[];	/* NULL-terminated */

/* NULL with the diag filled ("did you mean") if there is none. */
const struct metric *metric_find(const char *name, struct diag *);

/* Can it be computed from such rows? */
bool metric_fits(const struct metric *, const struct scored *);

#endif
