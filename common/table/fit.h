/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An accumulator: what is learnt of rows in one pass over them, in pieces.
 *
 * new / add some rows / merge two / save / load / (the caller finishes).
 * Pieces of the rows get a state each, and the states are merged in the order
 * of the rows: see pass.h, which says how, so that threads, machines and saved
 * states give the same bytes.
 */
#ifndef FIT_H
#define FIT_H

#include <stdint.h>

#include "batch.h"
#include "diag.h"
#include "pack.h"

/* Rows that are added. */
struct fit_rows {
	const struct batch *batch;
	const uint8_t *mask;	/* (n_rows): 1 for the rows to be fitted on */
	size_t block;		/* of the spool */
	int worker;		/* of the crew: for scratch memory */
	const void *more;	/* what prepare (pass.h) knows of them */
};

struct fit_ops {
	void *(*new)(const void *what);
	/* Called in row order. */
	void (*add)(void *fit, const void *what, const struct fit_rows *);
	/* into covers rows before those of from; from is then freed. */
	void (*merge)(void *into, const void *what, void *from);
	void (*free)(void *fit);
	/* The state as bytes that say all of it (pack.h), and back.  What load
	   gives is to be freed, also where from->failed. */
	void (*save)(const void *fit, const void *what, struct str *out);
	void *(*load)(const void *what, struct unpack *from);
};

struct fitter {
	const struct fit_ops *ops;
	const void *what;	/* given to new, add and merge */
	void *fit;		/* the result, never NULL after success */
};

#endif
