/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From text to typed columns: the one place where text becomes values, for
 * every text format, for requests over HTTP and for the training data, for
 * casts and for what stands in options and recipes alike.
 *
 *	bool	true/false, yes/no, t/f, y/n in any case; 1/0
 *	int	64 bits; also as a float that is whole: 34.0, 3.4e1
 *	float	as numtext.h says; nan is missing; in texts of a source with
 *		the decimal point and the thousands of its read_spec
 *	time	ISO 8601, as numtext.h says, or in the column's format
 *	string	as it is
 *	vector	"1.5 2 3"
 *	sparse	"3:1.5 7:2", ascending
 *
 * Blanks around a text belong to it: they are kept in a string and an error in
 * any other type, unless the source is read with trimming.
 *
 * A cell is what a format found in a field.  CELL_PLAIN is unquoted text:
 * empty, or one of the missing tokens, it is missing.  CELL_QUOTED is text
 * that was quoted: it is a value even if empty; as text of a number it is a
 * number (a JSON format gives CELL_QUOTED for strings and CELL_PLAIN for
 * numbers, true and false).  CELL_ABSENT is null or no field at all.
 *
 * The words that other programs write for "no value", as NA and ?, are missing
 * where a column is of another type than string; among strings they are text,
 * as they may be meant (NA is Namibia): there only missing tokens say so.
 */
#ifndef TYPING_H
#define TYPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "column.h"
#include "read_spec.h"
#include "time_format.h"

enum cell_kind {
	CELL_ABSENT,
	CELL_PLAIN,
	CELL_QUOTED,
	CELL_NUMBER		/* JSON's: plain text in the form that is
				   everywhere the same */
};

struct cell {
	const char *p;
	uint32_t n;
	uint8_t kind;		/* enum cell_kind */
};

/*
 * Append what a text means in a column of this type: a value, or a missing one
 * where it is a word for "no value". Returns -1, and appends nothing, when it
 * means nothing there: the caller knows file and line, and whether to stop or
 * to add a missing value.
 */
int column_read_text(struct column *, const char *p, size_t n) MUST_CHECK;
/* The same where only a value will do. */
int column_add_text(struct column *, const char *p, size_t n) MUST_CHECK;

/* How the texts of one column are read; it borrows from the spec. */
struct cell_form {
	const struct read_spec *spec;
	const char *time_format;	/* NULL: ISO 8601 only */
	bool is_usual;		/* numbers are as 1234.5, too */
};

void cell_form_init(struct cell_form *, const struct read_spec *,
    const char *column);

/* column_read_text of a cell, in the form that its column has. */
int cell_to_column(const struct cell_form *, const struct cell *,
    struct column *) MUST_CHECK;

/* n cells, stride apart in memory: one for each row of a column. */
struct cell_run {
	const struct cell *cells;
	size_t n, stride;
};

/*
 * The same for all of them. Where the text does not fit, a missing value is
 * appended and bad[i] set to 1 (the others stay). Returns how many those were.
 */
size_t cells_to_column(const struct cell_form *, const struct cell_run *,
    struct column *, uint8_t *bad);

/* Why a cell is bad in a column of the type: "not an int: \"abc\"". */
void cell_explain(const struct cell *, enum col_type, struct diag *out);

/* "", NA, N/A, NaN, null, None, nil, ?, -, . and the like. */
bool is_missing_word(const char *p, size_t n);

/*
 * Type inference: what types can still hold everything seen. Merging two
 * gives the same as seeing all cells in one.
 */
struct inference {
	bool any;		/* value was seen */
	bool can_bool, can_int, can_float, can_time;
	bool padded;		/* a number with leading zeros: a string */
	bool wide;		/* a whole number beyond 64 bits was seen */
	bool fraction;		/* a number with a point or an exponent was */
	bool as_format;		/* all are times in the spec's format */
	uint64_t guesses;	/* what else they can be: time_format.h */
	unsigned forms;		/* of numbers that texts can have */
};

void inference_init(struct inference *);
void inference_add(struct inference *, const struct read_spec *,
    const struct cell *);
/* The same for text that is not to be taken for a number. */
void inference_add_text(struct inference *, const struct read_spec *,
    const struct cell *);
void inference_merge(struct inference *, const struct inference *);
/* Is it one of strings, whatever follows? */
bool inference_is_string(const struct inference *);
/* The narrowest type; a column without a value is a float. Whole numbers
   beyond 64 bits are ids, and so strings, unless a fraction was seen. */
enum col_type inference_type(const struct inference *);
/* The format of a column of times, where it is guessed (out) or the spec's;
   NULL: ISO 8601. */
const char *inference_time_format(const struct inference *,
    const struct read_spec *, char out[TIME_FORMAT_MAX]);
/* Texts that are times if one knew whether the day or the month is first. */
bool inference_is_ambiguous(const struct inference *);
/* Texts that are numbers if one knew what their commas and signs are: half a
   sentence that says how; else NULL. */
const char *inference_number_hint(const struct inference *);

#endif
