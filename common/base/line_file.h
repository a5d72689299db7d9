/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of lines to which one process appends and nobody else, so that nothing
 * is torn on a network file system: HOST.PID.RANDOM.jsonl in a folder that
 * many share, who read each other's files.
 *
 * A line that cannot be written as a whole is taken back.  A last line without
 * its end is of a process that was killed, and counts for nothing.
 */
#ifndef LINE_FILE_H
#define LINE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "str.h"

#define LINE_FILE_ENDING ".jsonl"

struct line_file {
	int fd;			/* -1: not open */
	char *path;
	const char *name;	/* without the folder, in path */
	off_t end;		/* of the last whole line */
};

/* What the name of this machine is in those of files: no slash is in it. */
char *line_file_host(void);
/* By whom this process is run: a name, or the number where there is none. */
char *line_file_user(void);

/* Make one by a name that no process had before. */
int line_file_open(struct line_file *, const char *folder, struct diag *)
    MUST_CHECK;
/* Append lines, which end with \n, and have them on the disk. */
int line_file_add(struct line_file *, const struct str *lines, struct diag *)
    MUST_CHECK;
/* An empty one is removed. Fine for one that is not open. */
void line_file_close(struct line_file *);

/* The names of all in a folder, in order: a heap array of heap strings. */
int line_files_list(const char *folder, char ***names, size_t *n,
    struct diag *) MUST_CHECK;
/* The same of whatever has the ending. */
int line_files_list_ending(const char *folder, const char *ending,
    char ***names, size_t *n, struct diag *) MUST_CHECK;
void line_files_free(char **names, size_t n);

/* Append what is in a file from an offset on. */
int line_file_read(const char *path, off_t at, struct str *out,
    struct diag *) MUST_CHECK;

#endif
