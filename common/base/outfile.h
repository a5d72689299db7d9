/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An output: standard output, or a file that appears whole or not at all.
 *
 * A file is written under a temporary name in the same folder; outfile_commit
 * flushes, syncs and renames, outfile_abort takes it away, and so does a
 * signal (cleanup.h); what a kill has left behind is removed by the next output
 * to the same file.  A file that is replaced keeps its mode, and symbolic
 * links to it stay.  What exists and is no regular file (/dev/full, a fifo) is
 * written directly.  Writes are buffered; every failed or short one is an
 * error that names the output.
 */
#ifndef OUTFILE_H
#define OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "str.h"

/* What bytes go through on their way, as a compression, which calls
   outfile_write_through. */
struct outfile_filter {
	int (*write)(void *ctx, const char *, size_t, struct diag *);
	int (*end)(void *ctx, struct diag *);
	void (*free)(void *ctx);
};

struct outfile {
	int fd;			/* -1 when closed */
	char *path;		/* NULL: standard output */
	char *temp;		/* NULL: written directly */
	int slot;		/* of temp, in cleanup.h */
	bool failed;		/* a write was: bytes are lost */
	char *buf;
	size_t n;		/* bytes in buf */
	const struct outfile_filter *filter;	/* NULL: none */
	void *ctx;		/* of the filter */
};

/* path NULL or "-": standard output. */
int outfile_open(struct outfile *, const char *path, struct diag *)
    MUST_CHECK;
/* All that is written from here on goes through it. Takes ctx over. */
void outfile_set_filter(struct outfile *, const struct outfile_filter *,
    void *ctx);
int outfile_write_through(struct outfile *, const void *, size_t,
    struct diag *) MUST_CHECK;
/* After a failed write or flush bytes are lost, and commit fails. */
int outfile_write(struct outfile *, const void *, size_t, struct diag *)
    MUST_CHECK;
/* Write the text and clear it. */
int outfile_take(struct outfile *, struct str *, struct diag *) MUST_CHECK;
int outfile_flush(struct outfile *, struct diag *) MUST_CHECK;
/* Flush, fsync, close, rename; on failure the output is aborted. */
int outfile_commit(struct outfile *, struct diag *) MUST_CHECK;
/* Close and remove what is not committed. Fine after commit. */
void outfile_abort(struct outfile *);

/* All in one: a file (NULL: standard output) that holds the text, which is
   cleared. */
int outfile_put(const char *path, struct str *text, struct diag *) MUST_CHECK;

/* The same for a file that is not to be there before: 1 it is made, 0 there
   is one, which stays as it is. */
int outfile_put_new(const char *path, struct str *text, struct diag *)
    MUST_CHECK;

#endif
