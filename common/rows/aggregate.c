/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "aggregate_kinds.h"
#include "mem.h"
#include "named.h"
#include "numtext.h"
#include "select.h"

#define AGGREGATE_ROW(name) &aggregate_##name,

const struct aggregate_kind *const aggregate_table[] = {
	AGGREGATES(AGGREGATE_ROW) NULL
};

void
aggregates_release(struct aggregate_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].name);
		free(l->v[i].text);
		expr_free(l->v[i].expr);
		expr_scratch_free(l->v[i].scratch);
		column_release(&l->v[i].values);
	}
	free(l->v);
	memset(l, 0, sizeof(*l));
}

/* The first comma, or the end, that is in no brackets and no quotes. */
static const char *
find_comma(const char *p)
{
	int depth = 0;
	char quote = 0;

	for (; *p != '\0'; p++) {
		if (quote != 0)
			quote = *p == quote ? 0 : quote;
		else if (*p == '\'' || *p == '"' || *p == '`')
			quote = *p;
		else if (*p == '(')
			depth++;
		else if (*p == ')')
			depth--;
		else if (*p == ',' && depth == 0)
			break;
	}
	return (p);
}

/* The text without blanks around it: a heap string. */
static char *
trimmed(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n'))
		p++;
	while (end > p && strchr(" \t\n", end[-1]) != NULL)
		end--;
	return (mem_strndup(p, (size_t)(end - p)));
}

/* "x, 0.9": take the number off the end of args. */
static int
take_share(struct aggregate *a, char *args, struct diag *d)
{
	char *comma = strrchr(args, ',');
	size_t blanks = comma != NULL ? strspn(comma + 1, " ") : 0;

	if (comma == NULL || parse_float(comma + 1 + blanks,
	    strlen(comma + 1 + blanks), &a->p) == -1 ||
	    !(a->p >= 0 && a->p <= 1))
		return (diag_set(d, "wants a number from 0 to 1 at the end, "
		    "as %s(x, 0.9)", a->kind->name));
	*comma = '\0';
	return (0);
}

/* What stands between the brackets. */
static int
parse_args(struct aggregate *a, char *args, struct diag *d)
{
	a->p = 0.5;
	if (a->kind->takes_p && take_share(a, args, d) == -1)
		return (-1);
	if (args[strspn(args, " \t\n")] != '\0')
		return (expr_parse(args, &a->expr, d));
	return (a->kind->takes_rows ? 0 :
	    diag_set(d, "%s of what?", a->kind->name));
}

/* A name where none was given: sum_x. */
static int
name_by_argument(struct aggregate *a, const char *args, struct diag *d)
{
	const char *const *names;
	struct str name = STR_INIT;
	char *column;
	size_t n = 0;

	str_addz(&name, a->kind->name);
	if (a->expr != NULL) {
		names = expr_names(a->expr, &n);
		column = trimmed(args, args + strcspn(args, ",)"));
		if (n == 1 && strcmp(column, names[0]) == 0)
			str_addf(&name, "_%s", column);
		else
			n = 2;
		free(column);
	}
	a->name = str_detach(&name);
	return (n < 2 ? 0 : diag_set(d, "wants a name for its column: "
	    "NAME=%s", a->text));
}

/* a->text is "FUNCTION(ARGS)". */
static int
parse_call(struct aggregate *a, struct diag *d)
{
	size_t n = strcspn(a->text, "("), len = strlen(a->text);
	char *function = trimmed(a->text, a->text + n), *args = NULL;
	int r = -1;

	if (n == len || a->text[len - 1] != ')') {
		diag_set(d, "not NAME=FUNCTION(EXPRESSION)");
	} else if ((a->kind = named_find(aggregate_table, function,
	    "aggregate", d)) != NULL) {
		args = mem_strndup(a->text + n + 1, len - n - 2);
		r = parse_args(a, args, d);
	}
	if (r == 0 && a->name == NULL)
		r = name_by_argument(a, a->text + n + 1, d);
	free(function);
	free(args);
	return (r);
}

