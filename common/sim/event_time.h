/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as events: a column of times, of the role time, at which they happened.
 *
 * Rows come in the order in which they arrive.  An event that is late arrived
 * after the time it has, by a delay that is drawn: so times run backwards
 * where late ones stand, as they do in a real stream.
 *
 * With a label delay the target of an event is known so long after it: a
 * column TARGET_at says when, and where that is after the last row arrived the
 * target is missing, as it would be to somebody who looks then.
 */
#ifndef EVENT_TIME_H
#define EVENT_TIME_H

#include "arrivals.h"
#include "stream.h"

struct event_options {
	const char *name;	/* of the column; one of the rows is replaced.
				   NULL: none */
	int64_t start;		/* microseconds since 1970 */
	struct arrivals arrivals;
	double late_share;	/* of events that are late ... */
	double late_mean;	/* ... by so many microseconds in the mean,
				   exponentially */
	double jitter;		/* all are late by 0 to so many more, evenly */
	int64_t label_delay;	/* microseconds, or -1: none */
	uint64_t n_rows;
	uint64_t seed;
};

/* "0.05:10m": a share, and a time as in window.h. */
int event_parse_late(struct event_options *, const char *, struct diag *)
    MUST_CHECK;
/* "10m" in microseconds. */
int event_parse_span(const char *, int64_t *out, struct diag *) MUST_CHECK;

/* The rows with the column of times, which comes first. Takes the stream over,
   also on failure. */
int event_time_stream(struct stream *, const struct event_options *,
    struct stream **out, struct diag *) MUST_CHECK;
/* The rows with what a label delay makes of the target. The same. */
int event_label_stream(struct stream *, const struct event_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
