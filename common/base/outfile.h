/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An output: standard output, or a file that appears whole or not at all.
 *
 * A file is written under a temporary name in the same folder; outfile_commit
 * flushes, syncs and renames, outfile_abort takes it away.  What exists and is
 * no regular file (/dev/full, a fifo) is written directly.  Writes are
 * buffered; every failed or short one is an error that names the output.
 */
#ifndef OUTFILE_H
#define OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

struct outfile {
	int fd;			/* -1 when closed */
	char *path;		/* NULL: standard output */
	char *temp;		/* NULL: written directly */
	char *buf;
	size_t n;
};

/* path NULL or "-": standard output. */
int outfile_open(struct outfile *, const char *path, struct diag *)
    MUST_CHECK;
int outfile_write(struct outfile *, const void *, size_t, struct diag *)
    MUST_CHECK;
int outfile_flush(struct outfile *, struct diag *) MUST_CHECK;
/* Flush, fsync, rename, close; on failure the output is aborted. */
int outfile_commit(struct outfile *, struct diag *) MUST_CHECK;
/* Close and remove what is not committed. Fine after commit. */
void outfile_abort(struct outfile *);

#endif
