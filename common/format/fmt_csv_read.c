/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV and TSV: which delimiter, what stands before the rows, the rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "cell_encoding.h"
#include "fmt_csv_names.h"
#include "fmt_csv_record.h"
#include "fmt_csv_split.h"
#include "fmt_csv_within.h"

#define SAMPLE 100		/* records that decide on the delimiter */
#define FIELDS_SEEN 64		/* of each, for blanks */
#define ENOUGH ((size_t)64 << 10)	/* without LF, lines end with CR */
#define NOT_CLOSED "the quote that begins here is not closed"

/* How well the first records agree on the number of fields. */
struct agreement {
	size_t fields, agree, n;
};

static struct agreement
try_delimiter(const struct layout *l, const struct row_text *text, char c)
{
	struct layout trial = { .source = l->source, .csv = l->csv };
	struct row_text t = *text;
	struct agreement a = { 0, 0, 0 };
	struct cell_store store = { NULL };
	struct record r;
	struct diag ignored;
	size_t n;

	trial.csv.delimiter = c;
	while (a.n < SAMPLE && csv_cut(&trial, &t, &r, &ignored) == 1) {
		n = csv_split(&r, &trial.csv, NULL, 0, &store);
		if (a.n++ == 0)
			a.fields = n;
		a.agree += n == a.fields && !r.broken;
	}
	cell_store_release(&store);
	return (a);
}

/* The one by which most records have as many fields as the first, more than
   one; of equal ones that with more fields. */
static char
detect_delimiter(const struct layout *l, const struct row_text *t)
{
	static const char candidates[] = ",;\t|";
	struct agreement a, best = { 0, 0, 1 };
	char c = ',';
	int order;

	for (size_t i = 0; candidates[i] != '\0'; i++) {
		if (candidates[i] == l->options->dialect.decimal)
			continue;
		a = try_delimiter(l, t, candidates[i]);
		if (a.fields < 2)
			continue;
		order = (a.agree * best.n > best.agree * a.n) -
		    (a.agree * best.n < best.agree * a.n);
		if (order > 0 || (order == 0 && a.fields > best.fields)) {
			best = a;
			c = candidates[i];
		}
	}
	return (c);
}

static char
character(char said, char usual)
{
	return (said == CHARACTER_NONE ? '\0' : said != '\0' ? said : usual);
}

/* LF, unless the lines end with CR alone: there is no LF outside of quotes. */
static char
detect_line_end(const struct row_text *t, char quote)
{
	bool inside = false, alone = false;

	for (const char *p = t->p; p < t->end; p++) {
		if (*p == quote)
			inside = !inside;
		else if (*p == '\n' && !inside)
			return ('\n');
		else if (*p == '\r' && !inside)
			alone = true;
	}
	return (alone ? '\r' : '\n');
}

/* Two of the characters are one? */
static int
check_form(const struct csv_form *f, struct diag *d)
{
	const char all[] = { f->delimiter, f->quote, f->escape, f->comment };

	for (size_t i = 0; i < sizeof(all); i++) {
		for (size_t j = i + 1; j < sizeof(all); j++) {
			if (all[i] != '\0' && all[i] == all[j])
				return (diag_set(d, "\"%c\" cannot be two of "
				    "delimiter, quote, escape and comment",
				    all[i]));
		}
	}
	return (0);
}

static void
begin_form(struct layout *l, const struct row_text *t)
{
	const struct dialect *x = &l->options->dialect;
	struct csv_form *f = &l->csv;

	f->quote = character(x->quote, '"');
	f->escape = character(x->escape, '\0');
	if (f->escape == f->quote)	/* as doubled ones are */
		f->escape = '\0';
	f->comment = character(x->comment, '\0');
	f->line_end = detect_line_end(t, f->quote);
}

static int
set_delimiter(struct layout *l, const struct row_text *t, char usual,
    struct diag *d)
{
	l->csv.delimiter = character(l->options->dialect.delimiter, usual);
	if (l->csv.delimiter == '\0')
		l->csv.delimiter = detect_delimiter(l, t);
	return (check_form(&l->csv, d));
}

/* Does a row have a blank before each field but the first? *some: it has one
   at all. Blanks before quotes are not seen. */
static bool
is_blank_led(const struct cell *row, size_t n, bool *some)
{
	for (size_t i = 1; i < n; i++) {
		if (row[i].n == 0 || row[i].kind == CELL_QUOTED)
			continue;
		if (row[i].p[0] != ' ')
			return (false);
		*some = true;
	}
	return (true);
}

