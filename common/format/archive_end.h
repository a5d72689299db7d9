/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where archives begin and end by their own word: libarchive takes no notice
 * of what stands before or behind a zip, and behind a 7z, a cab or a rar.
 */
#ifndef ARCHIVE_END_H
#define ARCHIVE_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

#define ARCHIVE_HEAD 36
/* A zip's end: its records of 32 and 64 bits with the longest comment. */
#define ARCHIVE_TAIL (22 + 76 + UINT16_MAX)

struct archive_end {
	char head[ARCHIVE_HEAD];	/* the first bytes */
	struct str tail;		/* at least ARCHIVE_TAIL last ones */
	uint64_t size;			/* of all bytes */
};

/* The next bytes of the archive. Those in the middle may be left out, where
   size is set to what comes before the next ones. */
void archive_end_add(struct archive_end *, const char *p, size_t n);
void archive_end_release(struct archive_end *);

/* Does it say where it ends, in a way that is known here? (ARCHIVE_FORMAT_*) */
bool archive_end_is_told(int format);
/* Zeros behind it are allowed: tapes and block devices have them. used: how far
   libarchive went; name: for the message. */
int archive_end_check(const struct archive_end *, int format, uint64_t used,
    const char *name, struct diag *) MUST_CHECK;

#endif
