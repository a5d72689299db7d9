/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A spool holds all rows of a stream so that they can be read again, in
 * blocks of batch_rows rows whatever the batches were: in memory up to a
 * limit, and beyond that in an unlinked temporary file ($TMPDIR or /tmp).
 *
 * Where a source ends a block ends too, with fewer rows.  Blocks have places:
 * 0, 1, 2 ..., but each source begins at a multiple of SPOOL_GROUP.  So the
 * groups of SPOOL_GROUP places are of one source, and do not depend on what
 * the sources before it have beyond their number of groups.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include "batch.h"
#include "stream.h"

#define SPOOL_GROUP 8		/* 65536 rows; part of the results: keep */

struct spool;

/* Read the stream to its end. The stream stays the caller's. */
int spool_new(struct stream *, uint64_t mem_limit, struct spool **out,
    struct diag *) MUST_CHECK;
void spool_free(struct spool *);

size_t spool_n_blocks(const struct spool *);
uint64_t spool_n_rows(const struct spool *);
/* Of block k: its place, ascending with k, and the number of its first row. */
uint64_t spool_place(const struct spool *, size_t k);
uint64_t spool_first_row(const struct spool *, size_t k);
const struct head *spool_head(const struct spool *);
const json_t *spool_tail(const struct spool *);

/*
 * Block k. Its columns are the spool's own, or were read into *scratch (a
 * block initialised with the spool's schema, one a thread). Thread-safe.
 */
int spool_get(const struct spool *, size_t k, struct block *scratch,
    const struct batch **out, struct diag *) MUST_CHECK;

/* A stream over the spool from its start; closing it leaves the spool. */
struct stream *spool_stream(const struct spool *);

#endif
