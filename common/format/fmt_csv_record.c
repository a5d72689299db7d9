/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the end of a record jumps from quote to quote and from line end to
 * line end by memchr.
 */
#include <string.h>

#include "fmt_csv_quote.h"
#include "fmt_csv_record.h"

const struct csv_form csv_usual = {
	.delimiter = ',', .line_end = '\n', .quote = '"'
};

/* The first quote at or after from, which is not before t->p. */
static const char *
next_quote(const struct csv_form *f, struct row_text *t, const char *from)
{
	if (f->quote == '\0')
		return (t->end);
	if (t->quote == NULL || t->quote < from)
		t->quote = csv_find(from, t->end, f->quote);
	return (t->quote);
}

/* Does the quote at q open a field? Nothing before at is looked at: a quote
   stands there, or the record begins. */
static bool
opens_field(const struct csv_form *f, const char *begin, const char *at,
    const char *q)
{
	while (q > at && csv_is_around(f, q[-1]))
		q--;
	return (q == begin || (q > at && q[-1] == f->delimiter));
}

/* The first quote or line end from at on, or the end of the text. */
static const char *
next_mark(const struct csv_form *f, struct row_text *t, const char *at)
{
	const char *line_end, *q;

	if (f->escape != '\0')
		return (csv_find_unescaped(f, at, t->end, f->line_end,
		    f->quote != '\0' ? f->quote : f->line_end));
	line_end = csv_find(at, t->end, f->line_end);
	q = next_quote(f, t, at);
	return (q < line_end ? q : line_end);
}

/*
 * The line end of a record that has quotes or escapes. NULL: not before the
 * text ends, or the quote *broken is not closed as it should be; where the
 * text may go on it may be closed yet, and there is no *broken.
 */
static const char *
find_end(const struct csv_form *f, struct row_text *t, const char **broken)
{
	const char *at = t->p, *open, *q;
	enum inner_quote what = QUOTE_CLOSES;

	for (;; at = q + 1) {
		q = next_mark(f, t, at);
		if (q == t->end || *q == f->line_end)
			return (q);
		if (!opens_field(f, t->p, at, q))
			continue;
		open = q;
		q = csv_find_closing(f, open + 1, t->end, t->at_end, &what);
		if (q == NULL && !t->at_end)
			return (NULL);
		if (q == NULL || (what == QUOTE_LOOSE &&
		    memchr(open, f->line_end, (size_t)(q - open)) != NULL)) {
			*broken = open;
			return (NULL);
		}
	}
}

static uint64_t
count_lines(const struct csv_form *f, const char *p, const char *end)
{
	uint64_t n = 0;

	while ((p = csv_find(p, end, f->line_end)) < end) {
		n++;
		p++;
	}
	return (n);
}

static bool
needs_care(const struct csv_form *f, struct row_text *t, const char *line_end)
{
	return (next_quote(f, t, t->p) < line_end || (f->escape != '\0' &&
	    csv_find(t->p, line_end, f->escape) < line_end));
}

/* A record as far as line_end, which is where t goes on. */
static void
take_record(const struct csv_form *f, struct row_text *t,
    const char *line_end, struct record *r)
{
	const char *stop = line_end;
	char other = f->line_end == '\n' ? '\r' : '\n';

	if (r->quotes)
		t->line += count_lines(f, t->p, line_end);
	t->line++;
	while (stop > t->p && stop[-1] == other)
		stop--;
	r->p = t->p;
	r->n = (size_t)(stop - t->p);
	t->p = line_end < t->end ? line_end + 1 : t->end;
}

static int
cut_record(const struct csv_form *f, struct row_text *t, struct record *r)
{
	const char *line_end = csv_find(t->p, t->end, f->line_end);
	const char *broken = NULL;

	r->line = t->line;
	r->quotes = needs_care(f, t, line_end);
	r->broken = false;
	if (r->quotes)
		line_end = find_end(f, t, &broken);
	if (broken != NULL) {		/* the line in which it opens is bad */
		r->broken = true;
		r->line += count_lines(f, t->p, broken);
		line_end = csv_find(broken, t->end, f->line_end);
	}
	if (line_end == NULL || (line_end == t->end && !t->at_end)) {
		t->quote = NULL;	/* it was looked for beyond p */
		return (0);
	}
	if (broken != NULL)
		t->quote = NULL;
	take_record(f, t, line_end, r);
	return (1);
}

static bool
is_comment(const struct csv_form *f, const struct row_text *t)
{
	return (f->comment != '\0' && *t->p == f->comment);
}

int
csv_pass_line(const struct csv_form *f, struct row_text *t)
{
	const char *line_end = csv_find(t->p, t->end, f->line_end);

	if (line_end == t->end && !t->at_end)
		return (0);
	t->p = line_end < t->end ? line_end + 1 : t->end;
	t->line++;
	return (1);
}

/* A byte order mark that a file began with before it was put behind another. */
static void
skip_mark(struct record *r)
{
	if (r->n >= 3 && memcmp(r->p, "\xef\xbb\xbf", 3) == 0) {
		r->p += 3;
		r->n -= 3;
	}
}

/* Control-Z, by which DOS ends a text. */
static bool
is_dos_end(const struct row_text *t, const struct record *r)
{
	return (r->n == 1 && *r->p == '\x1a' && t->p == t->end && t->at_end);
}

/* The header of one more file behind the first one. */
static bool
is_header_again(struct layout *l, const struct record *r)
{
	if (r->n != l->header.len || r->n == 0 ||
	    memcmp(r->p, l->header.buf, r->n) != 0)
		return (false);
	l->n_again++;
	if (l->again_line == 0)
		l->again_line = r->line;
	return (true);
}

int
csv_cut(struct layout *l, struct row_text *t, struct record *r,
    struct diag *d)
{
	(void)d;
	while (t->p < t->end) {
		if (is_comment(&l->csv, t)) {
			if (csv_pass_line(&l->csv, t) == 0)
				return (0);
			continue;
		}
		if (cut_record(&l->csv, t, r) == 0 || is_dos_end(t, r))
			return (0);
		skip_mark(r);
		if (is_header_again(l, r))
			continue;
		if (r->n > 0 || l->blank_is_row)
			return (1);
	}
	return (0);
}
