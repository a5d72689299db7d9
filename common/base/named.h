/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Look-up by name in the tables of pluggable things: NULL-terminated arrays of
 * pointers to structs whose first member is `const char *name`.
 */
#ifndef NAMED_H
#define NAMED_H

#include <stddef.h>

#include "diag.h"

/* The entry of that name; NULL with 'no KIND "name"' if there is none, and what
   there is: our word for another tool's, one that is near, or all. */
const void *named_find(const void *table, const char *name, const char *kind,
    struct diag *);

#endif
