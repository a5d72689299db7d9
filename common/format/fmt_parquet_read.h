/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of Parquet files: see struct format.
 *
 * Read are all encodings but the bit-packed levels of old, all compressions
 * but LZO, pages of both versions, and what fmt_arrow_columns.h reads: nested
 * fields are dotted columns, lists of numbers vectors; maps, variants and
 * intervals are refused by name.  A row group is read some rows at a time, its
 * columns side by side on the crew.
 */
#ifndef FMT_PARQUET_READ_H
#define FMT_PARQUET_READ_H

#include "format.h"

bool parquet_detect(const char *p, size_t n);
int parquet_open(struct bytes *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
