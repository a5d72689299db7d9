/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_liblz4
#include <lz4frame.h>
#endif
#ifdef HAVE_libzstd
#include <zstd.h>
#endif

#include "fmt_arrow_ids.h"

#include "fmt_arrow_codec.h"

#ifdef HAVE_liblz4
static int
unpack_lz4(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
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

#ifdef HAVE_libzstd
static int
unpack_zstd(const uint8_t *p, size_t n, uint8_t *out, size_t n_out)
{
	return (ZSTD_decompress(out, n_out, p, n) == n_out ? 0 : -1);
}
#endif

struct codec {
	const char *name, *package;	/* of Debian */
	int (*unpack)(const uint8_t *, size_t, uint8_t *, size_t);
};

/* By their numbers in Message.fbs. */
static const struct codec codecs[] = {
	[CODEC_LZ4] = { "lz4", "liblz4-dev",
#ifdef HAVE_liblz4
	    unpack_lz4
#endif
	},
	[CODEC_ZSTD] = { "zstd", "libzstd-dev",
#ifdef HAVE_libzstd
	    unpack_zstd
#endif
	},
};

int
arrow_decompress(int64_t codec, const uint8_t *p, size_t n, uint8_t *out,
    size_t n_out, struct diag *d)
{
	const struct codec *c = &codecs[codec == CODEC_ZSTD];

	if (codec != CODEC_LZ4 && codec != CODEC_ZSTD)
		return (diag_set(d, "Arrow data of an unknown compression"));
	if (c->unpack == NULL)
		return (diag_set(d, "Arrow data compressed by %s, which this "
		    "mlc was built without: install %s, then make clean all",
		    c->name, c->package));
	if (c->unpack(p, n, out, n_out) == -1)
		return (diag_set(d, "the Arrow data is damaged: a buffer of "
		    "%s is not what it announces", c->name));
	return (0);
}
