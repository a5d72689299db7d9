/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of requests: a file to which each scored row is appended as one
 * line of JSON: the raw values, what was predicted, of two classes the one that
 * the score is of as "positive", "model", "version" and "served_at" (unless the
 * rows have columns of these names).  The lines of a
 * request are one write, so several servers may share a file.
 *
 * A write that fails does not fail the request: it is counted, and what it
 * left of a line is cut back.  Nor does a pipe whose reader is slow hold
 * requests up: lines that do not fit into it are counted as failed, too.
 */
#ifndef REQUEST_LOG_H
#define REQUEST_LOG_H

#include <pthread.h>
#include <stdatomic.h>

#include "scorer.h"

struct request_log {
	pthread_mutex_t lock;	/* of writing */
	int fd;			/* -1: there is no log */
	const char *path;	/* borrowed */
	bool is_half;		/* the last line has no end */
	atomic_uint_fast64_t failed;	/* writes */
};

/* path NULL: no log. */
int request_log_open(struct request_log *, const char *path, struct diag *)
    MUST_CHECK;
/* Open the path again, after the file was renamed; safe while requests are
   logged. On failure the old file stays. */
int request_log_reopen(struct request_log *, struct diag *) MUST_CHECK;
void request_log_close(struct request_log *);

/* The scorer's rows and their predictions. */
void request_log_add(struct request_log *, struct scorer *,
    const struct batch *scored);

#endif
