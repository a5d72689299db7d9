/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two or more sets of scores of the same rows: for each slice and metric the
 * difference to another set, with an interval and a p-value of no difference.
 *
 *	auc		of two classes: DeLong's (paired_tests.h)
 *	accuracy	McNemar's p-value, the interval as below
 *	anything else	a bootstrap of the rows, each with both scores: bias-
 *			corrected, accelerated percentiles; p is twice the
 *			smaller share of replicates on one side of 0
 *
 * Weighted rows have a bootstrap in all cases.
 */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "bootstrap.h"
#include "metric_choice.h"
#include "score_reader.h"
#include "slicing.h"

/* One more set of scores of the rows of a first table. */
struct compared {
	const char *name;
	struct score_table table;
	uint32_t *row;		/* where each row of the first one stands in
				   it; NULL: at the same place */
};

struct comparison_row {
	char *slice, *metric;
	const char *vs;		/* the name of the other */
	const char *test;	/* NULL: none */
	uint64_t n;
	double value, other;
	struct estimate difference;	/* value - other */
	double p_value;
};

struct comparison {
	struct comparison_row *rows;
	size_t n, cap;
};

/* Give the classes of a table the codes that another one has for them; an
   error where they are not the same classes. */
int comparison_align(const struct score_table *, struct score_table *other,
    struct diag *) MUST_CHECK;

/* metrics and n_metrics of the bootstrap options are ignored. */
void comparison_make(const struct score_table *, const struct slicing *,
    const struct compared *others, size_t n, const struct metric_choice *,
    const struct bootstrap_options *, struct comparison *out);
void comparison_release(struct comparison *);

struct stream *comparison_report(const struct comparison *,
    const struct stream *about);

/* The row of split=test, else of all, or NULL. */
const struct comparison_row *comparison_find(const struct comparison *,
    const char *metric, const char *vs);

#endif
