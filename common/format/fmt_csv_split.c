/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fields that are as they stand in the record are slices of it; those with
 * quotes inside quotes are given to libcsv.
 */
#include <csv.h>

#include "mem.h"

#include "fmt_csv_fields.h"
#include "fmt_csv_quote.h"
#include "fmt_csv_split.h"

#define LONG_FIELD ((size_t)1 << 20)	/* libcsv would have a copy of it */

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
	return (f->escape == '\0' ? csv_find(p, end, f->delimiter) :
	    csv_find_unescaped(f, p, end, f->delimiter, f->delimiter));
}

static const char *
split_unquoted(const struct csv_form *f, const char *p, const char *end,
    struct fields *to, struct cell_store *store)
{
	const char *q = find_delimiter(f, p, end);
	char *copy;

	if (f->escape == '\0' || csv_find(p, q, f->escape) == q) {
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
	const char *q = csv_find_closing(f, open + 1, end, true, &what);
	char *copy;

	if (q == NULL)			/* of a broken record */
		q = end;
	if (what == QUOTE_LOOSE)
		return (split_loose(f, open, q, end, to, store));
	if (f->escape == '\0' && csv_find(open + 1, q, f->quote) == q) {
		fields_add(to, open + 1, q, CELL_QUOTED);
	} else if (f->escape != '\0' || (size_t)(q - open) > LONG_FIELD) {
		copy = cell_store_room(store, (size_t)(q - open));
		fields_add(to, copy, copy_text(f, copy, open + 1, q, true),
		    CELL_QUOTED);
	} else {
		unquote(f, open, (size_t)(q + 1 - open), &u);
		fields_add(to, u.p, u.p + u.n, CELL_QUOTED);
	}
	return (q < end ? csv_find(q + 1, end, f->delimiter) : end);
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
				quote = csv_find(p, end, f->quote);
			if (quote == end) {
				fields_split(to, p, end, f->delimiter);
				break;
			}
			p = split_before(f, p, quote, to);
		}
		open = csv_pass_blanks(f, p, end);
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
	const char *end = r->p + r->n, *at = csv_find(r->p, end, f->comment);

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
