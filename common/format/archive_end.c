/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <archive.h>

#include "pack.h"

#include "block_codec.h"

#include "archive_end.h"

#define SEVEN_HEAD 32		/* bytes of the signature header of 7z */
#define ZIP_END 22		/* of the end of central directory record */
#define ZIP_LOCATOR 20		/* of the zip64 record that may precede it */
#define ZIP_END64 56		/* of that record */
#define RAR_END 8		/* of the last block of a rar of version 5, */
#define RAR_END_MAX 32		/* which has a number more at most */

void
archive_end_add(struct archive_end *e, const char *p, size_t n)
{
	if (e->size < ARCHIVE_HEAD)
		memcpy(e->head + e->size, p, n < ARCHIVE_HEAD - e->size ? n :
		    ARCHIVE_HEAD - e->size);
	e->size += n;
	str_add(&e->tail, p, n);
	if (e->tail.len <= 4 * ARCHIVE_TAIL)
		return;
	memmove(e->tail.buf, e->tail.buf + e->tail.len - ARCHIVE_TAIL,
	    ARCHIVE_TAIL);
	e->tail.len = ARCHIVE_TAIL;
}

void
archive_end_release(struct archive_end *e)
{
	str_release(&e->tail);
}

bool
archive_end_is_told(int format)
{
	return (format == ARCHIVE_FORMAT_ZIP ||
	    format == ARCHIVE_FORMAT_7ZIP || format == ARCHIVE_FORMAT_CAB ||
	    format == ARCHIVE_FORMAT_RAR_V5);
}

/*
 * The directory of a zip ends where its end record begins, which is at i of
 * the tail, or its zip64 record; and it lies where the record says, unless
 * another zip was written before this one.
 */
static bool
is_zip_whole(const struct archive_end *e, size_t i)
{
	const char *t = e->tail.buf;
	uint64_t from = e->size - e->tail.len, at;

	if (i < ZIP_LOCATOR || memcmp(t + i - ZIP_LOCATOR, "PK\6\7", 4) != 0)
		return (unpack_le(t + i + 12, 4) + unpack_le(t + i + 16, 4) ==
		    from + i);
	at = unpack_le(t + i - ZIP_LOCATOR + 8, 8);
	if (at < from || at - from > i || i - (at - from) < ZIP_END64)
		return (false);
	t += at - from;
	return (memcmp(t, "PK\6\6", 4) == 0 &&
	    unpack_le(t + 40, 8) + unpack_le(t + 48, 8) == at);
}

/* libarchive takes the last directory of a zip that it finds, or the first one
   where it cannot seek. 0: there is none. */
static uint64_t
find_zip_end(const struct archive_end *e, bool *whole)
{
	const struct str *t = &e->tail;

	for (size_t i = t->len < ZIP_END ? 0 : t->len - ZIP_END + 1; i-- > 0;) {
		if (memcmp(t->buf + i, "PK\5\6", 4) != 0)
			continue;
		*whole = is_zip_whole(e, i);
		return (e->size - t->len + i + ZIP_END +
		    unpack_le(t->buf + i + 20, 2));
	}
	return (0);
}

/* CRC of the rest, its size, 5: libarchive stops in its middle. 0: none. */
static uint64_t
find_rar_end(const struct archive_end *e, uint64_t used, bool *whole)
{
	const struct str *t = &e->tail;
	const uint8_t *p;
	size_t size;

	for (size_t i = t->len < RAR_END ? 0 : t->len - RAR_END + 1; i-- > 0;) {
		p = (const uint8_t *)t->buf + i;
		size = (size_t)p[4] + 5;
		if (p[5] != 5 || size > RAR_END_MAX || size > t->len - i ||
		    !block_crc_is(p + 4, size - 4, (uint32_t)unpack_le(p, 4)))
			continue;
		*whole = used >= e->size - t->len + i;
		return (e->size - t->len + i + size);
	}
	return (0);
}

static uint64_t
find_end(const struct archive_end *e, int format, uint64_t used, bool *whole)
{
	const char *p = e->head;

	*whole = true;
	switch (format) {
	case ARCHIVE_FORMAT_ZIP:
		return (find_zip_end(e, whole));
	case ARCHIVE_FORMAT_RAR_V5:
		return (find_rar_end(e, used, whole));
	case ARCHIVE_FORMAT_CAB:
		return (unpack_le(p + 8, 4));
	default:
		return (SEVEN_HEAD + unpack_le(p + 12, 8) +
		    unpack_le(p + 20, 8));
	}
}

int
archive_end_check(const struct archive_end *e, int format, uint64_t used,
    const char *name, struct diag *d)
{
	bool whole;
	uint64_t end = find_end(e, format, used, &whole), size = e->size;

	for (size_t n = e->tail.len; n > 0 && e->tail.buf[n - 1] == '\0' &&
	    size > end; n--)
		size--;
	if (end == 0)
		return (diag_set(d, "%s: the end of the archive is missing, or "
		    "far behind it is more", name));
	if (end < size)
		return (diag_set(d, "%s: something follows the end of the "
		    "archive", name));
	return (whole ? 0 : diag_set(d, "%s: something stands before the "
	    "archive: is it several in one file?", name));
}
