/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of labels that people give: a file to which a line of JSON is
 * appended for each,
 *
 *	{"id":"17","label":"yes","labeler":"ann","time":"2026-11-27T10:20Z"}
 *
 * id is the text of the row's value in the column of the role id.  A label
 * that is null takes back what the labeler said of the row.  Several may write
 * to one log at once: a writer holds a lock on the file for each line.
 *
 * A last line without an end is of a writer that was killed: it counts for
 * nothing, and the next writer cuts it off.  Any other line that is not as
 * above is an error that names file and line.
 */
#ifndef LABEL_LOG_H
#define LABEL_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "dict.h"
#include "diag.h"

#define LABEL_TAKEN_BACK UINT32_MAX

struct label_entry {
	uint32_t row, label, labeler;	/* ids of the dicts */
	int64_t time;		/* microseconds since 1970 UTC */
};

struct label_log {
	struct dict rows, labels, labelers;
	struct label_entry *entries;	/* as they stand in the file */
	size_t n, cap;
};

/* Entries up to a time; INT64_MAX: all. Release it also after a failure. */
int label_log_read(struct label_log *, const char *path, int64_t as_of,
    struct diag *) MUST_CHECK;
void label_log_release(struct label_log *);

struct label_writer {
	const char *path, *labeler;	/* borrowed */
	int fd;
};

/* Make the file where it is not there. Close it also after a failure. */
int label_writer_open(struct label_writer *, const char *path,
    const char *labeler, struct diag *) MUST_CHECK;
/* label NULL: take back. On the disk when it returns. */
int label_writer_add(const struct label_writer *, const char *id,
    const char *label, struct diag *) MUST_CHECK;
/* Where it is open. */
void label_writer_close(struct label_writer *);

#endif
