/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A temporary file in $TMPDIR or /tmp: made with the first bytes and unlinked
 * at once, so that it goes with the process.  It only grows; any part of it
 * can be read again, by many threads at once.
 */
#ifndef TEMPFILE_H
#define TEMPFILE_H

#include <stddef.h>
#include <sys/types.h>

#include "diag.h"

struct tempfile {
	int fd;			/* -1 as long as nothing was written */
	off_t size;
};

void tempfile_init(struct tempfile *);
void tempfile_release(struct tempfile *);

/* Make it n bytes long, for which there is room on the disk. */
int tempfile_reserve(struct tempfile *, size_t n, struct diag *) MUST_CHECK;
int tempfile_write(struct tempfile *, const void *, size_t n, struct diag *)
    MUST_CHECK;
/* The n bytes at *at, which were written; *at moves behind them. */
int tempfile_read(const struct tempfile *, void *out, size_t n, off_t *at,
    struct diag *) MUST_CHECK;

#endif
