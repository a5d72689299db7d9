/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where quoted fields of CSV begin and end: what finding records and splitting
 * them ask alike.
 */
#ifndef FMT_CSV_QUOTE_H
#define FMT_CSV_QUOTE_H

#include <string.h>

#include "row_format.h"

static inline const char *
csv_find(const char *p, const char *end, char c)
{
	const char *q = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;

	return (q != NULL ? q : end);
}

/* A blank that does not belong to a quoted field which it stands at. */
static inline bool
csv_is_around(const struct csv_form *f, char c)
{
	return ((c == ' ' || c == '\t') && c != f->delimiter);
}

static inline const char *
csv_pass_blanks(const struct csv_form *f, const char *p, const char *end)
{
	while (p < end && csv_is_around(f, *p))
		p++;
	return (p);
}

/* What is a quote inside a quoted field? */
enum inner_quote {
	QUOTE_CLOSES,		/* the field ends behind it */
	QUOTE_DOUBLED,
	QUOTE_LOOSE,		/* it closes, and further text follows */
	QUOTE_UNKNOWN		/* the text ends too early to tell */
};

/* The first a or b from p on that no escape stands before, or end. */
const char *csv_find_unescaped(const struct csv_form *, const char *p,
    const char *end, char a, char b);

/* The quote that closes the field whose text begins at s; NULL where the text
   ends before it is known. */
const char *csv_find_closing(const struct csv_form *, const char *s,
    const char *end, bool at_end, enum inner_quote *what);

#endif
