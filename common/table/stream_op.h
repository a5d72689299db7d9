/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What operations on a stream have in common, be they steps, that act on
 * columns, or operations on rows: what they are given and what they count.
 */
#ifndef STREAM_OP_H
#define STREAM_OP_H

#include <stddef.h>
#include <stdint.h>

/* For reports and /metrics. */
struct op_counts {
	uint64_t unseen;	/* categories not known from training */
	uint64_t imputed;	/* missing values filled */
	uint64_t failed;	/* values that could not be converted */
	uint64_t changed;	/* values clipped, replaced, made missing */
	uint64_t broken;	/* rows that break an expectation */
	uint64_t misfits;	/* of them, for a column's type */
	uint64_t dropped;	/* rows */
	uint64_t outdated;	/* rows looked up in what a file was */
};

/* The counts of each operation, in their order; filled as rows flow. */
struct op_tally {
	struct op_tally_row {
		char *label;
		struct op_counts counts;
	} **rows;		/* none moves when others are added */
	size_t n, cap;
};

/* A new row, all zero. */
struct op_counts *op_tally_add(struct op_tally *, const char *label);
void op_tally_release(struct op_tally *);

struct crew;

struct op_options {
	uint64_t mem;		/* for what has to be kept */
	struct crew *crew;
	struct op_tally *tally;	/* zeroed by the caller, lives as long as the
				   stream that comes out */
	uint64_t seed;		/* of what is drawn */
};

#endif
