/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV and TSV: which delimiter, is there a header, the names, the rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "fmt_csv_record.h"

#define SAMPLE 100		/* records that decide on the delimiter */
#define FIELDS_SEEN 64		/* of each, for blanks */

/* How well the first records agree on the number of fields. */
struct agreement {
	size_t fields, agree, n;
};

static struct agreement
try_delimiter(const struct layout *l, const struct row_text *text, char c)
{
	struct layout trial = { .source = l->source, .delimiter = c };
	struct row_text t = *text;
	struct agreement a = { 0, 0, 0 };
	struct cell_store store = { NULL };
	struct record r;
	struct diag ignored;
	size_t n;

	while (a.n < SAMPLE && csv_cut(&trial, &t, &r, &ignored) == 1) {
		n = csv_split(&r, c, NULL, 0, &store);
		if (a.n++ == 0)
			a.fields = n;
		a.agree += n == a.fields;
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

static int
set_delimiter(struct layout *l, const struct row_text *t, struct diag *d)
{
	const char *z = l->options->delimiter;

	if (z == NULL) {
		l->delimiter = detect_delimiter(l, t);
		return (0);
	}
	if (strcmp(z, "\\t") == 0 || strcmp(z, "tab") == 0)
		z = "\t";
	if (strlen(z) != 1 || strchr("\"\r\n", z[0]) != NULL)
		return (diag_set(d, "\"%s\" is no delimiter: it is one "
		    "character, \\t for a tab", z));
	l->delimiter = z[0];
	return (0);
}

/* "2.5", but not "nan": does the field look like a value? */
static bool
is_number_cell(const struct cell *c)
{
	double v;

	return (c->n > 0 && strchr("+-.0123456789", c->p[0]) != NULL &&
	    parse_float(c->p, c->n, &v) == 0);
}

/* A first row that is all numbers is data, unless it names a column that is
   asked for. */
static bool
looks_like_header(const struct layout *l, const struct cell *row, size_t n)
{
	const struct read_spec *spec = l->options->spec;

	for (size_t i = 0; i < n; i++) {
		if (!is_number_cell(&row[i]))
			return (true);
		if (spec != NULL && dict_find(&spec->schema.index, row[i].p,
		    row[i].n) != DICT_NONE)
			return (true);
	}
	return (false);
}

/* Does a row have a blank before each field but the first? *some: it has one
   at all. */
static bool
is_blank_led(const struct cell *row, size_t n, bool *some)
{
	for (size_t i = 1; i < n; i++) {
		if (row[i].n > 0 && row[i].p[0] != ' ')
			return (false);
		*some |= row[i].n > 0;
	}
	return (true);
}

/* "39, Private, 77516": do all of the first records but the header look so? */
static bool
has_led_fields(const struct layout *l, const struct row_text *text)
{
	struct layout trial = { .source = l->source,
		.delimiter = l->delimiter };
	struct row_text t = *text;
	struct cell_store store = { NULL };
	struct cell row[FIELDS_SEEN];
	struct record r;
	struct diag ignored;
	bool led = true, some = false;
	size_t n;

	for (size_t k = 0; led && k < SAMPLE &&
	    csv_cut(&trial, &t, &r, &ignored) == 1; k++) {
		n = csv_split(&r, l->delimiter, row, FIELDS_SEEN, &store);
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
		read_report_tell(o->report, "%s: every separator has a blank "
		    "behind it: fields are trimmed", l->source);
}

static int
add_name(struct layout *l, const char *p, size_t n, struct diag *d)
{
	char number[32], *name;
	int r;

	while (l->trim && n > 0 && *p == ' ') {
		p++;
		n--;
	}
	while (l->trim && n > 0 && p[n - 1] == ' ')
		n--;
	snprintf(number, sizeof(number), "x%zu", l->names.n + 1);
	name = n > 0 ? mem_strndup(p, n) : mem_strdup(number);
	r = schema_add_new(&l->names, name, COL_STRING, d);
	free(name);
	return (r);
}

/* Fields without names that are those of the spec, in its order; the target
   may be left out. */
static int
add_spec_names(struct layout *l, size_t n, struct diag *d)
{
	const struct schema *s = &l->options->spec->schema;
	size_t target = schema_find_role(s, ROLE_TARGET);
	bool without = l->options->no_target && target != COLUMN_NONE &&
	    n + 1 == s->n;

	if (n != s->n && !without)
		return (diag_set(d, "%zu fields, but there should be %zu", n,
		    s->n));
	for (size_t i = 0; i < s->n; i++) {
		if (!(without && i == target) && schema_add_new(&l->names,
		    s->fields[i].name, COL_STRING, d) == -1)
			return (-1);
	}
	return (0);
}

static int
add_option_names(struct layout *l, size_t n, struct diag *d)
{
	struct record r = { .p = l->options->header, .line = 1 };
	struct cell *row = mem_calloc(n, sizeof(*row));
	struct cell_store store = { NULL };
	int result = 0;
	size_t given;

	r.n = strlen(r.p);
	r.quotes = memchr(r.p, '"', r.n) != NULL;
	given = csv_split(&r, ',', row, n, &store);
	if (given != n)
		result = diag_set(d, "%zu fields, but %zu names are given", n,
		    given);
	for (size_t i = 0; result == 0 && i < n; i++)
		result = add_name(l, row[i].p, row[i].n, d);
	cell_store_release(&store);
	free(row);
	return (result);
}

static int
set_names(struct layout *l, const struct cell *row, size_t n, struct diag *d)
{
	const struct read_options *o = l->options;
	int r = 0;

	l->has_header = !o->no_header && o->header == NULL &&
	    looks_like_header(l, row, n);
	if (o->header != NULL)
		return (add_option_names(l, n, d));
	if (o->no_header && o->spec != NULL)
		return (add_spec_names(l, n, d));
	for (size_t i = 0; r == 0 && i < n; i++)
		r = add_name(l, row[i].p, l->has_header ? row[i].n : 0, d);
	return (r);
}

static int
read_first(struct layout *l, const struct record *r, struct diag *d)
{
	struct cell_store store = { NULL };
	size_t n = csv_split(r, l->delimiter, NULL, 0, &store);
	struct cell *row = mem_calloc(n, sizeof(*row));
	int result;

	csv_split(r, l->delimiter, row, n, &store);
	result = set_names(l, row, n, d);
	if (result == -1)
		diag_prefix(d, "%s:%llu", l->source,
		    (unsigned long long)r->line);
	cell_store_release(&store);
	free(row);
	return (result);
}

static int
begin_rows(struct layout *l, struct row_text *t, struct diag *d)
{
	struct row_text before = *t;
	struct record r;
	int result = csv_cut(l, t, &r, d);

	if (result == 0 && t->at_end)
		return (diag_set(d, "%s: is empty, without even a header",
		    l->source));
	if (result != 1)
		return (result);
	if (l->names.n == 0) {
		judge_blanks(l, &before);
		if (read_first(l, &r, d) == -1)
			return (-1);
	}
	if (!l->has_header) {
		before.quote = NULL;
		*t = before;
	}
	return (1);
}

static int
begin_csv(struct layout *l, struct row_text *t, struct diag *d)
{
	size_t n = (size_t)(t->end - t->p);

	if (!t->at_end && (n == 0 || memchr(t->p, '\n', n) == NULL))
		return (0);
	if (l->delimiter == '\0' && set_delimiter(l, t, d) == -1)
		return (-1);
	return (begin_rows(l, t, d));
}

static int
begin_tsv(struct layout *l, struct row_text *t, struct diag *d)
{
	l->delimiter = '\t';
	return (begin_rows(l, t, d));
}

static enum split_result
split_record(const struct layout *l, const struct record *r,
    struct cell *row, size_t n, struct cell_store *store, struct diag *d)
{
	size_t k = csv_split(r, l->delimiter, row, n, store);

	if (k == n)
		return (SPLIT_OK);
	diag_set(d, "%zu fields, %s %zu", k,
	    l->has_header ? "header has" : "the first row has", n);
	return (k < n ? SPLIT_SHORT : SPLIT_BAD);
}

const struct row_format csv_rows = {
	.begin = begin_csv,
	.cut = csv_cut,
	.split = split_record,
};

const struct row_format tsv_rows = {
	.begin = begin_tsv,
	.cut = csv_cut,
	.split = split_record,
};
