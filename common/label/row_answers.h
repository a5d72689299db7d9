/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows that are all read before the first goes out, with columns beside them
 * that are filled by a row's number.
 */
#ifndef ROW_ANSWERS_H
#define ROW_ANSWERS_H

#include "spool.h"
#include "stream.h"

#define ROW_ANSWERS_MAX 4

struct row_answers {
	struct stage stage;	/* over the spool, once it is full */
	struct stream *source;	/* what was spooled, then */
	struct spool *spool;
	size_t n_in;		/* columns of the rows */
	struct column cols[ROW_ANSWERS_MAX];
	size_t n;
	struct batch view;
	/* Append a row to cols. */
	void (*fill)(void *ctx, uint64_t row, struct column *cols);
	void (*release)(void *ctx);
	void *ctx;
};

/* The stream that goes out is stage.stream, whose close frees the struct and
   calls release(ctx).  Takes the stream over. */
struct row_answers *row_answers_new(struct stream *in, void *ctx,
    void (*fill)(void *ctx, uint64_t row, struct column *cols),
    void (*release)(void *ctx));
/* Another column beside the rows. */
int row_answers_add(struct row_answers *, const char *name, enum col_type,
    enum col_role, struct diag *) MUST_CHECK;
/* Read all rows. */
int row_answers_read(struct row_answers *, uint64_t mem, struct diag *)
    MUST_CHECK;

#endif
