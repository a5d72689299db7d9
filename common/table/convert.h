/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From one scalar type to another, value by value: casts in expressions and
 * the cast step.
 *
 *	text	as in a source (typing.h): "34.0" is an int, "NA" is missing
 *	to int		floats are cut towards zero; a time is its seconds
 *			since 1970 UTC
 *	to float	a time is its seconds since 1970 UTC
 *	to bool		0 and 1
 *	to time		numbers as seconds since 1970 UTC
 *	to string	as written to a stream
 *
 * What does not convert becomes missing and is counted.
 */
#ifndef CONVERT_H
#define CONVERT_H

#include "column.h"

bool can_convert(enum col_type);	/* is it a scalar? */

/* Append all rows of a column of a scalar type to one of another (or the
   same). Returns how many values became missing. */
size_t column_convert(const struct column *from, struct column *to);

/*
 * The text of row i, a value of a scalar type, as written to a stream: a
 * string's own bytes, else a word or in scratch, which has room for
 * NUMTEXT_MAX bytes. Not NUL-terminated.
 */
const char *column_text(const struct column *, size_t i, char *scratch,
    size_t *n);

#endif
