/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the end of a record jumps from quote to quote and from line end to
 * line end by memchr.  Fields that are as they stand in the record are slices
 * of it; those with quotes inside quotes are given to libcsv.
 */
#include <csv.h>
#include <string.h>

#include "mem.h"

#include "fmt_csv_fields.h"
#include "fmt_csv_record.h"

#define LONG_FIELD ((size_t)1 << 20)	/* libcsv would have a copy of it */

const struct csv_form csv_usual = {
	.delimiter = ',', .line_end = '\n', .quote = '"'
};

static const char *
find(const char *p, const char *end, char c)
{
	const char *q = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;

	return (q != NULL ? q : end);
}

/* The first quote at or after from, which is not before t->p. */
static const char *
next_quote(const struct csv_form *f, struct row_text *t, const char *from)
{
	if (f->quote == '\0')
		return (t->end);
	if (t->quote == NULL || t->quote < from)
		t->quote = find(from, t->end, f->quote);
	return (t->quote);
}

/* The first a or b from p on that no escape stands before, or end. */
static const char *
find_unescaped(const struct csv_form *f, const char *p, const char *end,
    char a, char b)
{
	for (; p < end && *p != a && *p != b; p++) {
		if (*p == f->escape && p + 1 < end)
			p++;
	}
	return (p);
}

static bool
is_around(const struct csv_form *f, char c)
{
	return ((c == ' ' || c == '\t') && c != f->delimiter);
}

