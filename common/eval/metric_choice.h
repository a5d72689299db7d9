/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which metrics are computed: those asked for, or all that fit the rows.
 *
 * Three words are no metrics: "all" stands for all that fit, also those on
 * request; "report" for precision, recall, F1 and support of each class and
 * their macro and weighted means; "confusion" for the confusion matrix.
 */
#ifndef METRIC_CHOICE_H
#define METRIC_CHOICE_H

#include "metric.h"
#include "score_reader.h"

struct metric_choice {
	const struct metric **metrics;	/* copies, by metric_ask */
	size_t n;
	bool usual, all;	/* and also those that fit */
	bool report, confusion;
};

/* text: names separated by commas; NULL: all that fit but those on request. */
int metric_choice_parse(const char *text, struct metric_choice *out,
    struct diag *) MUST_CHECK;
/* Also this one, if it is not chosen yet; the text is a good one. */
void metric_choice_add(struct metric_choice *, const char *text);
/* Leave the metrics that fit; one asked for that does not is an error. */
int metric_choice_settle(struct metric_choice *, const struct score_table *,
    struct diag *) MUST_CHECK;
void metric_choice_release(struct metric_choice *);

#endif
