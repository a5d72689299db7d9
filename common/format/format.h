/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The formats: one struct of functions each, listed in format_table.c.
 *
 * A reader turns bytes into a stream; a writer turns a stream into bytes.  A
 * text reader is given a read_spec (or infers one) and gives typed rows; a
 * reader of mlc and Arrow streams takes everything from the head.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "bytes.h"
#include "fmt_write.h"
#include "row_format.h"
#include "source_list.h"
#include "stream.h"

struct format {
	const char *name;
	const char *summary;
	const char *const *endings;	/* of file names, NULL-terminated */

	bool is_text;			/* of whatever encoding, though it is
					   not read by rows */

	/* Is this the beginning (or all) of such a file? NULL: never. */
	bool (*detect)(const char *p, size_t n);
	/* Formats of plain rows: how they are read. NULL: see open. */
	const struct row_format *rows;
	/* Formats with a head; takes the bytes over when it succeeds. NULL,
	   as rows is: write only.
	   Options are only read during the call, except that spec, crew
	   and the like have to live as long as the stream. */
	int (*open)(struct bytes *, const struct read_options *,
	    struct stream **out, struct diag *);

	/* Where a source is a row and not a table: all of them. Takes them out
	   of the list when it succeeds. */
	int (*open_files)(struct source_list *, const struct read_options *,
	    struct stream **out, struct diag *);

	const struct format_writer *writer;	/* NULL: read only */
};

extern const struct format *const format_table[];	/* NULL-terminated */

/* The format of a name, or NULL with the diag filled. */
const struct format *format_find(const char *name, struct diag *);

#endif
