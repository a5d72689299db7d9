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

/* Takes the stream over. The clock begins with the first row that is asked
   for. */
struct stream *pace_stream(struct stream *, const struct arrivals *);

#endif
