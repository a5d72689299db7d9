/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A body in gzip's coding, in memory.
 */
#ifndef GUNZIP_H
#define GUNZIP_H

#include <stddef.h>

#include "str.h"

/* Append what it holds, at most so many bytes.  Returns 0, or the status with
   which the request is refused: 400, and 413 for more bytes. */
int gunzip(const char *p, size_t n, size_t max, struct str *out,
    struct diag *) MUST_CHECK;

#endif
