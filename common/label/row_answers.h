/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows with columns beside them that are filled as they go out; where wanted,
 * all are read before the first goes out.
 */
#ifndef ROW_ANSWERS_H
#define ROW_ANSWERS_H

#include "spool.h"
#include "stream.h"

#define ROW_ANSWERS_MAX 4

/* Append the answer to row i of the batch to cols. */
typedef void answer_row(void *ctx, const struct batch *, size_t i,
    struct column *cols);

struct row_answers {
	struct stage stage;	/* over the spool, once it is full */
	struct stream *source;	/* what was spooled, then */
	struct spool *spool;
	size_t n_in;		/* columns of the rows */
	struct column cols[ROW_ANSWERS_MAX];
	size_t n;
	struct batch view;
	answer_row *fill;
	void (*release)(void *ctx);
	void *ctx;
};

struct answer_column {
	const char *ending;	/* of its name */
	enum col_type type;
	enum col_role role;
};

/* The stream that goes out is stage.stream, whose close frees the struct and
   calls release(ctx).  Takes the stream over. */
struct row_answers *row_answers_new(struct stream *in, void *ctx,
    answer_row *fill, void (*release)(void *ctx));
/* Columns beside the rows, whose names begin so.  Where one is the target, a
   target that was there gets the role ignore. */
int row_answers_add(struct row_answers *, const char *name,
    const struct answer_column *, size_t n, struct diag *) MUST_CHECK;
/* Read all rows. */
int row_answers_read(struct row_answers *, uint64_t mem, struct diag *)
    MUST_CHECK;

#endif
