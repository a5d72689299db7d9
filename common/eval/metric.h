/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics: a function and a row of the table in metric_list.c each.  The
 * arithmetic is in num/; a metric says which arithmetic, on what.  A metric
 * that is not defined for a sample is NaN.
 *
 * A row is what a metric is without arguments.  One that was asked for with
 * some, as "recall(class=fraud)" or "topk(k=3)", is a copy with these filled in
 * (metric_ask), and that text as its name.
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

enum metric_needs {		/* of a set of classes, or of a regression */
	NEEDS_LABEL,
	NEEDS_SCORE,
	NEEDS_PROBABILITY,
	NEEDS_RANGE		/* scored.low and high, or in_set */
};

#define SCORED_CLASSES (SCORED_BINARY | SCORED_MULTICLASS)
#define METRIC_ARGS 4

/* A gathered set under weights: its own, or those of a bootstrap sample. */
struct sample {
	const struct scored *rows;
	const double *weight;		/* NULL: every row counts 1 */
	const struct confusion *confusion;	/* of classes */
	const struct error_sums *errors;	/* of a regression */
};

/* The sums of the rows under the weights, in these structs; c is of the
   classes. */
void sample_gather(struct sample *, const struct scored *rows,
    const double *weight, struct confusion *c, struct error_sums *e);

struct metric_arg {
	const char *name;	/* NULL: it cannot be given */
	double value, least, most;
};

struct metric {
	const char *name;
	const char *summary;
	unsigned tasks;		/* bits of enum scored_task */
	enum metric_needs needs;
	bool on_request;	/* not among all that fit */
	/* A bootstrap would mislead: samples have more of it than the rows. */
	bool no_interval;
	/* The metric of a sample. NULL: the weighted mean of the loss. */
	double (*value)(const struct metric *, const struct sample *);
	/* A loss of each row (NaN: it has none), of whose weighted mean the
	   metric is made: itself, or its root. The interval is that of a
	   mean. */
	double (*loss)(const struct metric *, const struct scored *,
	    size_t row);
	bool root;
	/* Or the metric is 1 less the mean of this one over the variance of
	   the truth. */
	double (*unexplained)(const struct metric *, const struct scored *,
	    size_t row);
	/* The metric is a share of those rows for which it is true, in these
	   tasks, and wherever it is of one class: the interval is that of a
	   share. */
	bool (*among)(const struct metric *, const struct scored *,
	    size_t row);
	unsigned share_tasks;
	bool harmonic;		/* it is 2 j / (1 + j) of that share j */
	/* The interval where rows are few (few_rows.h). NULL: as ever. */
	bool (*few)(const struct metric *, const struct sample *,
	    double level, struct interval *out);
	double least;		/* of its values; the most is 1 */
	bool bounded;		/* a loss is at most 1, of several classes 2 */
	bool less;		/* less is better */

	bool by_class;		/* takes class=NAME or average=KIND */
	enum confusion_rate rate;
	struct metric_arg args[METRIC_ARGS];

	/* Of a copy: */
	const char *class_name;	/* NULL: no class was named */
	bool has_of;
	size_t of;		/* a class or an average (confusion.h) */
};

extern const struct metric *const metric_table[];	/* NULL-terminated */

/* NULL with the diag filled ("did you mean") if there is none. */
const struct metric *metric_find(const char *name, struct diag *);

/* A copy of the row that the text names, with its arguments; NULL as above.
   metric_free takes no row of the table. */
struct metric *metric_ask(const char *text, struct diag *);
void metric_free(const struct metric *);

/* Find the class that it names. */
int metric_bind(struct metric *, char *const *classes, size_t n,
    struct diag *) MUST_CHECK;

/* Can it be computed from such rows? */
bool metric_fits(const struct metric *, const struct scored *);

/* The class or the average that a metric by class is of. */
size_t metric_class(const struct metric *, const struct scored *);

#endif