static const char *
pass_blanks(const struct csv_form *f, const char *p, const char *end)
{
	while (p < end && is_around(f, *p))
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

static enum inner_quote
look_after(const struct csv_form *f, const char *q, const char *end,
    bool at_end)
{
	const char *p = q + 1;

	if (p < end && *p == f->quote)
		return (QUOTE_DOUBLED);
	p = pass_blanks(f, p, end);
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

/* The quote that closes the field whose text begins at s; NULL where the text
   ends before it is known. */
static const char *
find_closing(const struct csv_form *f, const char *s, const char *end,
    bool at_end, enum inner_quote *what)
{
	const char *q;

	for (;; s = q + 2) {
		q = f->escape == '\0' ? find(s, end, f->quote) :
		    find_unescaped(f, s, end, f->quote, f->quote);
		if (q == end)
			return (NULL);
		*what = look_after(f, q, end, at_end);
		if (*what != QUOTE_DOUBLED)
			return (*what == QUOTE_UNKNOWN ? NULL : q);
	}
}

/* Does the quote at q open a field? Nothing before at is looked at: a quote
   stands there, or the record begins. */
static bool
opens_field(const struct csv_form *f, const char *begin, const char *at,
    const char *q)
{
	while (q > at && is_around(f, q[-1]))
		q--;
	return (q == begin || (q > at && q[-1] == f->delimiter));
}

/* The first quote or line end from at on, or the end of the text. */
static const char *
next_mark(const struct csv_form *f, struct row_text *t, const char *at)
{
	const char *line_end, *q;

	if (f->escape != '\0')
		return (find_unescaped(f, at, t->end, f->line_end,
		    f->quote != '\0' ? f->quote : f->line_end));
	line_end = find(at, t->end, f->line_end);
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
		q = find_closing(f, open + 1, t->end, t->at_end, &what);
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

	while ((p = find(p, end, f->line_end)) < end) {
		n++;
		p++;
	}
	return (n);
}

static bool
needs_care(const struct csv_form *f, struct row_text *t, const char *line_end)
{
	return (next_quote(f, t, t->p) < line_end || (f->escape != '\0' &&
	    find(t->p, line_end, f->escape) < line_end));
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
	const char *line_end = find(t->p, t->end, f->line_end);
	const char *broken = NULL;

	r->line = t->line;
	r->quotes = needs_care(f, t, line_end);
	r->broken = false;
	if (r->quotes)
		line_end = find_end(f, t, &broken);
	if (broken != NULL) {		/* the line in which it opens is bad */
		r->broken = true;
		r->line += count_lines(f, t->p, broken);
		line_end = find(broken, t->end, f->line_end);
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
	const char *line_end = find(t->p, t->end, f->line_end);

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

struct unquoted {
	struct cell_store *store;
	const char *p;
	size_t n;
};

static void
take_field(void *p, size_t n, void *ctx)
{
	struct unquoted *u = ctx;
	char *to = cell_store_room(u->store, n);

	if (n > 0)
		memcpy(to, p, n);
	u->p = to;
	u->n = n;
}

static int
is_never(unsigned char c)
{
	(void)c;
	return (0);
}

/* A whole field with its quotes, through libcsv. */
static void
unquote(const struct csv_form *f, const char *p, size_t n,
    struct unquoted *u)
{
	struct csv_parser parser;

	u->p = p;
	u->n = 0;
	if (csv_init(&parser, 0) != 0)
		BUG("libcsv does not start");
	csv_set_delim(&parser, (unsigned char)f->delimiter);
	csv_set_quote(&parser, (unsigned char)f->quote);
	csv_set_space_func(&parser, is_never);
	csv_set_term_func(&parser, is_never);
	csv_set_blk_size(&parser, n + 1);
	if (csv_parse(&parser, p, n, take_field, NULL, u) != n ||
	    csv_fini(&parser, take_field, NULL, u) != 0)
		BUG("libcsv: %s", csv_strerror(csv_error(&parser)));
	csv_free(&parser);
}

/* Is the character one that an escape takes the meaning from? */
static bool
is_escapable(const struct csv_form *f, char c)
{
	return (c == f->quote || c == f->delimiter || c == f->escape ||
	    c == f->line_end || c == '\r');
}

/* Copy text without its escapes and, inside quotes, with doubled quotes as
   one; returns the end of the copy. */
static char *
copy_text(const struct csv_form *f, char *to, const char *p, const char *end,
    bool quoted)
{
	for (; p < end; p++) {
		if (p + 1 < end && ((*p == f->escape && f->escape != '\0' &&
		    is_escapable(f, p[1])) || (quoted && *p == f->quote)))
			p++;
		*to++ = *p;
	}
	return (to);
}

/* The delimiter or end behind the text from p on. */
static const char *
find_delimiter(const struct csv_form *f, const char *p, const char *end)
{
	return (f->escape == '\0' ? find(p, end, f->delimiter) :
	    find_unescaped(f, p, end, f->delimiter, f->delimiter));
}

static const char *
split_unquoted(const struct csv_form *f, const char *p, const char *end,
    struct fields *to, struct cell_store *store)
{
	const char *q = find_delimiter(f, p, end);
	char *copy;

	if (f->escape == '\0' || find(p, q, f->escape) == q) {
		fields_add(to, p, q, CELL_PLAIN);
	} else {
		copy = cell_store_room(store, (size_t)(q - p));
		fields_add(to, copy, copy_text(f, copy, p, q, false),
		    CELL_PLAIN);
	}
	return (q);
}

/* The quote closes at q, and the text from there to the delimiter belongs to
   the field. */
static const char *
split_loose(const struct csv_form *f, const char *open, const char *q,
    const char *end, struct fields *to, struct cell_store *store)
{
	const char *stop = find_delimiter(f, q + 1, end);
	char *copy = cell_store_room(store, (size_t)(stop - open)), *at;

	at = copy_text(f, copy, open + 1, q, true);
	at = copy_text(f, at, q + 1, stop, false);
	fields_add(to, copy, at, CELL_QUOTED);
	store->odd.of[q[-1] == '\\' ? ODD_BACKSLASH : ODD_LOOSE].n++;
	return (stop);
}

static const char *
split_quoted(const struct csv_form *f, const char *open, const char *end,
    struct fields *to, struct cell_store *store)
{
	struct unquoted u = { store, NULL, 0 };
	enum inner_quote what = QUOTE_CLOSES;
	const char *q = find_closing(f, open + 1, end, true, &what);
	char *copy;

	if (q == NULL)			/* of a broken record */
		q = end;
	if (what == QUOTE_LOOSE)
		return (split_loose(f, open, q, end, to, store));
	if (f->escape == '\0' && find(open + 1, q, f->quote) == q) {
		fields_add(to, open + 1, q, CELL_QUOTED);
	} else if (f->escape != '\0' || (size_t)(q - open) > LONG_FIELD) {
		copy = cell_store_room(store, (size_t)(q - open));
		fields_add(to, copy, copy_text(f, copy, open + 1, q, true),
		    CELL_QUOTED);
	} else {
		unquote(f, open, (size_t)(q + 1 - open), &u);
		fields_add(to, u.p, u.p + u.n, CELL_QUOTED);
	}
	return (q < end ? find(q + 1, end, f->delimiter) : end);
}

/* The fields from p on up to the one in which the quote stands, which are
   plain; returns where that one begins. */
static const char *
split_before(const struct csv_form *f, const char *p, const char *quote,
    struct fields *to)
{
	const char *q = memrchr(p, f->delimiter, (size_t)(quote - p));

	if (q == NULL)
		return (p);
	fields_split(to, p, q, f->delimiter);
	return (q + 1);
}

static void
split_careful(const struct record *r, const struct csv_form *f,
    struct fields *to, struct cell_store *store)
{
	const char *p = r->p, *end = p + r->n, *open, *quote = p;

	for (;; p++) {
		if (f->escape == '\0' && f->quote != '\0') {
			if (quote <= p)
				quote = find(p, end, f->quote);
			if (quote == end) {
				fields_split(to, p, end, f->delimiter);
				break;
			}
			p = split_before(f, p, quote, to);
		}
		open = pass_blanks(f, p, end);
		if (f->quote != '\0' && open < end && *open == f->quote)
			p = split_quoted(f, open, end, to, store);
		else
			p = split_unquoted(f, p, end, to, store);
		if (p == end)
			break;
	}
}

/* "1,2 # so", where whole lines are comments. */
static void
see_comment(const struct record *r, const struct csv_form *f,
    struct odd_count *odd)
{
	const char *end = r->p + r->n, *at = find(r->p, end, f->comment);

	if (at == end || at == r->p || (at[-1] != ' ' && at[-1] != '\t'))
		return;
	if (odd->n++ == 0)
		odd->line = r->line;
}

size_t
csv_split(const struct record *r, const struct csv_form *f, struct cell *row,
    size_t n, struct cell_store *store)
{
	struct odd_count *odd = store->odd.of;
	const bool before[] = { odd[0].n > 0, odd[1].n > 0 };
	struct fields to = { row, 0, n };

	if (f->comment != '\0' && !r->quotes)
		see_comment(r, f, &odd[ODD_COMMENT]);
	if (!r->quotes) {
		fields_split(&to, r->p, r->p + r->n, f->delimiter);
		return (to.n);
	}
	split_careful(r, f, &to, store);
	for (int i = ODD_LOOSE; i <= ODD_BACKSLASH; i++) {
		if (!before[i] && odd[i].n > 0)
			odd[i].line = r->line;
	}
	return (to.n);
}

struct cell *
csv_split_new(const struct record *r, const struct csv_form *f, size_t *n,
    struct cell_store *store)
{
	struct cell *row;

	*n = csv_split(r, f, NULL, 0, store);
	row = mem_calloc(*n, sizeof(*row));
	csv_split(r, f, row, *n, store);
	return (row);
}
