/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Look-up by name in the tables of pluggable things: NULL-terminated arrays of
 * pointers to structs whose first member is `const char *name`.
 */
#ifndef NAMED_H
#define NAMED_H

#include <stddef.h>

#include "diag.h"

/* The entry of that name; NULL with 'no KIND "name" (did you mean ...?)' if
   there is none. */
const void *named_find(const void *table, const char *name, const char *kind,
    struct diag *);

#endif
