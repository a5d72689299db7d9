/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "mem.h"
#include "str.h"

#include "archive_end.h"
#include "decode.h"

#define PIECE 65536
#define LZ4_MAGIC "\x04\x22\x4d\x18"
#define TAR_MAGIC 257		/* its place in a header (POSIX ustar) */

struct decode {
	struct bytes *in;
	struct outside *outside;	/* NULL: cannot seek */
	struct archive *archive;
	struct archive_end end;		/* members, where it cannot seek */
	uint64_t at;			/* in the bytes */
	char *piece;
	size_t n_piece;
	bool members, is_lz4, opened, ended;
	struct diag diag;		/* of a failed callback */
};

struct magic {
	size_t n;
	const char *p;
};

static bool
has_magic(const struct magic *m, const char *p, size_t n)
{
	for (; m->n > 0; m++) {
		if (n >= m->n && memcmp(p, m->p, m->n) == 0)
			return (true);
	}
	return (false);
}

bool
is_compressed(const char *p, size_t n)
{
	static const struct magic magics[] = {
		{ 3, "\x1f\x8b\x08" }, { 4, "\x28\xb5\x2f\xfd" },
		{ 6, "\xfd" "7zXZ\0" }, { 3, "BZh" },
		{ 4, LZ4_MAGIC }, { 0, NULL }
	};

	if (!has_magic(magics, p, n))
		return (false);
	/* After "BZh" comes the level; text may begin so, too. */
	return (p[0] != 'B' || (n >= 10 && p[3] >= '1' && p[3] <= '9' &&
	    (memcmp(p + 4, "1AY&SY", 6) == 0 ||
	    memcmp(p + 4, "\x17rE8P\x90", 6) == 0)));
}

bool
is_archive(const char *p, size_t n)
{
	static const struct magic magics[] = {
		{ 4, "PK\3\4" }, { 4, "PK\5\6" }, { 6, "7z\xbc\xaf\x27\x1c" },
		{ 4, "MSCF" }, { 6, "Rar!\x1a\x07" }, { 6, "070701" },
		{ 0, NULL }
	};

	return (has_magic(magics, p, n) || (n >= TAR_MAGIC + 5 &&
	    memcmp(p + TAR_MAGIC, "ustar", 5) == 0));
}

/*
 * libarchive takes four bytes behind an lz4 frame, whatever they are.  With an
 * empty frame as the last one it is seen that they were none: the frame is
 * left over.
 */
static const char lz4_empty[] = LZ4_MAGIC "\x60\x40\x82\0\0\0\0";

/* The next piece; *got is 0 at the end, where the last one stays. */
static int
read_piece(struct decode *c, size_t *got, struct diag *d)
{
	int r = c->outside != NULL ? outside_read(c->outside, c->at, c->piece,
	    PIECE, got, d) : bytes_read(c->in, c->piece, PIECE, got, d);

	if (r == -1)
		return (-1);
	if (c->at == 0)
		c->is_lz4 = *got >= 4 && memcmp(c->piece, LZ4_MAGIC, 4) == 0;
	if (*got == 0 && c->is_lz4) {
		*got = sizeof(lz4_empty) - 1;
		memcpy(c->piece, lz4_empty, *got);
		c->is_lz4 = false;
	}
	c->at += *got;
	if (*got > 0)
		c->n_piece = *got;
	if (c->members && c->outside == NULL)
		archive_end_add(&c->end, c->piece, *got);
	return (0);
}

static la_ssize_t
read_callback(struct archive *a, void *ctx, const void **out)
{
	struct decode *c = ctx;
	size_t got;

	if (read_piece(c, &got, &c->diag) == -1) {
		archive_set_error(a, 0, "read failed");
		return (ARCHIVE_FATAL);
	}
	*out = c->piece;
	return ((la_ssize_t)got);
}

static la_int64_t
seek_callback(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct decode *c = ctx;
	char hex[128];
	uint64_t size = 0;

	if (whence == SEEK_END &&
	    outside_digest(c->outside, &size, hex, &c->diag) == -1) {
		archive_set_error(a, 0, "read failed");
		return (ARCHIVE_FATAL);
	}
	if (whence == SEEK_CUR)
		size = c->at;
	c->at = size + (uint64_t)offset;
	return ((la_int64_t)c->at);
}

