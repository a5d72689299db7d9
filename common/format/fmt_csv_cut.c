/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the end of a record jumps from quote to quote and from line end to
 * line end by memchr.
 */
#include <string.h>

#include "fmt_csv_cut.h"

static const char *
find(const char *p, const char *end, char c)
{
	const char *q = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;

	return (q != NULL ? q : end);
}

/* The first quote at or after from, which is not before t->p. */
static const char *
next_quote(struct row_text *t, const char *from)
{
	if (t->quote == NULL || t->quote < from)
		t->quote = find(from, t->end, '"');
	return (t->quote);
}

enum after_quote {
	AFTER_CLOSED,
	AFTER_DOUBLED,
	AFTER_OTHER,
	AFTER_UNKNOWN		/* the text ends too early to tell */
};

/* What is a quote at q inside a quoted field? */
static enum after_quote
look_after(const char *q, const char *end, char delimiter, bool at_end)
{
	if (q + 1 == end)
		return (at_end ? AFTER_CLOSED : AFTER_UNKNOWN);
	if (q[1] == '"')
		return (AFTER_DOUBLED);
	if (q[1] == delimiter || q[1] == '\n')
		return (AFTER_CLOSED);
	if (q[1] != '\r')
		return (AFTER_OTHER);
	if (q + 2 == end)
		return (at_end ? AFTER_CLOSED : AFTER_UNKNOWN);
	return (q[2] == '\n' ? AFTER_CLOSED : AFTER_OTHER);
}

/* The closing quote, or NULL where the text ends before it. */
static const char *
find_closing(const char *s, const char *end, char delimiter, bool at_end)
{
	const char *q;

	for (;;) {
		if ((q = find(s, end, '"')) == end)
			return (NULL);
		switch (look_after(q, end, delimiter, at_end)) {
		case AFTER_CLOSED:
			return (q);
		case AFTER_DOUBLED:
			s = q + 2;
			break;
		case AFTER_OTHER:
			s = q + 1;
			break;
		case AFTER_UNKNOWN:
			return (NULL);
		}
	}
}

const char *
csv_closing_quote(const char *s, const char *end, char delimiter)
{
	const char *q = find_closing(s, end, delimiter, true);

	return (q != NULL ? q : end);
}

/* The line end of a record that has a quote, or NULL; *open is the quote that
   was not closed, if one was not. */
static const char *
find_end(struct row_text *t, char delimiter, const char **open)
{
	const char *at = t->p, *q, *line_end;

	*open = NULL;
	for (;;) {
		line_end = find(at, t->end, '\n');
		q = next_quote(t, at);
		if (q >= line_end)
			return (line_end);
		if (q == t->p || q[-1] == delimiter) {
			*open = q;
			q = find_closing(q + 1, t->end, delimiter, t->at_end);
			if (q == NULL)
				return (NULL);
			*open = NULL;
		}
		at = q + 1;
	}
}

static uint64_t
count_lines(const char *p, const char *end)
{
	uint64_t n = 0;

	while ((p = find(p, end, '\n')) < end) {
		n++;
		p++;
	}
	return (n);
}

static int
cut_record(const struct layout *l, struct row_text *t, struct record *r,
    struct diag *d)
{
	const char *line_end = find(t->p, t->end, '\n'), *open = NULL;
	const char *stop;

	r->p = t->p;
	r->line = t->line;
	r->quotes = next_quote(t, t->p) < line_end;
	if (r->quotes)
		line_end = find_end(t, l->delimiter, &open);
	if (line_end == NULL && t->at_end)
		return (diag_set(d, "%s:%llu: the quote that begins here is "
		    "not closed", l->source, (unsigned long long)(t->line +
		    count_lines(t->p, open))));
	if (line_end == NULL || (line_end == t->end && !t->at_end)) {
		t->quote = NULL;	/* it was looked for beyond p */
		return (0);
	}
	if (r->quotes)
		t->line += count_lines(t->p, line_end);
	t->line++;
	stop = line_end;
	if (stop > t->p && stop[-1] == '\r')
		stop--;
	r->n = (size_t)(stop - t->p);
	t->p = line_end < t->end ? line_end + 1 : t->end;
	return (1);
}

int
csv_cut(struct layout *l, struct row_text *t, struct record *r,
    struct diag *d)
{
	int result = 0;

	while (t->p < t->end) {
		result = cut_record(l, t, r, d);
		if (result != 1 || r->n > 0 || l->blank_is_row)
			return (result);
	}
	return (0);
}
