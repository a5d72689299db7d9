/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of Arrow IPC streams and files: see struct format.
 *
 * Read are bool, integers and floats of every size, strings (also large ones,
 * views and dictionaries, with delta and replacement), dates and timestamps of
 * every unit (a time without a zone is taken as UTC), null, lists of float32
 * of fixed size, and sparse columns as mlc writes them.  Bodies may be
 * compressed by lz4 or zstd (fmt_arrow_codec.h).  With the metadata
 * "mlc" it is an mlc stream and its head is taken from there.
 */
#ifndef FMT_ARROW_READ_H
#define FMT_ARROW_READ_H

#include "format.h"

bool arrow_detect(const char *p, size_t n);
int arrow_open(struct bytes *, const struct read_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
