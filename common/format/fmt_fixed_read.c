/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "row_format.h"
#include "utf8.h"

#include "fmt_fixed_read.h"

#define PLACE_MAX 1000000

void
fixed_form_release(struct fixed_form *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].name);
	free(f->v);
	memset(f, 0, sizeof(*f));
}

static int
parse_place(const char *p, size_t n, size_t *out)
{
	int64_t v;

	if (parse_int(p, n, &v) == -1 || v < 1 || v > PLACE_MAX)
		return (-1);
	*out = (size_t)v;
	return (0);
}

/* "8" or "11-18"; *is_place: it is the latter. */
static int
parse_extent(struct fixed_form *f, const char *p, size_t n, bool *is_place,
    struct diag *d)
{
	struct fixed_field *x = &f->v[f->n - 1];
	const char *dash = memchr(p, '-', n);
	size_t last;
	int r;

	*is_place = dash != NULL;
	if (dash == NULL) {
		x->from = f->n > 1 ? x[-1].from + x[-1].n : 0;
		r = parse_place(p, n, &x->n);
	} else {
		r = parse_place(p, (size_t)(dash - p), &x->from);
		if (r == 0)
			r = parse_place(dash + 1, (size_t)(p + n - dash - 1),
			    &last);
		if (r == 0 && last < x->from)
			r = -1;
		if (r == 0)
			x->n = last - --x->from;
	}
	return (r == 0 ? 0 : diag_set(d, "\"%.*s\" is neither a width nor "
	    "FIRST-LAST", (int)n, p));
}

int
fixed_form_parse(struct fixed_form *f, const char *text, struct diag *d)
{
	bool is_place, any_place = false;
	const char *colon;
	size_t n, named = 0;

	memset(f, 0, sizeof(*f));
	for (;; text += n + 1) {
		n = strcspn(text, ",");
		colon = memrchr(text, ':', n);
		f->v = mem_realloc(f->v, f->n + 1, sizeof(*f->v));
		f->v[f->n++] = (struct fixed_field){ .name = NULL };
		if (colon != NULL) {
			f->v[f->n - 1].name = mem_strndup(text,
			    (size_t)(colon - text));
			named++;
			n -= (size_t)(colon + 1 - text);
			text = colon + 1;
		}
		if (parse_extent(f, text, n, &is_place, d) == -1)
			return (-1);
		any_place |= is_place;
		if (text[n] == '\0')
			break;
	}
	if (!any_place)
		f->end = f->v[f->n - 1].from + f->v[f->n - 1].n;
	return (named == 0 || named == f->n ? 0 : diag_set(d,
	    "all fields have names, or none has"));
}

/* The place of a character in a line; the end where there is none. Where the
   line is not UTF-8, a byte is a character. */
static const char *
pass_characters(const char *p, const char *end, size_t n, bool is_utf8)
{
	while (n-- > 0 && p < end)
		p += is_utf8 ? utf8_length((const unsigned char *)p,
		    (size_t)(end - p)) : 1;
	return (p);
}

static void
trim(struct cell *c)
{
	while (c->n > 0 && (c->p[c->n - 1] == ' ' || c->p[c->n - 1] == '\t'))
		c->n--;
	while (c->n > 0 && (*c->p == ' ' || *c->p == '\t')) {
		c->p++;
		c->n--;
	}
}

/* The cells of a line; true: nothing but blanks stands behind them. */
static bool
cut_fields(const struct fixed_form *f, const struct record *r,
    struct cell *row)
{
	const char *end = r->p + r->n, *p = r->p, *to;
	bool is_utf8 = utf8_is_text(r->p, r->n);
	size_t at = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct fixed_field *x = &f->v[i];

