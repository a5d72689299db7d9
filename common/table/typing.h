/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From text to typed columns: the one place where text becomes values, for
 * every text format, for requests over HTTP and for the training data, for
 * casts and for what stands in options and recipes alike.
 *
 *	bool	true/false, yes/no, t/f, y/n in any case; 1/0
 *	int	64 bits; also as a float that is whole: 34.0, 3.4e1
 *	float	as numtext.h says; nan is missing
 *	time	ISO 8601, as numtext.h says
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

enum cell_kind {
	CELL_ABSENT,
	CELL_PLAIN,
	CELL_QUOTED
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

/* column_read_text of a cell. */
int cell_to_column(const struct read_spec *, const struct cell *,
    struct column *) MUST_CHECK;

/*
 * The same for n cells, stride apart in memory: one for each row of a column.
 * Where the text does not fit, a missing value is appended and bad[i] set to
 * 1 (the others stay). Returns how many those were.
 */
size_t cells_to_column(const struct read_spec *, const struct cell *,
    size_t n, size_t stride, struct column *, uint8_t *bad);

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
};

void inference_init(struct inference *);
void inference_add(struct inference *, const struct read_spec *,
    const struct cell *);
/* The same for text that is not to be taken for a number. */
void inference_add_text(struct inference *, const struct read_spec *,
    const struct cell *);
void inference_merge(struct inference *, const struct inference *);
/* The narrowest type; a column without a value is a float. Whole numbers
   beyond 64 bits are ids, and so strings, unless a fraction was seen. */
enum col_type inference_type(const struct inference *);

#endif
