/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of ARFF, WEKA's format, and what stands before its rows:
 *
 *	@relation NAME
 *	@attribute NAME numeric|real|integer|string|date ["FORMAT"]|{A,B,...}
 *	@data
 *
 * Words are parted by blanks and commas; quotes of either kind hold any others,
 * with \n, \t, \', \uXXXX and the like in them; % begins a comment where a word
 * would.
 */
#ifndef FMT_ARFF_HEAD_H
#define FMT_ARFF_HEAD_H

#include <stdbool.h>

#include "dict.h"
#include "schema.h"
#include "str.h"
#include "text_lines.h"

enum arff_kind {
	ARFF_NUMERIC,		/* and real: a float */
	ARFF_INTEGER,
	ARFF_STRING,
	ARFF_NOMINAL,		/* a string of a set */
	ARFF_DATE
};

struct arff_attribute {
	enum arff_kind kind;
	struct dict levels;	/* of ARFF_NOMINAL */
	char *format;		/* of ARFF_DATE: see time_format.h */
};

struct arff_head {
	struct arff_attribute *v;
	size_t n;
};

/* Where words are read from, and what they are. */
struct arff_words {
	const char *p, *end;
	bool in_braces;		/* "}" ends a word, too */
	struct str text;	/* of the last word */
	bool is_quoted;
};

/* The next word: 1, 0 at the end of the line, at a comma and at the brace that
   ends, -1. */
int arff_next_word(struct arff_words *, struct diag *) MUST_CHECK;
/* Pass over blanks: is this character next? It is passed over, too. */
bool arff_take(struct arff_words *, char c);
/* Nothing but blanks and a comment is left. */
bool arff_at_end(struct arff_words *);

/* Up to "@data", which is passed over; columns to the schema. */
int arff_head_read(struct arff_head *, struct text_lines *, struct schema *,
    struct diag *) MUST_CHECK;
void arff_head_release(struct arff_head *);

#endif
