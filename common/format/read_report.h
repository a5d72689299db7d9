/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was found out while rows were read, beside the rows.
 *
 * Whoever opens a source owns its report, which lives as long as the stream;
 * the readers fill it as rows come, and who has to judge the rows is given it.
 * One report is of one source at a time.  Arrays are by column of the
 * read_spec; of rows that were read without one, nothing is absent or unknown.
 */
#ifndef READ_REPORT_H
#define READ_REPORT_H

#include <stdbool.h>

#include "dict.h"
#include "schema.h"
#include "str.h"

#define UNKNOWN_COLUMNS_MAX 1000	/* names that are kept */
#define BAD_NOTES_MAX 20	/* bad values and rows that are kept */

/* A bad value, or, of no column, a bad row. */
struct bad_note {
	uint64_t row;		/* from 0 */
	size_t col;		/* COLUMN_NONE */
	char *why;		/* "not an int: \"old\"" */
};

struct bad_notes {
	struct bad_note *v;
	size_t n, cap;
};

struct read_report {
	const char *source;	/* where the rows at hand are from; valid as
				   long as the stream is open */
	size_t source_number;	/* from 0 */
	uint64_t rows, skipped;
	uint64_t bad_values;	/* texts that are not of their column's type
				   and became missing */
	uint64_t bad_rows;	/* not rows at all, as JSON that does not
				   parse, and kept without values */
	uint64_t finer_times;	/* than a microsecond, and cut */
	size_t n_cols;
	uint64_t *bad;		/* bad values, by column */
	uint32_t *absent;	/* sources that have the column in no row so
				   far */
	struct dict unknown;	/* names that the spec does not have */
	bool wants_notes;	/* of values and rows that are kept */
	struct bad_notes notes;
};

void read_report_init(struct read_report *);
void read_report_release(struct read_report *);
/* Forget all, and expect rows of so many columns. */
void read_report_begin(struct read_report *, size_t n_cols);

/* The first ones are kept. */
void bad_notes_add(struct bad_notes *, uint64_t row, size_t col,
    const char *why);
void bad_notes_release(struct bad_notes *);

/* Note a name that the spec does not have: its first bytes, and not more names
   than are kept. */
void unknown_add(struct dict *, const char *name, size_t n);
void read_report_add_unknown(struct read_report *, const char *name,
    size_t n);

/* How many inputs are absent: other columns are not missed. */
size_t read_report_missed(const struct read_report *, const struct schema *);

#endif
