/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of Arrow IPC streams and files: see struct format.
 *
 * Read are all types but unions, maps, intervals and run-end encoded ones,
 * which are refused by the column's name: see fmt_arrow_columns.h for what
 * becomes a column, and fmt_arrow_value.h for its values.  Bodies may be
 * compressed by lz4 or zstd (block_codec.h).  With the metadata "mlc" it is
 * an mlc stream and its head is taken from there.
 */
#ifndef FMT_ARROW_READ_H
#define FMT_ARROW_READ_H

#include "format.h"

bool arrow_detect(const char *p, size_t n);
int arrow_open(struct bytes *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
