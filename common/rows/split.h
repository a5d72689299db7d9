/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Splitting rows into training, validation and test parts, or into folds: a
 * string column "split" of the role split is added to a stream.
 *
 * Rows are drawn by a hash of seed and row number, so that the values of a
 * row never decide its part, but for those that are asked to: those of the
 * stratify, by and time columns.  Shares are exact to one row, in each
 * stratum too; groups and equal times stay together, and shares are then as
 * near as that allows.
 *
 * The stream is spooled.  What is known of each row, 2 bytes and with
 * stratify, by, time or folds 18, is in a room (room.h) of half of mem.
 */
#ifndef SPLIT_H
#define SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "split_part.h"
#include "stream.h"

#define N_SPLIT_PARTS 3		/* train, valid, test */
#define SPLIT_FOLDS_MAX 1000

struct split_options {
	double shares[N_SPLIT_PARTS];	/* their sum is 1 */
	int64_t folds;		/* 0: parts by shares, else K ... */
	int64_t fold;		/* ... of which this (from 1) is the test */
	bool stratify;		/* each class of stratify_col in proportion */
	const char *stratify_col;	/* NULL: the target */
	const char *by;		/* all rows of a value go to one part */
	const char *time;	/* oldest train, then valid, newest test */
	bool replace;		/* an existing split column */
	uint64_t seed;
	uint64_t mem;		/* for the spool */
};

void split_options_init(struct split_options *);	/* 70:15:15 */

/* "70:15:15" or "80:20" (no validation part). */
int split_parse_shares(struct split_options *, const char *, struct diag *)
    MUST_CHECK;

/* Do the options go together? */
int split_options_check(const struct split_options *, struct diag *)
    MUST_CHECK;

/* Rows of each part, for a report. */
struct split_counts {
	uint64_t rows[N_SPLIT_PARTS];
};

/* Takes the stream over, also on failure. counts may be NULL. */
int split_open(struct stream *, const struct split_options *,
    struct split_counts *, struct stream **out, struct diag *) MUST_CHECK;

#endif
