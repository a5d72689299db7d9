/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#ifdef HAVE_libbrotlidec
#include <brotli/decode.h>
#endif
#ifdef HAVE_liblz4
#include <lz4.h>
#include <lz4frame.h>
#endif
#ifdef HAVE_libzstd
#include <zstd.h>
#endif
#ifdef HAVE_zlib
#include <zlib.h>
#endif

#include "fmt_parquet_thrift.h"

#include "block_codec.h"

static int
unpack_none(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	if (n != n_out)
		return (-1);
	memcpy(out, p, n);
	return (0);
}

/* The number of n bytes, the lowest first. */
static size_t
take_number(const uint8_t *p, size_t n)
{
	size_t v = 0;

	while (n-- > 0)
		v = v << 8 | p[n];
	return (v);
}

/* The bytes of what was made from back on, which may reach what is made now. */
static void
copy_back(uint8_t *to, size_t back, size_t n)
{
	if (back >= n) {
		memcpy(to, to - back, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		to[i] = to[i - back];
}

/* An element of snappy: *len bytes, from *back before, or (0) that follow.
   https://github.com/google/snappy/blob/main/format_description.txt */
static int
take_snappy(const uint8_t **p, const uint8_t *end, size_t *len, size_t *back)
{
	uint8_t tag = *(*p)++;
	size_t left = (size_t)(end - *p), more = 0;

	*len = (size_t)(tag >> 2) + 1;
	*back = 0;
	if ((tag & 3) == 0) {
		more = *len > 60 ? *len - 60 : 0;
		if (more > left)
			return (-1);
		if (more > 0)
			*len = take_number(*p, more) + 1;
	} else if ((tag & 3) == 1) {
		more = 1;
		*len = (size_t)(tag >> 2 & 7) + 4;
		if (left < 1)
			return (-1);
		*back = (size_t)(tag >> 5) << 8 | **p;
	} else {
		more = (tag & 3) == 2 ? 2 : 4;
		if (more > left)
			return (-1);
		*back = take_number(*p, more);
	}
	*p += more;
	return ((tag & 3) != 0 && *back == 0 ? -1 : 0);
}

static int
unpack_snappy(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	struct thrift head = { .p = p, .end = p + n };
	const uint8_t *end = p + n;
	size_t at = 0, len, back;

	if (thrift_varint(&head) != n_out || head.failed)
		return (-1);
	p = head.p;
	while (p < end) {
		if (take_snappy(&p, end, &len, &back) == -1 ||
		    len > n_out - at || back > at ||
		    (back == 0 && len > (size_t)(end - p)))
			return (-1);
		if (back == 0) {
			memcpy(out + at, p, len);
			p += len;
		} else {
			copy_back(out + at, back, len);
		}
		at += len;
	}
	return (at == n_out ? 0 : -1);
}

#ifdef HAVE_zlib
/* One gzip member or more. */
static int
unpack_gzip(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)p,
	    .avail_in = (uInt)n, .next_out = out, .avail_out = (uInt)n_out };
	int r;

	if (inflateInit2(&z, 15 + 32) != Z_OK)
		return (-1);
	while ((r = inflate(&z, Z_FINISH)) == Z_STREAM_END && z.avail_in > 0)
		(void)inflateReset(&z);
	(void)inflateEnd(&z);
	return (r == Z_STREAM_END && z.avail_out == 0 ? 0 : -1);
}
#endif

#ifdef HAVE_libbrotlidec
static int
unpack_brotli(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	size_t made = n_out;

	return (BrotliDecoderDecompress(n, p, &made, out) ==
	    BROTLI_DECODER_RESULT_SUCCESS && made == n_out ? 0 : -1);
}
#endif

#ifdef HAVE_libzstd
static int
unpack_zstd(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	return (ZSTD_decompress(out, n_out, p, n) == n_out ? 0 : -1);
}
#endif

#ifdef HAVE_liblz4
static int
unpack_lz4_raw(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	return (LZ4_decompress_safe((const char *)p, (char *)out, (int)n,
	    (int)n_out) == (int)n_out ? 0 : -1);
}

