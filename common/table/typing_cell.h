/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of typing.c: the text of a cell, and numbers in another form. */
#ifndef TYPING_CELL_H
#define TYPING_CELL_H

#include "letters.h"
#include "typing.h"

#define NUMBER_MAX 400		/* bytes of a number in another form */

/* Is it one of the texts that mean missing there? */
bool is_missing_token(const struct read_spec *, const char *p, size_t n);

/* A text without the marks of thousands and with a point as decimal point, in
   room for n bytes; false where marks do not stand before three digits. */
bool plain_number(const struct read_spec *, const char *p, size_t n,
    char *out, size_t *len);

/* The text of the cell; false where it is missing. */
static inline bool
cell_text(const struct read_spec *r, const struct cell *c, const char **out,
    size_t *n)
{
	const char *p = c->p, *end;

	if (c->kind == CELL_ABSENT)
		return (false);
	end = p + c->n;
	if (r->trim) {
		while (p < end && is_blank(*p))
			p++;
		while (p < end && is_blank(end[-1]))
			end--;
	}
	*out = p;
	*n = (size_t)(end - p);
	if (c->kind == CELL_QUOTED)
		return (true);
	return (*n > 0 && (r->n_na == 0 || !is_missing_token(r, p, *n)));
}

static inline bool
has_number_form(const struct read_spec *r, const struct cell *c)
{
	return ((r->dialect.decimal != '\0' || r->dialect.thousands != '\0') &&
	    c->kind != CELL_NUMBER);
}

#endif
