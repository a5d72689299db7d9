/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of fields of fixed width: a table of characters.
 *
 *	[NAME:]WIDTH,...	one field behind the other
 *	[NAME:]FIRST-LAST,...	places, from 1
 *
 * Widths are of characters.  Blanks at both ends of a field are taken off, and
 * a blank one is missing, as is one behind the end of a line.  Where no field
 * has a name, the first line has those of all, unless the options say
 * otherwise.  Behind fields that follow each other there may be no more text.
 */
#ifndef FMT_FIXED_READ_H
#define FMT_FIXED_READ_H

#include "diag.h"

struct fixed_field {
	char *name;		/* NULL */
	size_t from, n;		/* characters */
};

struct fixed_form {
	struct fixed_field *v;
	size_t n;
	size_t end;		/* characters of a whole line; 0: any */
};

/* To be released in any case. */
int fixed_form_parse(struct fixed_form *, const char *text, struct diag *)
    MUST_CHECK;
void fixed_form_release(struct fixed_form *);

#endif