static uint32_t
big_endian(const uint8_t *p)
{
	return ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3]);
}

/* What Hadoop calls LZ4: blocks, each with its two sizes before it; some
   writers left these away. */
static int
unpack_lz4(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	const uint8_t *from = p;
	size_t left = n, at = 0, size, unpacked;

	while (left > 8 && at < n_out) {
		unpacked = big_endian(from);
		size = big_endian(from + 4);
		if (size > left - 8 || unpacked > n_out - at ||
		    unpack_lz4_raw(from + 8, size, out + at, unpacked) == -1)
			break;
		from += 8 + size;
		left -= 8 + size;
		at += unpacked;
	}
	return (left == 0 && at == n_out ? 0 :
	    unpack_lz4_raw(p, n, out, n_out));
}
#endif

#ifdef HAVE_liblz4
static int
unpack_lz4_frame(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	LZ4F_dctx *c;
	size_t taken, made, at = 0, to = 0, left = 1;

	if (LZ4F_isError(LZ4F_createDecompressionContext(&c, LZ4F_VERSION)))
		return (-1);
	do {
		taken = n - at;
		made = n_out - to;
		left = LZ4F_decompress(c, out + to, &made, p + at, &taken,
		    NULL);
		at += taken;
		to += made;
	} while (!LZ4F_isError(left) && (taken > 0 || made > 0) && at < n);
	LZ4F_freeDecompressionContext(c);
	return (left == 0 && at == n && to == n_out ? 0 : -1);
}
#endif

struct codec {
	const char *name, *package;	/* of Debian */
	int (*unpack)(const uint8_t *, size_t, uint8_t *, size_t);
};

static const struct codec codecs[] = {
	[BLOCK_NONE] = { "none", NULL, unpack_none },
	[BLOCK_SNAPPY] = { "snappy", NULL, unpack_snappy },
	[BLOCK_GZIP] = { "gzip", "zlib1g-dev",
#ifdef HAVE_zlib
	    unpack_gzip
#endif
	},
	[BLOCK_LZO] = { "LZO", NULL, NULL },
	[BLOCK_BROTLI] = { "brotli", "libbrotli-dev",
#ifdef HAVE_libbrotlidec
	    unpack_brotli
#endif
	},
	[BLOCK_LZ4_HADOOP] = { "lz4", "liblz4-dev",
#ifdef HAVE_liblz4
	    unpack_lz4
#endif
	},
	[BLOCK_ZSTD] = { "zstd", "libzstd-dev",
#ifdef HAVE_libzstd
	    unpack_zstd
#endif
	},
	[BLOCK_LZ4_RAW] = { "lz4", "liblz4-dev",
#ifdef HAVE_liblz4
	    unpack_lz4_raw
#endif
	},
	[BLOCK_LZ4_FRAME] = { "lz4", "liblz4-dev",
#ifdef HAVE_liblz4
	    unpack_lz4_frame
#endif
	}
};

int
block_unpack(int64_t codec, const uint8_t *p, size_t n, struct block_out to,
    struct diag *d)
{
	const struct codec *c;

	if (codec < 0 || codec >= N_BLOCK_CODECS)
		return (diag_set(d, "%s data of an unknown compression",
		    to.of));
	c = &codecs[codec];
	if (c->unpack == NULL && c->package == NULL)
		return (diag_set(d, "%s data compressed by %s, which is not "
		    "read", to.of, c->name));
	if (c->unpack == NULL)
		return (diag_set(d, "%s data compressed by %s, which this mlc "
		    "was built without: install %s, then make clean all",
		    to.of, c->name, c->package));
	if (c->unpack(p, n, to.p, to.n) == -1)
		return (diag_set(d, "the %s data is damaged: a block of %s is "
		    "not what it announces", to.of, c->name));
	return (0);
}

bool
block_crc_is(const uint8_t *p, size_t n, uint32_t crc)
{
#ifdef HAVE_zlib
	return ((uint32_t)crc32(0, p, (uInt)n) == crc);
#else
	(void)p, (void)n, (void)crc;
	return (true);
#endif
}
