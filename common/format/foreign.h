/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that people try and that are no table for mlc: a model file, a
 * workbook, a Parquet file...  Known from their first bytes, or from the names
 * of their members, they are refused in words that tell what to do.
 */
#ifndef FOREIGN_H
#define FOREIGN_H

#include <stddef.h>

#define FOREIGN_PEEK 16		/* bytes are enough */

/* "a model file, not rows", to follow "is "; NULL: nothing that is known. */
const char *foreign_bytes(const char *p, size_t n);
const char *foreign_members(char *const *names, size_t n);

#endif
