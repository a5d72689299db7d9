/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The body of a record batch: nodes and buffers, which are taken in order.
 * What a batch says of its body is checked before it is used.
 *
 * Buffers of a compressed body are decompressed as they are taken, each into
 * no more than it announces; all announced together is bounded by the bytes
 * of the body before anything is allocated.
 */
#ifndef FMT_ARROW_BODY_H
#define FMT_ARROW_BODY_H

#include "fmt_arrow_flat.h"
#include "str.h"

struct span {
	const uint8_t *p;
	size_t n;
};

struct arrow_batch {
	struct span body;
	struct flat_vector nodes, buffers, variadic;
	size_t node, buffer, variadic_at;	/* the next ones */
	size_t n_rows;
	int64_t codec;			/* -1: none */
	struct str *room;		/* of what is decompressed; borrowed */
	bool skip;			/* buffers are passed by, and empty */
};

/* From a RecordBatch table. Buffers that are taken are valid as long as the
   body and the room are. */
int arrow_batch_init(struct arrow_batch *, const struct flat_table *,
    struct span body, struct str *room, struct diag *) MUST_CHECK;

/* The next node: rows, and whether any is missing. */
int arrow_take_node(struct arrow_batch *, size_t *n, bool *missing,
    struct diag *) MUST_CHECK;
/* The next buffer, of at least count things of so many bytes. */
int arrow_take_buffer(struct arrow_batch *, uint64_t count, size_t bytes,
    struct span *out, struct diag *) MUST_CHECK;
/* How many blocks the next column of views has. */
int arrow_take_blocks(struct arrow_batch *, size_t *n, struct diag *)
    MUST_CHECK;

/* The error of all that contradicts itself. */
int arrow_damaged(struct diag *) MUST_CHECK;

#endif
