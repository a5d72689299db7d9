/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A byte stream with a name, already decompressed: what format readers read.
 *
 * Bytes are counted and digested (SHA-256) as they are on the outside, before
 * decompression, for the lineage.
 */
#ifndef BYTES_H
#define BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

struct bytes;

/* The name for messages: "churn.csv", "data.zip:a.csv", "standard input". */
const char *bytes_name(const struct bytes *);

/*
 * The next piece, as long as is there (at most about a megabyte); valid until
 * the next call. 1, 0 at the end, -1 on error. May block only when there is
 * nothing to give.
 */
int bytes_next(struct bytes *, const char **p, size_t *n, struct diag *)
    MUST_CHECK;

/* Look at up to n first bytes without taking them; fewer only at the end or,
   for a pipe, when no more than one read's worth has come. */
int bytes_peek(struct bytes *, size_t n, const char **p, size_t *got,
    struct diag *) MUST_CHECK;

/* Start again from the first byte: possible for a regular file, a member of
   an archive in one, and for whatever was told to be kept (bytes_keep). */
int bytes_rewind(struct bytes *, struct diag *) MUST_CHECK;

/* From now on keep what is read, in memory up to mem and then in a temporary
   file, unless the source can be read again anyway. */
void bytes_keep(struct bytes *, uint64_t mem);

void bytes_close(struct bytes *);

#endif
