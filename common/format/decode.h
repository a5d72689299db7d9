/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decompression and archives by libarchive, from bytes to bytes.  What is cut
 * short is an error, and so is what follows the end.
 */
#ifndef DECODE_H
#define DECODE_H

#include "bytes.h"

struct decode;

/* What the first bytes say. */
bool is_compressed(const char *p, size_t n);
bool is_archive(const char *p, size_t n);

/* A compressed stream (members false), or an archive. The bytes stay the
   caller's, are read from their beginning and only by the decode; where the
   outside is given they are its bytes as they are, and can be sought in. */
struct decode *decode_new(struct bytes *, struct outside *, bool members);
void decode_free(struct decode *);

/* Go to the next regular file of an archive, or into the compressed stream.
   1 and its name (valid until the next call), 0 at the end. */
int decode_next(struct decode *, const char **name, struct diag *) MUST_CHECK;
int decode_read(struct decode *, void *to, size_t n, size_t *got,
    struct diag *) MUST_CHECK;

#endif