/* "39, Private, 77516": do all of the first records but the header look so? */
static bool
has_led_fields(const struct layout *l, const struct row_text *text)
{
	struct layout trial = { .source = l->source, .csv = l->csv };
	struct row_text t = *text;
	struct cell_store store = { NULL };
	struct cell row[FIELDS_SEEN];
	struct record r;
	struct diag ignored;
	bool led = true, some = false;
	size_t n;

	for (size_t k = 0; led && k < SAMPLE &&
	    csv_cut(&trial, &t, &r, &ignored) == 1; k++) {
		n = csv_split(&r, &l->csv, row, FIELDS_SEEN, &store);
		led = k == 0 || is_blank_led(row, n < FIELDS_SEEN ? n :
		    FIELDS_SEEN, &some);
	}
	cell_store_release(&store);
	return (led && some);
}

static void
judge_blanks(struct layout *l, const struct row_text *t)
{
	const struct read_options *o = l->options;

	l->trim = o->trim || (o->spec != NULL ? o->spec->trim :
	    has_led_fields(l, t));
	if (l->trim && !o->trim && o->spec == NULL)
		read_tell(o, "%s: every separator has a blank "
		    "behind it: fields are trimmed", l->source);
}

/* The first row of a text. */
struct first {
	struct cell *row;
	enum cell_text *fits;
	size_t n;
};

/* Names that are no text: they are recoded, or no names at all. */
static int
check_names(const struct layout *l, uint64_t line, const struct first *f,
    struct diag *d)
{
	size_t n_recoded = 0;

	for (size_t i = 0; i < f->n; i++) {
		n_recoded += f->fits[i] == CELL_RECODED;
		if (f->fits[i] == CELL_NO_TEXT) {
			cell_explain_encoding(l, &f->row[i], d);
			return (diag_prefix(d, "the name of column %zu",
			    i + 1));
		}
	}
	if (n_recoded > 0)
		read_tell(l->options, "%s:%llu: names of columns that are not "
		    "UTF-8 are read as Windows-1252, unless --encoding says "
		    "what they are: %zu", l->source,
		    (unsigned long long)line, n_recoded);
	return (0);
}

/* t is behind the record. */
static int
read_first(struct layout *l, const struct record *r,
    const struct row_text *t, struct diag *d)
{
	struct cell_store store = { NULL };
	struct first f = { NULL };
	int result;

	f.row = csv_split_new(r, &l->csv, &f.n, &store);
	f.fits = mem_alloc(f.n, sizeof(*f.fits));
	for (size_t i = 0; i < f.n; i++)
		f.fits[i] = cell_decode(l, &f.row[i], &store, NULL);
	if (r->broken)
		result = diag_set(d, NOT_CLOSED);
	else
		result = csv_set_names(l, f.row, f.n, t, d);
	if (!r->broken && l->has_header &&
	    check_names(l, r->line, &f, d) == -1)
		result = -1;
	free(f.fits);
	if (result == -1)
		diag_prefix(d, "%s:%llu", l->source,
		    (unsigned long long)r->line);
	cell_store_release(&store);
	free(f.row);
	return (result);
}

static int
begin_rows(struct layout *l, struct row_text *t, struct diag *d)
{
	struct row_text before;
	struct record r;
	int result;

	t->quote = NULL;
	before = *t;
	l->blank_is_row = l->options->exact &&
	    l->options->dialect.header == HEADER_NO;
	str_clear(&l->header);		/* it is to be found */
	result = csv_cut(l, t, &r, d);
	if (result == 0 && t->at_end && read_may_be_empty(l->options))
		return (csv_set_names(l, NULL, l->options->spec->schema.n, t,
		    d) == 0 ? 1 : -1);
	if (result == 0 && t->at_end)
		return (diag_set(d, "%s: is empty, without even a header",
		    l->source));
	if (result != 1)
		return (result);
	if (l->names.n == 0) {
		judge_blanks(l, &before);
		if (read_first(l, &r, t, d) == -1)
			return (-1);
	}
	if (!l->has_header) {
		before.quote = NULL;
		*t = before;
	}
	l->blank_is_row = l->names.n == 1 || l->options->exact;
	if (l->has_header && l->names.n > 1 && !l->options->exact)
		str_add(&l->header, r.p, r.n);
	return (1);
}

