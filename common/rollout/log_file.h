/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file that lines are appended to, by many threads, and by several servers:
 * what is added together is one write.
 *
 * A write that fails is counted, and what it left of a line is cut back.  A
 * pipe whose reader is slow holds nobody up: lines that do not fit into it have
 * failed, too.  What was added has been handed to the system when the call
 * returns: the end of the process, by a signal too, loses nothing of it.
 */
#ifndef LOG_FILE_H
#define LOG_FILE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "diag.h"
#include "str.h"

struct log_file {
	pthread_mutex_t lock;	/* of writing */
	int fd;			/* -1: there is no log */
	const char *path;	/* borrowed */
	bool is_half;		/* the last line has no end */
	dev_t device;		/* which file it is, by the path: */
	ino_t inode;		/* of the thread that reopens it */
	bool stays;		/* it could not be */
	atomic_uint_fast64_t failed;	/* writes */
};

#define LOG_FILE_NONE { .fd = -1 }

/* path NULL: no log. */
int log_file_open(struct log_file *, const char *path, struct diag *)
    MUST_CHECK;
/* Open the path again, after the file was renamed; safe while lines are added,
   for one thread at a time. On failure the old file stays. */
int log_file_reopen(struct log_file *, struct diag *) MUST_CHECK;
/* Does the path lead to another file by now, or to none? */
bool log_file_is_moved(const struct log_file *);
void log_file_close(struct log_file *);

/* Whole lines. */
void log_file_add(struct log_file *, const struct str *lines);

#endif
