/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of known size that are compressed each by itself: the buffers of
 * Arrow, the pages of Parquet.  Snappy is ours; the others need a library that
 * may have been missing when mlc was built; then the error names its package.
 */
#ifndef BLOCK_CODEC_H
#define BLOCK_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

enum block_codec {		/* up to LZ4_RAW the numbers of
				   parquet.thrift */
	BLOCK_NONE, BLOCK_SNAPPY, BLOCK_GZIP, BLOCK_LZO, BLOCK_BROTLI,
	BLOCK_LZ4_HADOOP, BLOCK_ZSTD, BLOCK_LZ4_RAW, BLOCK_LZ4_FRAME,
	N_BLOCK_CODECS
};

struct block_out {
	uint8_t *p;
	size_t n;
	const char *of;		/* "Arrow", for errors */
};

/* n bytes to exactly to.n; what is more or fewer is an error, and so is a
   codec that there is not. */
int block_unpack(int64_t codec, const uint8_t *p, size_t n, struct block_out to,
    struct diag *) MUST_CHECK;

/* Is the checksum of the bytes this one? True where zlib is missing. */
bool block_crc_is(const uint8_t *p, size_t n, uint32_t crc);

#endif
