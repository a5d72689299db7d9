/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Outputs that are compressed by libarchive where the ending of their name
 * says so: .gz .zst .xz .bz2 .lz4.  Equal bytes go out as equal bytes.
 */
#ifndef ENCODE_H
#define ENCODE_H

#include "outfile.h"

/* Those endings, NULL-terminated. */
const char *const *encode_endings(void);

/* The length of a path without such an ending. */
size_t encode_stem(const char *path);

/* As outfile_open; the outfile may not move from now on. */
int encode_open(struct outfile *, const char *path, struct diag *) MUST_CHECK;

#endif
