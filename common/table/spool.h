/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A spool holds all rows of a stream so that they can be read again, in
 * blocks of BATCH_ROWS rows whatever the batches were: in memory up to a
 * limit, and beyond that in an unlinked temporary file ($TMPDIR or /tmp).
 *
 * Fits and learners work over these blocks and merge in their order, which is
 * why results do not depend on the number of threads.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include "batch.h"
#include "stream.h"

struct spool;

/* Read the stream to its end. The stream stays the caller's. */
int spool_new(struct stream *, uint64_t mem_limit, struct spool **out,
    struct diag *) MUST_CHECK;
void spool_free(struct spool *);

size_t spool_n_blocks(const struct spool *);
uint64_t spool_n_rows(const struct spool *);
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
