/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which metrics are computed: those asked for, or all that fit the rows. */
#ifndef METRIC_CHOICE_H
#define METRIC_CHOICE_H

#include "metric.h"

struct metric_choice {
	const struct metric **metrics;
	size_t n;
	bool all;		/* and also all that fit */
	bool confusion;
};

/* text: names separated by commas; NULL: all that fit. */
int metric_choice_parse(const char *text, struct metric_choice *out,
    struct diag *) MUST_CHECK;
/* Also this one, if it is not chosen yet. */
void metric_choice_add(struct metric_choice *, const struct metric *);
/* Leave the metrics that fit; one asked for that does not is an error. */
int metric_choice_settle(struct metric_choice *, const struct scored *,
    struct diag *) MUST_CHECK;
void metric_choice_release(struct metric_choice *);

#endif
