/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sinks: a stream to a file or standard output in one of the output formats.
 *
 * A file is written under a temporary name and renamed by sink_finish, so a
 * run that failed leaves the old one whole.  Only sink_finish writes the end
 * mark.
 */
#ifndef SINK_H
#define SINK_H

#include <stdbool.h>

#include "crew.h"
#include "stream.h"

struct sink;

/*
 * format: "mlc", "arrow", "csv", "tsv", "jsonl", "table", "vertical", or NULL:
 * by the path's ending, where one that is unknown is an error; without an
 * ending $MLC_FORMAT, else mlc (table on a terminal). path: NULL or "-" is
 * standard output; "rows.csv.gz" and the like are compressed (encode.h). The
 * head is only read during the call.  A path that is the address of a table of
 * a database (database.h) wants no format; flushing it does nothing.
 */
int sink_open(const char *path, const char *format, const struct head *,
    struct sink **out, struct diag *) MUST_CHECK;

/* For csv and tsv, right after sink_open. The text has to live as long. */
struct text_form {
	bool no_header;
	const char *missing;	/* stands for a missing value; NULL: nothing.
				   A text that is equal is quoted */
};
int sink_set_form(struct sink *, const struct text_form *, struct diag *)
    MUST_CHECK;

/* Would sink_open know what to write? */
int sink_check(const char *path, const char *format, struct diag *)
    MUST_CHECK;

/* Hand each batch that sink_rows writes to the reader at once. */
void sink_hasten(struct sink *);

/* Build what is written by threads, too: the bytes are the same. */
void sink_share(struct sink *, struct crew *);

int sink_write(struct sink *, const struct batch *, struct diag *) MUST_CHECK;

/* Hand what was written so far to the reader. */
int sink_flush(struct sink *, struct diag *) MUST_CHECK;

/* End mark with the tail, checked flush, rename. */
int sink_finish(struct sink *, const json_t *tail, struct diag *) MUST_CHECK;

/* Free; whatever was not finished is taken back. NULL is fine. */
void sink_free(struct sink *);

/* Write all batches of a stream. */
int sink_rows(struct sink *, struct stream *, struct diag *) MUST_CHECK;
/* Then finish: the number of rows goes into the last lineage record's tail as
   "out". */
int sink_end(struct sink *, const struct stream *, struct diag *) MUST_CHECK;

/* The names sink_open takes, NULL-terminated. */
const char *const *sink_formats(void);

#endif
