/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aggregates of the rows of each key that came before a time, all of them or
 * those of a window before it, as time goes on.
 *
 * Aggregates that can let go of a value do so as the window moves.  For the
 * others a key has two stacks (as Tangwongsan, Hirzel and Schneider 2017 tell,
 * "Low-latency sliding-window aggregation in worst-case constant time"): states
 * of its older rows, each with all that are younger, and the sum of the rows
 * since.  A row costs two merges, whatever the length of the window.
 *
 * Rows are held as long as they are in the window.
 */
#ifndef GROUP_MOVING_H
#define GROUP_MOVING_H

#include "groups.h"

/* The rows of a batch, as long as they are waited for or in the window. */
struct chunk {
	uint64_t first_row;
	size_t n;
	uint32_t *key;		/* of each row */
	int64_t *time;		/* NULL where time does not matter */
	struct column *values;	/* one an aggregate */
};

/* The rows of a key in the window: what stack k of states says of the older
   ones, and the numbers of the younger ones. */
struct stacks {
	char **states;		/* (aggregates, cap): n is of the oldest row */
	size_t n, cap;
	uint64_t *rows;
	size_t n_rows, cap_rows;
};

struct moving {
	const struct aggregate_list *aggregates;
	int64_t length;		/* of the window, or 0 */
	struct groups sums;	/* of all rows, or of the younger ones */
	struct stacks *stacks;	/* one a key, if there is a window */
	size_t n_stacks, cap_stacks;
	struct chunk *chunks;
	size_t n_chunks, cap_chunks;
	uint64_t row;		/* rows that were taken, */
	uint64_t added, expired;	/* that count, that do no more */
	uint32_t *zeros;	/* as many as a chunk has rows */
	size_t n_zeros;
	char *both;		/* a state of any aggregate */
};

/* length 0: all rows before. Aggregates get the kind that can move. */
void moving_init(struct moving *, const struct schema *keys,
    struct aggregate_list *, int64_t length);
void moving_release(struct moving *);

/* Take n rows, after aggregates_eval: the caller fills key[], ids of sums, and,
   if it is to move by time, makes time (heap memory), which does not fall. */
struct chunk *moving_take(struct moving *, size_t n);

/* Let the rows before this time count, and those before the window no more; or,
   without times, let the next row count. */
void moving_to(struct moving *, int64_t time);
void moving_add_next(struct moving *);

/* Append what stands beside a row of a key, one column an aggregate. */
int moving_give(struct moving *, size_t key, struct column *out,
    struct diag *) MUST_CHECK;

/* Release the rows that are not needed any more. */
void moving_forget(struct moving *);

#endif
