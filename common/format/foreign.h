/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that people try and that are no table for mlc: a model file, a
 * workbook, a Parquet file...  Known from their first bytes, or from the names
 * of their members, they are refused in words that tell what to do.
 */
#ifndef FOREIGN_H
#define FOREIGN_H

#include <stddef.h>

#include "diag.h"

/* "a model file, not rows", to follow "is "; NULL: nothing that is known. */
const char *foreign_bytes(const char *p, size_t n);
/* The same for text that would pass for CSV; n bytes or more of it. */
const char *foreign_text(const char *p, size_t n);
const char *foreign_members(char *const *names, size_t n);

/* "NAME: is WORDS"; 0 where words is NULL. */
int foreign_refuse(const char *name, const char *words, struct diag *)
    MUST_CHECK;

#endif
