/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The codecs of Arrow bodies: lz4 frames and zstd.  Each needs a library that
 * may have been missing when mlc was built; then the error names its package.
 */
#ifndef FMT_ARROW_CODEC_H
#define FMT_ARROW_CODEC_H

#include <stddef.h>
#include <stdint.h>

#include "diag.h"

/* n bytes to exactly n_out; what is more or fewer is an error. */
int arrow_decompress(int64_t codec, const uint8_t *p, size_t n, uint8_t *out,
    size_t n_out, struct diag *) MUST_CHECK;

#endif
