/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How plain text is laid out, as far as it was said: the characters of CSV,
 * whether the first row is a header, lines before it, the encoding.  What was
 * not said is found out from the text.
 *
 * It goes with the read step, where each member has the name and the text by
 * which it is set: {"delimiter":";","header-row":"no"}.
 */
#ifndef DIALECT_H
#define DIALECT_H

#include <stdint.h>

#include "diag.h"
#include "encoding.h"
#include "jsondoc.h"

#define CHARACTER_NONE ((char)-1)	/* it was said that there is none */

enum header_row {
	HEADER_AUTO,
	HEADER_YES,
	HEADER_NO
};

struct dialect {		/* all zero: nothing was said */
	char delimiter, quote, escape, comment;
	char decimal, thousands;	/* in numbers */
	enum header_row header;
	uint64_t skip_lines;	/* before the header */
	char encoding[ENCODING_NAME];	/* "auto": as if nothing was, and no
					   other one is merged in */
};

/*
 * Set the member called name:
 *
 *	delimiter quote escape comment	one character; \t and tab are a tab,
 *	decimal thousands		none is none
 *	header-row			yes, no, auto
 *	skip-lines			a number
 *	encoding			auto, or one that encoding_find finds
 */
int dialect_set(struct dialect *, const char *name, const char *text,
    struct diag *) MUST_CHECK;

/* Characters and encoding that are not set in to become those of from. */
void dialect_merge(struct dialect *to, const struct dialect *from);

/* An object of what was said; NULL if nothing was. */
json_t *dialect_to_json(const struct dialect *);
int dialect_from_json(const json_t *, struct dialect *, struct diag *)
    MUST_CHECK;

#endif
