/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aggregates beside each row, of the rows of its key that came before it: a
 * row is never part of what stands beside it, nor is one of the same time, so
 * that a model learns from nothing that was not known then.
 *
 * With a time rows are gone through in its order, and come out in the order in
 * which they came in; without one in the order of the stream.  Of a window,
 * by time, only rows that are not older than its length count.
 *
 * Rows are sorted in bounded memory; those in a window, or all keys where
 * there is none, are held.
 */
#ifndef GROUP_EACH_H
#define GROUP_EACH_H

#include "stream.h"

struct each_options {
	const char *keys;	/* a selector; NULL: all rows are of one key */
	const char *aggregates;
	const char *time;	/* a column; NULL: that of the role time */
	const char *window;	/* a length of time, or NULL: all rows before */
	bool is_sorted;		/* by time: rows go out as they come in */
	uint64_t mem;
};

/* Takes the stream over, also on failure. */
int group_each_open(struct stream *, const struct each_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