		if (x->from < at) {		/* fields may overlap */
			p = r->p;
			at = 0;
		}
		p = pass_characters(p, end, x->from - at, is_utf8);
		to = pass_characters(p, end, x->n, is_utf8);
		row[i] = (struct cell){ .p = p, .n = (uint32_t)(to - p),
		    .kind = CELL_PLAIN };
		trim(&row[i]);
		p = to;
		at = x->from + x->n;
	}
	while (f->end > 0 && p < end && (*p == ' ' || *p == '\t'))
		p++;
	return (f->end == 0 || p == end);
}

/* A line without its end; empty ones are passed over. */
static int
cut_line(struct layout *l, struct row_text *t, struct record *r,
    struct diag *d)
{
	const char *feed;
	size_t n;

	(void)l;
	(void)d;
	do {
		if (t->p == t->end)
			return (0);
		n = (size_t)(t->end - t->p);
		feed = memchr(t->p, '\n', n);
		if (feed == NULL && !t->at_end)
			return (0);
		*r = (struct record){ .p = t->p, .n = feed != NULL ?
		    (size_t)(feed - t->p) : n, .line = t->line++ };
		t->p = feed != NULL ? feed + 1 : t->end;
		if (r->n > 0 && r->p[r->n - 1] == '\r')
			r->n--;
	} while (r->n == 0);
	return (1);
}

static int
add_name(struct layout *l, const char *p, size_t n, struct diag *d)
{
	char *name = mem_strndup(p, n);
	int r;

	r = n == 0 ? diag_set(d, "column %zu has no name", l->names.n + 1) :
	    (l->options->number_names ? schema_add_numbered :
	    schema_add_new)(&l->names, name, COL_STRING, d);
	free(name);
	return (r);
}

/* Names of the fields, of --header, of the first line, or places. */
static int
set_names(struct layout *l, const struct record *first, struct diag *d)
{
	const struct fixed_form *f = l->options->fixed;
	const char *given = l->options->header;
	struct cell *row = mem_calloc(f->n, sizeof(*row));
	struct str place = STR_INIT;
	int r = 0;

	l->has_header = f->v[0].name == NULL && given == NULL &&
	    l->options->dialect.header != HEADER_NO;
	(void)cut_fields(f, first, row);
	for (size_t i = 0; i < f->n && r == 0; i++) {
		size_t n = given != NULL ? strcspn(given, ",") : 0;

		str_clear(&place);
		str_addf(&place, "x%zu", i + 1);
		if (f->v[i].name != NULL)
			r = add_name(l, f->v[i].name, strlen(f->v[i].name), d);
		else if (given != NULL)
			r = add_name(l, given, n, d);
		else if (l->has_header)
			r = add_name(l, row[i].p, row[i].n, d);
		else
			r = add_name(l, place.buf, place.len, d);
		given = given != NULL ? given + n + (given[n] == ',') : NULL;
	}
	str_release(&place);
	free(row);
	return (r);
}

static int
begin_fixed(struct layout *l, struct row_text *t, struct diag *d)
{
	struct row_text before = *t;
	struct record first;
	int r;

	if (l->options->fixed == NULL)
		return (diag_set(d, "%s: --widths says where its fields are",
		    l->source));
	r = cut_line(l, t, &first, d);
	if (r == 0 && t->at_end)
		return (diag_set(d, "%s: is empty", l->source));
	if (r == 1 && l->names.n == 0 && set_names(l, &first, d) == -1)
		return (diag_prefix(d, "%s:%llu", l->source,
		    (unsigned long long)first.line));
	if (r == 0 || !l->has_header)
		*t = before;
	return (r);
}

static enum split_result
split_fixed(const struct layout *l, const struct record *r, struct cell *row,
    size_t n, struct cell_store *store, struct diag *d)
{
	const struct fixed_form *f = l->options->fixed;

	(void)n;
	(void)store;
	if (cut_fields(f, r, row))
		return (SPLIT_OK);
	diag_set(d, "there is text behind the last field, which ends at "
	    "character %zu", f->end);
	return (SPLIT_BAD);
}

const struct row_format fixed_rows = {
	.begin = begin_fixed,
	.cut = cut_line,
	.cuts_ahead = true,
	.split = split_fixed,
};
