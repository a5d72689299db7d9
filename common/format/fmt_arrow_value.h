/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of an Arrow array as a column.
 *
 * Integers are ints (those of 64 bits without a sign, and decimals without a
 * fraction, also text where they do not fit); decimals with one are floats,
 * correctly rounded; dates and timestamps are times; times of a day are text,
 * as in a CSV file; bytes that need not be text are text as DuckDB writes it,
 * with \xNN for what is not printable; lists of numbers can be vectors; other
 * lists and structs are their JSON text, as those of JSON rows are.
 *
 * Views and dictionaries can repeat a long text in every row: the text that is
 * read at one time has a room. Where that was too small for the rows,
 * is_full is set beside the error, and fewer rows can be tried.
 */
#ifndef FMT_ARROW_VALUE_H
#define FMT_ARROW_VALUE_H

#include "column.h"
#include "fmt_arrow_array.h"

struct arrow_values {
	size_t room;		/* bytes of text that may still come */
	size_t room_one;	/* the same for a single row */
	bool is_full;
	bool is_checked;	/* text that is not UTF-8 is an error */
	uint64_t finer_times;	/* of these rows, cut to microseconds */
	struct str text;	/* JSON that is made */
	struct str scratch;	/* a text in it */
	struct column one;	/* a value in it */
};

void arrow_values_init(struct arrow_values *);
void arrow_values_release(struct arrow_values *);
/* Values of this batch come, and here are so many rows of it. */
void arrow_values_begin(struct arrow_values *, const struct arrow_batch *);
void arrow_values_rows(struct arrow_values *, size_t n);

/* What its values are as a column, where nothing is said. */
enum col_type arrow_value_type(const struct arrow_type *);
/* Integers that may need more than 63 bits: they can be ints or text. */
bool arrow_is_wide(const struct arrow_array *);
/* Could they be of this type? */
bool arrow_can_be(const struct arrow_array *, enum col_type);

/* Rows first .. first + n - 1 into a column of a type that it can be, which is
   cleared before. */
int arrow_read(struct arrow_values *, const struct arrow_array *,
    size_t first, size_t n, struct column *out, struct diag *) MUST_CHECK;

#endif
