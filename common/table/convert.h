/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From one scalar type to another, value by value: casts in expressions and
 * the cast step.
 *
 *	to int		floats are cut towards zero; text is a whole int; a
 *			time is its seconds since 1970 UTC
 *	to float	a time is its seconds since 1970 UTC
 *	to bool		0 and 1; text as in numtext.h
 *	to time		ISO 8601 text, or numbers as seconds since 1970 UTC
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

/* Append what a text means in a column of this type. Returns -1, and appends
   nothing, when it means nothing there. */
int column_add_text(struct column *to, const char *p, size_t n) MUST_CHECK;

#endif