/* "sep=;", by which Excel names the delimiter. 0: there is no such line. */
static char
take_sep_line(const struct layout *l, struct row_text *t)
{
	const char *p = t->p;
	size_t n = (size_t)(t->end - p);
	char c;

	if (n < 6 || memcmp(p, "sep=", 4) != 0 ||
	    (p[5] != '\r' && p[5] != '\n'))
		return ('\0');
	c = p[4];
	return (csv_pass_line(&l->csv, t) == 1 ? c : '\0');
}

/* Has the first line of the text a name of the spec? */
static bool
begins_with_names(const struct layout *l, const struct row_text *text)
{
	const struct dict *names = &l->options->spec->schema.index;
	struct layout trial = { .source = l->source, .csv = l->csv };
	struct row_text t = *text;
	struct cell_store store = { NULL };
	struct diag ignored;
	struct record r;
	struct cell *row;
	bool found = false;
	size_t n = 0;

	if (trial.csv.delimiter == '\0')
		trial.csv.delimiter = detect_delimiter(l, text);
	if (csv_cut(&trial, &t, &r, &ignored) != 1)
		return (false);
	row = csv_split_new(&r, &trial.csv, &n, &store);
	for (size_t i = 0; i < n; i++) {
		(void)cell_decode(l, &row[i], &store, NULL);
		found |= dict_find(names, row[i].p, row[i].n) != DICT_NONE;
	}
	cell_store_release(&store);
	free(row);
	return (found);
}

/* Those that rows had before them when their spec was made are passed over
   where they are there again. */
static int
pass_lines(const struct layout *l, struct row_text *t)
{
	const struct read_options *o = l->options;
	uint64_t n = o->dialect.skip_lines;

	if (n == 0 && o->spec != NULL && !begins_with_names(l, t))
		n = o->spec->dialect.skip_lines;
	for (; n > 0 && t->p < t->end; n--) {
		if (csv_pass_line(&l->csv, t) == 0)
			return (0);
	}
	return (1);
}

/* Is there enough to see how lines end? */
static bool
has_line(const struct row_text *t)
{
	size_t n = (size_t)(t->end - t->p);

	return (t->at_end || (n > 0 && (memchr(t->p, '\n', n) != NULL ||
	    (n >= ENOUGH && memchr(t->p, '\r', n) != NULL))));
}

static int
begin_text(struct layout *l, struct row_text *t, char usual, struct diag *d)
{
	struct row_text before = *t;
	char named;
	int r;

	if (!has_line(t))
		return (0);
	if (l->names.n == 0)
		begin_form(l, t);
	if (!l->options->exact && (named = take_sep_line(l, t)) != '\0')
		usual = named;
	r = pass_lines(l, t);
	if (r == 1 && l->names.n == 0)
		r = set_delimiter(l, t, usual, d) == 0 ? 1 : -1;
	if (r == 1)
		r = begin_rows(l, t, d);
	if (r == 0)
		*t = before;
	return (r);
}

static int
begin_csv(struct layout *l, struct row_text *t, struct diag *d)
{
	return (begin_text(l, t, '\0', d));
}

static int
begin_tsv(struct layout *l, struct row_text *t, struct diag *d)
{
	return (begin_text(l, t, '\t', d));
}

static enum split_result
split_record(const struct layout *l, const struct record *r,
    struct cell *row, size_t n, struct cell_store *store, struct diag *d)
{
	size_t k;

	if (r->broken) {
		diag_set(d, NOT_CLOSED);
		return (SPLIT_BAD);
	}
	k = csv_split(r, &l->csv, row, n, store);
	if (k == n)
		csv_find_rows_within(r, &l->csv, row, n,
		    &store->odd.of[ODD_ROWS]);
	if (k == n)
		return (SPLIT_OK);
	diag_set(d, "%zu fields, %s %zu", k,
	    l->has_header ? "header has" : "the first row has", n);
	return (k < n ? SPLIT_SHORT : SPLIT_BAD);
}

const struct row_format csv_rows = {
	.begin = begin_csv,
	.cut = csv_cut,
	.cuts_ahead = true,
	.split = split_record,
};

const struct row_format tsv_rows = {
	.begin = begin_tsv,
	.cut = csv_cut,
	.cuts_ahead = true,
	.split = split_record,
};
