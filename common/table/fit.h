/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fitting over a spool: several accumulators in one pass over the training
 * rows, on any number of threads, with the same bytes for any number.
 *
 * A fit is new / add a batch / merge two / (the caller finishes).  Blocks are
 * fitted in groups of fixed size, each group from a new accumulator, and the
 * groups are merged in their order.
 */
#ifndef FIT_H
#define FIT_H

#include <stdint.h>

#include "batch.h"
#include "spool.h"
#include "crew.h"

struct fit_ops {
	void *(*new)(const void *what);
	/* rows[i] is 1 for the rows to be fitted on; called in row order. */
	void (*add)(void *fit, const void *what, const struct batch *,
	    const uint8_t *rows);
	/* into covers rows before those of from; from is then freed. */
	void (*merge)(void *into, const void *what, void *from);
	void (*free)(void *fit);
};

struct fitter {
	const struct fit_ops *ops;
	const void *what;	/* given to new, add and merge */
	void *fit;		/* the result, never NULL after success */
};

/* How the rows get from the spool to the fitters. */
struct fit_input {
	const struct spool *spool;
	struct crew *crew;
	size_t split_col;		/* in the spool, or COLUMN_NONE */
	/* Transform a batch before it is fitted on, or NULL; called by one
	   worker of the crew at a time with that number. */
	int (*prepare)(void *ctx, int worker, const struct batch *in,
	    const uint8_t *train, const struct batch **out, struct diag *);
	void *ctx;
};

/* That no row is a training row, though there are rows, is an error. */
int fit_run(const struct fit_input *, struct fitter *, size_t n,
    struct diag *) MUST_CHECK;

#endif
