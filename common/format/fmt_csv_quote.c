/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fmt_csv_quote.h"

const char *
csv_find_unescaped(const struct csv_form *f, const char *p, const char *end,
    char a, char b)
{
	for (; p < end && *p != a && *p != b; p++) {
		if (*p == f->escape && p + 1 < end)
			p++;
	}
	return (p);
}

static enum inner_quote
look_after(const struct csv_form *f, const char *q, const char *end,
    bool at_end)
{
	const char *p = q + 1;

	if (p < end && *p == f->quote)
		return (QUOTE_DOUBLED);
	p = csv_pass_blanks(f, p, end);
	if (f->line_end == '\n') {
		while (p < end && *p == '\r')
			p++;
	}
	if (p == end)
		return (at_end ? QUOTE_CLOSES : QUOTE_UNKNOWN);
	if (*p == f->line_end || (*p == f->delimiter && p[-1] != '\r'))
		return (QUOTE_CLOSES);
	return (QUOTE_LOOSE);
}

const char *
csv_find_closing(const struct csv_form *f, const char *s, const char *end,
    bool at_end, enum inner_quote *what)
{
	const char *q;

	for (;; s = q + 2) {
		q = f->escape == '\0' ? csv_find(s, end, f->quote) :
		    csv_find_unescaped(f, s, end, f->quote, f->quote);
		if (q == end)
			return (NULL);
		*what = look_after(f, q, end, at_end);
		if (*what != QUOTE_DOUBLED)
			return (*what == QUOTE_UNKNOWN ? NULL : q);
	}
}
