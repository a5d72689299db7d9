/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Windows: which rows of a stream belong together.
 *
 * By number, "1000": the first thousand rows, the next thousand...  By time,
 * "15m", "1h", "1d", "1w": windows follow on one another and begin at
 * multiples of their length since 1970-01-01 UTC, weeks on a Monday.  A window
 * is known by a key, which ascends; its name is a number from 1, or the time
 * at which it begins.  Without a rule all rows are in one window, "all".
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>

#include "batch.h"
#include "diag.h"
#include "str.h"

struct window_rule {
	uint64_t rows;		/* how many each; 0: not by number */
	int64_t micros;		/* how long each; 0: not by time */
	int64_t origin;		/* when one of them begins */
};

/* "1000", or a whole number and one of s m h d w. */
int window_rule_parse(const char *text, struct window_rule *out,
    struct diag *) MUST_CHECK;

/* Rows first .. end - 1 of a batch are in the window of a key, or in none,
   for lack of a time. */
struct window_range {
	size_t first, end;
	int64_t key;
	bool has_no_time;
};

/* The rows from first on that are in the window of row first. time: the column
   of type time, for a rule by time. */
struct window_range window_cut(const struct window_rule *,
    const struct batch *, const struct column *time, size_t first);

/* When a window by time begins; or which one it is, by number, from 1. */
int64_t window_begin(const struct window_rule *, int64_t key);

/* Append the name of a window. */
void window_name(const struct window_rule *, int64_t key, struct str *out);

#endif
