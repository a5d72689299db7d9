/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sources: any input as one stream.
 *
 * A source is a file, "-" (standard input), a directory, or an archive, each
 * of whose members is a source; compression is seen through; format, column
 * types and header are detected from content, never from names.  Several
 * sources are united by column name.  An input that is an mlc or Arrow stream
 * brings its head along; a plain one gets a head whose recipe is one "read"
 * step and whose lineage names the sources.
 *
 * A stream that was cut (no end mark) is an error unless partial is set.
 * Bounded memory: types are inferred over all rows by reading a regular file
 * twice, or by keeping what came from a pipe (in memory up to mem, then in a
 * temporary file).
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "column_notes.h"
#include "read_spec.h"
#include "stream.h"
#include "crew.h"

enum on_bad {
	BAD_STOP,		/* the default: an error with file and line */
	BAD_SKIP,		/* leave the row out, count it */
	BAD_NULL,		/* the value is missing, count it */
	BAD_KEEP		/* the same, and a row that is none has no
				   values: no row is left out */
};

/* What was counted so far. bad_values: texts that were no value of their
   column's type and became missing. bad_rows: rows that are none, as JSON that
   does not parse, and were kept. */
struct source_counts {
	uint64_t rows_read, rows_skipped, bad_values, bad_rows;
	uint64_t absent_columns, unknown_columns;
};

struct source_options {
	const char *format;	/* NULL: detected */
	const char *delimiter;	/* NULL: detected; "\\t", ";" ... */
	bool no_header;
	const char *header;	/* names, comma-separated; implies no_header */
	char **na;		/* missing tokens (borrowed) */
	size_t n_na;
	bool trim;
	const char *types;	/* "a=int,b=string" or NULL */
	uint64_t infer_rows;	/* 0: all */
	const struct read_spec *spec;	/* as read before; NULL: inferred */
	bool lenient;		/* with spec: absent columns are missing,
				   unknown ones are left out, both counted
				   once (absent ids and the like are not) */
	bool no_target;		/* with spec: the target may be absent */
	enum on_bad on_bad;
	const char *rejects;	/* file for bad rows, or NULL */
	const char *source_column;	/* name of a column, or NULL */
	const char *select;	/* column selector, or NULL */
	uint64_t limit;		/* rows; UINT64_MAX: all */
	uint64_t skip;		/* data rows to leave out first */
	bool partial;
	bool eager;		/* give rows as soon as they are there */
	uint64_t mem;
	struct crew *crew;	/* NULL: one thread */
	struct source_counts *counts;	/* filled in when the last row was
					   given; lives as long. May be NULL */
};

void source_options_init(struct source_options *);

/* n = 0 reads standard input. */
int source_open(const char *const *names, size_t n,
    const struct source_options *, struct stream **out, struct diag *)
    MUST_CHECK;

/* The same for n bytes in memory, which have to live as long. */
int source_open_memory(const char *name, const char *p, size_t n,
    const struct source_options *, struct stream **out, struct diag *)
    MUST_CHECK;

/* All zero for streams that are not from source_open. */
void source_get_counts(const struct stream *, struct source_counts *out);
/* What is known by now of the columns of options->spec; NULL for streams that
   were opened without one. */
const struct column_notes *source_notes(const struct stream *);

/*
 * How the rows of a model file, a stream or a plain file are read: the read
 * step of its recipe, with the roles that its columns have.
 */
int source_read_spec(const char *path, struct read_spec *out, struct diag *)
    MUST_CHECK;

#endif
