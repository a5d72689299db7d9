/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A part of the rows of a stream: the first so many, those of a range of
 * times, those of a window, those of an hour of the day or a day of the week;
 * or all others.
 */
#ifndef ROW_PART_H
#define ROW_PART_H

#include "stream.h"
#include "window.h"

/* What returns: slots of so long, so many of them before the first again. */
struct season {
	int64_t micros, origin;
	size_t n;		/* 0: none */
};

/* "hour" (of the day), "weekday" (from Monday); in UTC. */
int season_parse(const char *, struct season *out, struct diag *) MUST_CHECK;
size_t season_slot(const struct season *, int64_t time);
/* Is a window by time within one slot, wherever it begins? */
bool season_fits(const struct season *, const struct window_rule *);

enum part_by {
	PART_ROWS,		/* the number of the row, from 0 */
	PART_TIME,		/* microseconds */
	PART_WINDOW,		/* the key of its window */
	PART_SLOT		/* of its season */
};

struct row_part {
	enum part_by by;
	int64_t from, to;	/* from <= it < to */
	bool others;		/* all rows but these; also those of no time */
	size_t time_col;	/* or COLUMN_NONE, where no time is asked for */
	struct window_rule window;
	struct season season;
};

/* "first:5000", or "2024-01-01..2024-03-01", of which one may be left out: the
   second is the first time that is not in it. */
int row_part_parse(const char *, struct row_part *out, struct diag *)
    MUST_CHECK;

/* keep: 1 for rows in it, else 0. Returns how many. */
size_t row_part_mask(const struct row_part *, const struct batch *,
    uint8_t *keep);

/* The rows of a stream that are in it, numbered from 0. Takes it over. */
struct stream *row_part_stream(struct stream *in, const struct row_part *);

#endif