static int
parse_one(struct aggregate *a, const char *p, const char *end,
    struct diag *d)
{
	char *term = trimmed(p, end), *name;
	const char *at = select_find(term, "=(");

	if (a->name == NULL && at != NULL && *at == '=') {
		name = trimmed(term, at);
		a->name = select_unquote(name, strlen(name));
		a->text = trimmed(at + 1, term + strlen(term));
		free(name);
	} else {
		a->text = mem_strdup(term);
	}
	free(term);
	return (parse_call(a, d) == 0 ? 0 :
	    diag_prefix(d, "\"%s\"", a->text));
}

int
aggregates_parse(struct aggregate_list *l, const char *text, const char *name,
    struct diag *d)
{
	const char *end;

	for (;; text = end + 1) {
		end = find_comma(text);
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		memset(&l->v[l->n], 0, sizeof(*l->v));
		if (name != NULL)
			l->v[l->n].name = mem_strdup(name);
		name = NULL;
		if (parse_one(&l->v[l->n++], text, end, d) == -1)
			return (-1);
		if (*end == '\0')
			return (0);
	}
}

static int
check_type(const struct aggregate *a, struct diag *d)
{
	if (a->expr == NULL || (a->kind->takes >> a->type & 1) != 0)
		return (0);
	return (diag_set(d, "%s is not made of %s", a->kind->name,
	    col_type_words(a->type)));
}

static int
bind_one(struct aggregate *a, const struct schema *s, struct diag *d)
{
	const char *const *names;
	size_t n, col;

	if (a->expr == NULL)
		return (0);
	names = expr_names(a->expr, &n);
	for (size_t i = 0; i < n; i++) {
		if (schema_need(s, names[i], &col, d) == -1)
			return (-1);
	}
	if (expr_bind(a->expr, s, d) == -1)
		return (-1);
	a->type = expr_type(a->expr);
	a->scratch = expr_scratch_new(a->expr);
	column_init(&a->values, a->type, 0);
	return (check_type(a, d));
}

int
aggregate_set_type(struct aggregate *a, const char *type, struct diag *d)
{
	return (col_type_parse(type, &a->type, d) == 0 ? check_type(a, d) :
	    -1);
}

int
aggregates_bind(struct aggregate_list *l, const struct schema *s,
    struct diag *d)
{
	for (size_t i = 0; i < l->n; i++) {
		if (bind_one(&l->v[i], s, d) == -1)
			return (diag_prefix(d, "\"%s\"", l->v[i].text));
	}
	return (0);
}

static enum col_type
type_of(const struct aggregate *a)
{
	switch (a->kind->gives) {
	case GIVES_INT:
		return (COL_INT);
	case GIVES_SUM:
		return (a->type == COL_FLOAT ? COL_FLOAT : COL_INT);
	case GIVES_VALUE:
		return (a->type);
	default:
		return (COL_FLOAT);
	}
}

int
aggregates_declare(const struct aggregate_list *l, struct schema *s,
    struct diag *d)
{
	for (size_t i = 0; i < l->n; i++) {
		if (schema_add_new(s, l->v[i].name, type_of(&l->v[i]), d) ==
		    -1)
			return (diag_prefix(d, "\"%s\"", l->v[i].text));
	}
	return (0);
}

int
aggregates_eval(struct aggregate_list *l, const struct batch *b,
    struct diag *d)
{
	for (size_t i = 0; i < l->n; i++) {
		struct aggregate *a = &l->v[i];

		if (a->expr != NULL && expr_eval(a->expr, b, a->scratch,
		    &a->values, d) == -1)
			return (diag_prefix(d, "\"%s\"", a->text));
	}
	return (0);
}

void
aggregate_init(const struct aggregate *a, char *states, size_t first,
    size_t n)
{
	size_t size = a->kind->size;

	memset(states + first * size, 0, n * size);
	for (size_t i = 0; i < n && a->kind->init != NULL; i++)
		a->kind->init(states + (first + i) * size);
}

void
aggregate_release(const struct aggregate *a, char *states, size_t first,
    size_t n)
{
	for (size_t i = 0; i < n && a->kind->release != NULL; i++)
		a->kind->release(states + (first + i) * a->kind->size);
}
