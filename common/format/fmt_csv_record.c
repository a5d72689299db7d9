/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the end of a record jumps from quote to quote and from line end to
 * line end by memchr.  Fields that are as they stand in the record are slices
 * of it; those with quotes inside quotes are given to libcsv.
 */
#include <csv.h>
#include <endian.h>
#include <string.h>

#include "fmt_csv_record.h"

#define LOW_BITS 0x7f7f7f7f7f7f7f7fu
#define ONES 0x0101010101010101u

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

/* The quote that closes a field of a whole record; s is after the opening
   one. */
static const char *
closing_quote(const char *s, const char *end, char delimiter)
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

struct fields {
	struct cell *row;
	size_t n, cap;
};

static inline void
add(struct fields *f, const char *p, const char *end, enum cell_kind kind)
{
	if (f->n < f->cap) {
		f->row[f->n].p = p;
		f->row[f->n].n = (uint32_t)(end - p);
		f->row[f->n].kind = (uint8_t)kind;
	}
	f->n++;
}

/* A record without quotes, eight bytes at a time: the high bit of each byte
   of hits tells whether it is the delimiter. */
static void
split_plain(const struct record *r, char delimiter, struct fields *f)
{
	uint64_t pattern = ONES * (unsigned char)delimiter, x, hits;
	const char *p = r->p, *end = p + r->n, *start = p, *at;

	for (; end - p >= 8; p += 8) {
		memcpy(&x, p, sizeof(x));
		x = le64toh(x) ^ pattern;
		hits = ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
		for (; hits != 0; hits &= hits - 1) {
			at = p + __builtin_ctzll(hits) / 8;
			add(f, start, at, CELL_PLAIN);
			start = at + 1;
		}
	}
	for (; p < end; p++) {
		if (*p == delimiter) {
			add(f, start, p, CELL_PLAIN);
			start = p + 1;
		}
	}
	add(f, start, end, CELL_PLAIN);
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
unquote(const char *p, size_t n, char delimiter, struct unquoted *u)
{
	struct csv_parser parser;

	u->p = p;
	u->n = 0;
	if (csv_init(&parser, 0) != 0)
		BUG("libcsv does not start");
	csv_set_delim(&parser, (unsigned char)delimiter);
	csv_set_space_func(&parser, is_never);
	csv_set_term_func(&parser, is_never);
	csv_set_blk_size(&parser, n + 1);
	if (csv_parse(&parser, p, n, take_field, NULL, u) != n ||
	    csv_fini(&parser, take_field, NULL, u) != 0)
		BUG("libcsv: %s", csv_strerror(csv_error(&parser)));
	csv_free(&parser);
}

static void
split_quoted(const struct record *r, char delimiter, struct fields *f,
    struct cell_store *store)
{
	const char *p = r->p, *end = p + r->n, *q;
	struct unquoted u = { store, NULL, 0 };

	for (;; p = q + 1) {
		if (p == end || *p != '"') {
			q = p < end ? memchr(p, delimiter,
			    (size_t)(end - p)) : NULL;
			q = q != NULL ? q : end;
			add(f, p, q, CELL_PLAIN);
		} else {
			q = closing_quote(p + 1, end, delimiter);
			if (memchr(p + 1, '"', (size_t)(q - p - 1)) == NULL) {
				add(f, p + 1, q, CELL_QUOTED);
			} else {
				unquote(p, (size_t)(q + 1 - p), delimiter, &u);
				add(f, u.p, u.p + u.n, CELL_QUOTED);
			}
			q = q < end ? q + 1 : end;
		}
		if (q == end)
			break;
	}
}

size_t
csv_split(const struct record *r, char delimiter, struct cell *row, size_t n,
    struct cell_store *store)
{
	struct fields f = { row, 0, n };

	if (r->quotes)
		split_quoted(r, delimiter, &f, store);
	else
		split_plain(r, delimiter, &f);
	return (f.n);
}
