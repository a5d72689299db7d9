/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of delimited text (RFC 4180): the whole of a csv and tsv file and the
 * body of an mlc stream.
 *
 * A missing value is an empty field and the empty string is "".  Text that
 * holds the delimiter, a quote, CR or LF, that begins or ends with a blank, or
 * begins with '#' is quoted, with its quotes doubled.  A vector is floats
 * between blanks, a sparse row index:value between blanks.
 *
 * Text is built in a buffer and handed to the outfile in large pieces.
 */
#ifndef FMT_ROWS_H
#define FMT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "batch.h"
#include "outfile.h"
#include "str.h"

struct rows {
	struct outfile *out;		/* borrowed */
	struct str text;		/* not yet written */
	char delimiter;
	bool no_blank;			/* an empty line is written "" */
	uint8_t special[256];		/* 1: a field with it is quoted */
};

void rows_init(struct rows *, struct outfile *, char delimiter);
void rows_release(struct rows *);

/* Append the names as a line. */
void rows_add_header(struct rows *, const struct schema *);
int rows_write(struct rows *, const struct batch *, struct diag *) MUST_CHECK;
/* Hand the text to the outfile. */
int rows_flush(struct rows *, struct diag *) MUST_CHECK;

/* Write row i of a vector or sparse column, not missing, with a blank between
   entries; returns its end. There has to be room: see value_bound. */
char *rows_put_list(char *to, const struct column *, size_t i);

#endif
