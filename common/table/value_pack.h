/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values of scalar columns as bytes that say all of them, and back: for states
 * and tables that are saved (pack.h).
 */
#ifndef VALUE_PACK_H
#define VALUE_PACK_H

#include "column.h"
#include "pack.h"

/* Append row i, which may be missing. */
void value_save(const struct column *, size_t i, struct str *);

/* Append the value to a column of the same type; where there is none, from
   fails, and nothing or anything is appended. */
void value_load(struct column *, struct unpack *from);

#endif