static void
support_compression(struct archive *a)
{
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_zstd(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_lz4(a);
	archive_read_support_format_empty(a);
	archive_read_support_format_raw(a);
}

static void
support_members(struct archive *a)
{
	archive_read_support_format_empty(a);
	archive_read_support_format_tar(a);
	/* To the end of the bytes, and not to the first end mark. */
	archive_read_set_options(a, "tar:read_concatenated_archives");
	archive_read_support_format_zip(a);
	archive_read_support_format_7zip(a);
	archive_read_support_format_cab(a);
	archive_read_support_format_rar(a);
	archive_read_support_format_rar5(a);
	archive_read_support_format_cpio(a);
}

struct decode *
decode_new(struct bytes *in, struct outside *outside, bool members)
{
	struct decode *c = MEM_NEW(struct decode);

	c->in = in;
	c->outside = outside;
	c->members = members;
	c->piece = mem_alloc(PIECE, 1);
	if ((c->archive = archive_read_new()) == NULL)
		mem_die();
	(members ? support_members : support_compression)(c->archive);
	archive_read_set_callback_data(c->archive, c);
	archive_read_set_read_callback(c->archive, read_callback);
	if (outside != NULL)
		archive_read_set_seek_callback(c->archive, seek_callback);
	return (c);
}

void
decode_free(struct decode *c)
{
	if (c == NULL)
		return;
	(void)archive_read_free(c->archive);
	archive_end_release(&c->end);
	free(c->piece);
	free(c);
}

static int
fail(struct decode *c, struct diag *d)
{
	const char *text = archive_error_string(c->archive);

	if (c->diag.text[0] != '\0')
		return (diag_set(d, "%s", c->diag.text));
	return (diag_set(d, "%s: %s", bytes_name(c->in),
	    text != NULL ? text : "cut short or damaged"));
}

/* Nothing but zeros may be left. */
static int
check_zeros(struct decode *c, const char *what, struct diag *d)
{
	size_t left = c->at - (uint64_t)archive_filter_bytes(c->archive, -1);

	do {
		for (; left > 0; left--) {
			if (left > c->n_piece ||
			    c->piece[c->n_piece - left] != '\0')
				return (diag_set(d, "%s: what follows the "
				    "%s", bytes_name(c->in), what));
		}
		if (read_piece(c, &left, d) == -1)
			return (-1);
	} while (left > 0);
	return (0);
}

/* The first bytes and the last ones, out of their order. */
static int
read_ends(struct decode *c, struct diag *d)
{
	uint64_t size;
	char hex[128];
	size_t got = 1;
	int r = outside_digest(c->outside, &size, hex, d);

	for (c->at = 0; r == 0 && got > 0; c->at += got) {
		if (c->at > 0 && c->at + ARCHIVE_TAIL < size)
			c->end.size = c->at = size - ARCHIVE_TAIL;
		r = outside_read(c->outside, c->at, c->piece, PIECE, &got, d);
		if (r == 0)
			archive_end_add(&c->end, c->piece, got);
	}
	return (r);
}

static int
read_to_end(struct decode *c, struct diag *d)
{
	size_t got = 1;
	int r = 0;

	while (r == 0 && got > 0)
		r = read_piece(c, &got, d);
	return (r);
}

/*
 * libarchive takes what is no further member of a compressed file for its end,
 * so rows behind it, or a member whose head is cut, would be lost, and what is
 * behind an archive.  Zeros are none: tapes and block devices have them.
 */
static int
check_rest(struct decode *c, struct diag *d)
{
	int format = archive_format(c->archive) & ARCHIVE_FORMAT_BASE_MASK;
	uint64_t used = (uint64_t)archive_filter_bytes(c->archive, -1);

	c->ended = true;
	if (!c->members)
		return (archive_filter_count(c->archive) == 1 ? 0 :
		    check_zeros(c, "compressed bytes is not compressed, or "
		    "cut", d));
	if (!archive_end_is_told(format))
		return (check_zeros(c, "archive is no part of it", d));
	if ((c->outside != NULL ? read_ends : read_to_end)(c, d) == -1)
		return (-1);
	return (archive_end_check(&c->end, format, used, bytes_name(c->in),
	    d));
}

int
decode_next(struct decode *c, const char **name, struct diag *d)
{
	struct archive_entry *e;
	int r;

	if (!c->opened && archive_read_open1(c->archive) != ARCHIVE_OK)
		return (fail(c, d));
	c->opened = true;
	do {
		r = archive_read_next_header(c->archive, &e);
		if (r == ARCHIVE_EOF)
			return (check_rest(c, d));
		if (r != ARCHIVE_OK && r != ARCHIVE_WARN)
			return (fail(c, d));
	} while (archive_entry_filetype(e) != AE_IFREG);
	*name = archive_entry_pathname(e);
	if (*name == NULL)
		*name = "?";
	return (1);
}

int
decode_read(struct decode *c, void *to, size_t n, size_t *got, struct diag *d)
{
	la_ssize_t r;

	*got = 0;
	if (c->ended)		/* nothing was compressed */
		return (0);
	do {
		r = archive_read_data(c->archive, to, n);
	} while (r == ARCHIVE_RETRY);
	if (r < 0)
		return (fail(c, d));
	*got = (size_t)r;
	return (r == 0 && !c->members ? check_rest(c, d) : 0);
}
