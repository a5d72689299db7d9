/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Formats of rows as text: how records are found in the bytes, and cells in a
 * record.  Cutting is serial and fast; splitting and typing, the work, are
 * done by threads on pieces of many records (row_reader.h).
 */
#ifndef ROW_FORMAT_H
#define ROW_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attachment.h"
#include "read_options.h"
#include "str.h"
#include "typing.h"

/* The bytes at hand, from the first that is not cut on. */
struct row_text {
	const char *p, *end;
	bool at_end;		/* of the source: nothing follows */
	uint64_t line;		/* of p, from 1 */
	const char *quote;	/* the first quote at or after p, or end;
				   NULL: not looked for yet */
};

/* One record without its line end. */
struct record {
	const char *p;
	size_t n;
	uint64_t line;		/* where it begins */
	bool quotes;		/* CSV: has a quote or an escape */
	bool broken;		/* CSV: a quote in it is not closed */
};

/* What a CSV's quotes may not have been meant to say. */
enum odd_quote {
	ODD_LOOSE,		/* text stands behind a closing quote ... */
	ODD_BACKSLASH,		/* ... before which there is a backslash */
	ODD_ROWS,		/* a quoted field looks as if rows were in it */
	ODD_COMMENT,		/* a comment seems to stand behind values */
	N_ODD_QUOTES
};

struct odd_quotes {
	struct odd_count {
		size_t n;	/* fields */
		uint64_t line;	/* of the first one's record */
	} of[N_ODD_QUOTES];
};

void odd_quotes_add(struct odd_quotes *, const struct odd_quotes *);
/* Tell of those of a source, once. */
void odd_quotes_tell(struct odd_quotes *, const struct read_options *,
    const char *source);

/* Text that cells point to where it is not as in the record; and, for formats
   whose rows name their columns, names that the spec does not have. */
struct cell_store {
	struct store_chunk *chunks;
	struct dict unknown;
	struct odd_quotes odd;
};

/* The characters of CSV; '\0' is none. */
struct csv_form {
	char delimiter, line_end;
	char quote;
	char escape;
	char comment;		/* begins a line that is left out */
};


void cell_store_release(struct cell_store *);
/* Room for n bytes, which stay where they are until release. */
char *cell_store_room(struct cell_store *, size_t n);
/* Bytes on the heap become the store's. */
void cell_store_give(struct cell_store *, char *bytes, size_t n);
/* The memory in which these n bytes are, which begins with them now and is the
   caller's: nothing else in it is needed any more. */
char *cell_store_take(struct cell_store *, const char *p, size_t n);

/* What types the values of columns can have, by name. */
struct columns_seen {
	struct dict names;
	struct inference *v;	/* names.n of them */
	size_t cap;
	size_t name_bytes;
};

void columns_seen_init(struct columns_seen *);
void columns_seen_release(struct columns_seen *);
size_t columns_seen_add(struct columns_seen *, const char *name, size_t n);
/* With the types that hold all that was seen. */
int columns_seen_schema(const struct columns_seen *, struct schema *out,
    struct diag *) MUST_CHECK;
/* Are there more than there may be (bounds.h)? */
int columns_seen_check(const struct columns_seen *, struct diag *) MUST_CHECK;
void columns_seen_merge(struct columns_seen *, const struct columns_seen *);

/* How one source is laid out. */
struct layout {
	const char *source;	/* its name, for messages */
	const struct read_options *options;
	const char *encoding;	/* what it is known to be in; NULL: UTF-8,
				   and Windows-1252 in cells that are not */
	struct csv_form csv;
	bool has_header;
	struct str header;	/* CSV: of two columns or more, as it stands */
	size_t n_again;		/* how often it was found again, and where */
	uint64_t again_line;
	bool blank_is_row;	/* an empty line is a row, too */
	bool trim;		/* every separator has a blank behind it */
	struct schema names;	/* CSV: the fields' names, in order */
	const struct read_spec *spec;	/* the columns wanted; NULL as long as
					   they are inferred */
	bool in_array;		/* JSON: after [, before ] */
	bool want_comma;	/* JSON: an element came before */
	json_t *head;		/* mlc: what stood in its first line */
	struct attachments attachments;	/* mlc: from the lines behind it */
	bool ended;		/* mlc: the end mark came */
	json_t *tail;		/* mlc: what stood in it, or NULL */
};

void layout_release(struct layout *);
/* Of a row in a piece; while types are inferred pieces hold no columns. */
size_t layout_row_values(const struct layout *);

enum split_result {
	SPLIT_OK,
	SPLIT_SHORT,		/* fields are missing at the end */
	SPLIT_BAD,		/* no row */
	SPLIT_BOUND		/* past a bound: nothing is read any more */
};

struct row_format {
	/* Read the beginning, where there is one: dialect, names. Called at
	   the start of each pass over the source. 1, 0: more text is needed,
	   -1. */
	int (*begin)(struct layout *, struct row_text *, struct diag *);

	/* Take the next record. 1; 0: no whole one is there (at the end of
	   the text: no more); -1. */
	int (*cut)(struct layout *, struct row_text *, struct record *,
	    struct diag *);
	/* It leaves the layout alone, so that records may be cut while others
	   are split. */
	bool cuts_ahead;

	/* The record's cells: n of them, which are all zero before. n is
	   names.n, or where there are no names spec->schema.n; then p stays
	   NULL in cells of columns that the record does not have. The diag is
	   filled unless SPLIT_OK. */
	enum split_result (*split)(const struct layout *,
	    const struct record *, struct cell *row, size_t n,
	    struct cell_store *, struct diag *);

	/* For formats whose rows name their columns: infer from the record,
	   for the tokens of spec. */
	enum split_result (*see)(const struct layout *,
	    const struct record *, const struct read_spec *,
	    struct cell_store *, struct columns_seen *, struct diag *);
};

extern const struct row_format csv_rows, tsv_rows;
extern const struct row_format jsonl_rows, json_rows, fixed_rows;

#endif
