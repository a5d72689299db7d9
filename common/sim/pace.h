/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows when they are due: a stream that gives the rows of another one as they
 * arrive, by the clock.  It is an open loop: rows that are late, because
 * whoever takes them was slow, all come at once, and the ones after them when
 * they would have come anyway.
 */
#ifndef PACE_H
#define PACE_H

#include "arrivals.h"
#include "stream.h"

struct pace_options {
	struct arrivals arrivals;
	/* Or as far apart as the times of a column, so many times as fast. */
	double speed;		/* 0: by the arrivals */
	size_t time_col;
};

/* Takes the stream over. The clock begins with the first row that is asked
   for. */
struct stream *pace_stream(struct stream *, const struct pace_options *);

/* Nanoseconds of the monotonic clock. */
uint64_t pace_now(void);

#endif
