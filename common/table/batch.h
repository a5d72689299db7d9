/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch: some rows of a table, as a view of columns that others own.
 *
 * Batches flow down a stream.  The columns of a batch are read-only and stay
 * valid until the next batch is asked for; a stage that changes a column owns
 * its own and points to that, and all others pass through without a copy.
 *
 * A block is a batch that owns its columns, to be filled and refilled.
 */
#ifndef BATCH_H
#define BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "column.h"
#include "schema.h"

#define BATCH_ROWS 8192		/* the size of fitted blocks: do not change */

/* At most so many, and fewer where a row has many values (bounds.h). */
size_t batch_rows(size_t row_values);

struct batch {
	const struct schema *schema;
	const struct column **cols;	/* schema->n of them */
	size_t n_rows;
	uint64_t first_row;	/* of the stream, from 0 */
	size_t source;		/* number of the file or so they are from */
};

struct block {
	struct batch view;	/* of its own columns */
	struct column *cols;
	size_t n_cols;
};

/* A block of the schema, which has to outlive it. */
void block_init(struct block *, const struct schema *);
void block_release(struct block *);
void block_clear(struct block *);

/* Append rows of a batch with the same schema. */
void block_add_rows(struct block *, const struct batch *, size_t first,
    size_t n);
void block_add_kept(struct block *, const struct batch *,
    const uint8_t *keep);

/* After columns were filled directly: all have n rows. Returns the view. */
const struct batch *block_seal(struct block *, uint64_t first_row);

/* The column of role weight, or NULL; and what row i of it counts for: 1 where
   there is none, 0 where it is missing, negative or infinite. */
const struct column *batch_weights(const struct batch *);
double batch_weight(const struct column *, size_t i);

size_t batch_bytes(const struct batch *);

#endif
