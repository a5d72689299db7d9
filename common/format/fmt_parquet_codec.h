/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The codecs of Parquet pages.  Snappy is ours; the others need a library that
 * may have been missing when mlc was built; then the error names its package.
 */
#ifndef FMT_PARQUET_CODEC_H
#define FMT_PARQUET_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

/* n bytes to exactly n_out; what is more or fewer is an error. */
int parquet_unpack(int64_t codec, const uint8_t *p, size_t n, uint8_t *out,
    size_t n_out, struct diag *) MUST_CHECK;

/* Is the checksum of the bytes this one? True where zlib is missing. */
bool parquet_crc_is(const uint8_t *p, size_t n, uint32_t crc);

#endif
