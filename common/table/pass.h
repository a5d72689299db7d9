/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pass over the rows of a spool: the one way in which they are gone through,
 * on any number of threads, with the same bytes for any number.
 *
 * The blocks of a spool have places (spool.h).  Units of 1, 2, 4, 8 ... places
 * get a state each, and states are merged in the binary tree over the numbers
 * of units: unit 2i with unit 2i + 1, the pair 2i with the pair 2i + 1 and so
 * on; what has no neighbour goes up as it is.  The tree follows from the rows
 * alone.  So whoever has a range of units, a thread or a machine, can merge
 * what is complete in it, and holds about 2 log2(units) states.
 */
#ifndef PASS_H
#define PASS_H

#include "crew.h"
#include "merge_tree.h"
#include "spool.h"

struct pass {
	const struct spool *spool;
	struct crew *crew;
	size_t split_col;	/* in the spool, or COLUMN_NONE */
	size_t unit;		/* places, a power of two; 0: a group */
	size_t stride;		/* look at each stride-th block; 0: at all */
	/*
	 * Called for a block before the fitters, or NULL: may change rows, or
	 * do all the work where there are no fitters.  rows->batch is the
	 * block and rows->mask its training rows.  Of the calls at one time
	 * no two have the same rows->worker, which is below crew_threads.
	 */
	int (*prepare)(void *ctx, struct fit_rows *rows, struct diag *);
	void *ctx;
};

/*
 * The fits are made and filled.  Of several errors it is the first in the
 * order of the blocks.  That no row is a training row, though there are rows,
 * is an error where there is a split column.
 */
int pass_run(const struct pass *, struct fitter *, size_t n, struct diag *)
    MUST_CHECK;

/* The error of a table of which no row is a training row. */
int pass_no_rows(struct diag *);

/*
 * The spool is a part of a table, the units that the tree has at hand: their
 * states are added.  Another part may have the training rows: *has_rows says
 * whether there are any in this one.
 */
int pass_run_part(const struct pass *, struct merge_tree *, bool *has_rows,
    struct diag *) MUST_CHECK;

/*
 * The unit for states of so many bytes: one block while they are small, and so
 * large that all states that can be there at a time take little memory.
 */
size_t pass_unit(const struct spool *, size_t bytes);

#endif
