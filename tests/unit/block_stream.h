/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream of the rows of one block, in batches of a given size, for tests of
 * stages.  Closing it leaves the block.
 */
#ifndef BLOCK_STREAM_H
#define BLOCK_STREAM_H

#include <stdlib.h>

#include "batch.h"
#include "mem.h"
#include "stream.h"

struct block_stream {
	struct stream stream;
	const struct block *rows;
	struct block part;
	size_t at, step;
};

static inline int
block_stream_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct block_stream *bs = (struct block_stream *)s;
	size_t n = bs->rows->view.n_rows - bs->at;

	(void)d;
	if (n == 0)
		return (0);
	n = n < bs->step ? n : bs->step;
	block_clear(&bs->part);
	block_add_rows(&bs->part, &bs->rows->view, bs->at, n);
	*out = block_seal(&bs->part, bs->at);
	bs->at += n;
	return (1);
}

static inline void
block_stream_close(struct stream *s)
{
	struct block_stream *bs = (struct block_stream *)s;

	block_release(&bs->part);
	stream_release(s);
	free(bs);
}

static inline struct stream *
block_stream(const struct block *rows, size_t step)
{
	static const struct stream_ops ops = {
		block_stream_next, block_stream_close
	};
	struct block_stream *bs = MEM_NEW(struct block_stream);

	stream_init(&bs->stream, &ops);
	schema_copy(&bs->stream.head.schema, rows->view.schema);
	bs->rows = rows;
	bs->step = step;
	block_init(&bs->part, rows->view.schema);
	return (&bs->stream);
}

#endif
