/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stage that lets some rows of a stream pass, in their order.
 */
#ifndef ROW_FILTER_H
#define ROW_FILTER_H

#include "stream.h"

struct row_filter {
	/* keep[i], at first 1, becomes 0 for a row that is dropped. */
	int (*keep)(void *what, const struct batch *, uint8_t *keep,
	    struct diag *);
	void (*end)(void *what);	/* after the last row, or NULL */
	void (*free)(void *what);	/* or NULL */
	void *what;
	uint64_t *n_dropped;		/* counted up, or NULL */
};

/* Takes the stream over. */
struct stream *row_filter_open(struct stream *, const struct row_filter *);

#endif
