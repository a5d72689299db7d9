/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "fmt_csv_header.h"
#include "fmt_csv_split.h"

#include "fmt_csv_names.h"

/* A spec whose names were numbered has NAME_2. */
static bool
numbers_names(const struct layout *l, const char *name)
{
	const struct read_spec *spec = l->options->spec;
	struct str second = STR_INIT;
	bool has_second;

	if (l->options->number_names || spec == NULL)
		return (l->options->number_names);
	str_addf(&second, "%s_2", name);
	has_second = schema_find(&spec->schema, second.buf) != COLUMN_NONE;
	str_release(&second);
	return (has_second);
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
	r = (numbers_names(l, name) ? schema_add_numbered :
	    schema_add_new)(&l->names, name, COL_STRING, d);
	free(name);
	return (r);
}

static bool
is_among(const struct cell *row, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (row[i].n == strlen(name) &&
		    memcmp(row[i].p, name, row[i].n) == 0)
			return (true);
	}
	return (false);
}

/* A column without a name is called by its place, with underscores behind it
   where another one of the header has that name. */
static int
add_place(struct layout *l, const struct cell *row, size_t n, struct diag *d)
{
	struct str name = STR_INIT;
	int r;

	str_addf(&name, "x%zu", l->names.n + 1);
	while (is_among(row, n, name.buf) ||
	    schema_find(&l->names, name.buf) != COLUMN_NONE)
		str_addc(&name, '_');
	r = schema_add_new(&l->names, name.buf, COL_STRING, d);
	str_release(&name);
	return (r);
}

/* Are the spec's columns called by their places? */
static bool
has_places(const struct schema *s)
{
	const char *name = s->n > 0 ? s->fields[0].name : "";

	return (name[0] == 'x' && name[1] != '\0' &&
	    strspn(name + 1, "0123456789") == strlen(name + 1));
}

/* Fields without names are those of the spec, in its order; the target may be
   left out. Or they are all that there are, of which the spec has some. */
static int
add_spec_names(struct layout *l, const struct cell *row, size_t n,
    struct diag *d)
{
	const struct schema *s = &l->options->spec->schema;
	size_t target = schema_find_role(s, ROLE_TARGET);
	bool without = l->options->no_target && target != COLUMN_NONE &&
	    n + 1 == s->n;

	if (n != s->n && !without && has_places(s)) {
		for (size_t i = 0; i < n; i++) {
			if (add_name(l, row[i].p, 0, d) == -1)
				return (-1);
		}
		return (0);
	}
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
	given = csv_split(&r, &csv_usual, row, n, &store);
	if (given != n)
		result = diag_set(d, "%zu fields, but %zu names are given", n,
		    given);
	for (size_t i = 0; result == 0 && i < n; i++)
		result = add_name(l, row[i].p, row[i].n, d);
	cell_store_release(&store);
	free(row);
	return (result);
}

int
csv_set_names(struct layout *l, const struct cell *row, size_t n,
    const struct row_text *t, struct diag *d)
{
	const struct read_options *o = l->options;
	int r = 0;

	l->has_header = csv_has_header(l, row, n, t);
	if (o->header != NULL)
		return (add_option_names(l, n, d));
	if (!l->has_header && o->spec != NULL &&
	    (o->dialect.header == HEADER_NO ||
	    o->spec->dialect.header == HEADER_NO))
		return (add_spec_names(l, row, n, d));
	for (size_t i = 0; r == 0 && i < n; i++)
		r = l->has_header && row[i].n == 0 ? add_place(l, row, n, d) :
		    add_name(l, row[i].p, l->has_header ? row[i].n : 0, d);
	return (r);
}
