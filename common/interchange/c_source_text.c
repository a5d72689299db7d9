/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables, constants and tables of a file of C. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"

#include "c_source_part.h"

#define PER_LINE 4

struct export_var
c_var_begin(struct c_source *c, enum col_type t)
{
	static const char *const types[N_COL_TYPES] = {
		[COL_BOOL] = "int", [COL_INT] = "long long",
		[COL_FLOAT] = "double", [COL_STRING] = "struct text",
		[COL_TIME] = "long long", [COL_SPARSE] = "long"
	};
	struct export_var v = { ++c->n_vars, t };

	str_addf(&c->body, "\t%s v%zu = ", types[t], v.id);
	return (v);
}

struct export_var
c_begin_out(struct export_step *s, size_t j, enum col_type t)
{
	*s->out[j] = c_var_begin(s->c, t);
	return (*s->out[j]);
}

void
c_add_if_missing(struct export_step *s)
{
	c_add_missing(&s->c->body, s->in);
	str_addz(&s->c->body, " ? ");
}

void
c_add_number(struct str *s, struct export_var v)
{
	switch (v.type) {
	case COL_BOOL:
		str_addf(s, "(v%zu < 0 ? NAN : v%zu)", v.id, v.id);
		break;
	case COL_FLOAT:
		str_addf(s, "v%zu", v.id);
		break;
	default:
		str_addf(s, "number(v%zu)", v.id);
	}
}

void
c_add_missing(struct str *s, struct export_var v)
{
	static const char *const tests[N_COL_TYPES] = {
		[COL_BOOL] = "v%zu < 0", [COL_INT] = "v%zu == LLONG_MIN",
		[COL_FLOAT] = "isnan(v%zu)", [COL_STRING] = "v%zu.p == NULL",
		[COL_TIME] = "v%zu == LLONG_MIN", [COL_SPARSE] = "v%zu < 0"
	};
	const char *number = strchr(tests[v.type], '%');

	str_add(s, tests[v.type], (size_t)(number - tests[v.type]));
	str_addf(s, "%zu%s", v.id, number + 3);
}

void
c_add_double(struct str *s, double v)
{
	char text[NUMTEXT_MAX];

	if (isnan(v))
		str_addz(s, "NAN");
	else if (isinf(v))
		str_addz(s, v > 0 ? "HUGE_VAL" : "-HUGE_VAL");
	else
		str_add(s, text, format_float(text, v));
}

/* A question mark might begin a trigraph; three octal digits end by
   themselves. */
void
c_add_string(struct str *s, const char *p, size_t n)
{
	str_addc(s, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char b = (unsigned char)p[i];

		if (b == '"' || b == '\\' || b == '?')
			str_addf(s, "\\%c", b);
		else if (b < ' ' || b == 127)
			str_addf(s, "\\%03o", b);
		else
			str_addc(s, p[i]);
	}
	str_addc(s, '"');
}

void
c_add_comment(struct str *s, const char *p)
{
	for (; *p != '\0'; p++) {
		str_addc(s, iscntrl((unsigned char)*p) || *p == '\\' ? '.' :
		    *p);
		if ((*p == '*' && p[1] == '/') || (*p == '/' && p[1] == '*'))
			str_addc(s, ' ');
	}
}

void
c_add_value(struct str *s, const struct column *c)
{
	const char *p;
	size_t n;

	switch (c->type) {
	case COL_BOOL:
		str_addf(s, "%d", c->valid[0] ? c->bools[0] : -1);
		break;
	case COL_FLOAT:
		c_add_double(s, c->valid[0] ? c->floats[0] : NAN);
		break;
	case COL_STRING:
		p = column_string(c, 0, &n);
		str_addz(s, "text(");
		if (c->valid[0])
			c_add_string(s, p, n);
		else
			str_addz(s, "NULL");
		str_addf(s, ", %zu)", n);
		break;
	default:
		if (c->valid[0] && c->ints[0] != INT64_MIN)
			str_addf(s, "%lldLL", (long long)c->ints[0]);
		else
			str_addz(s, "LLONG_MIN");
	}
}

size_t
c_table(struct c_source *c, const double *v, size_t n)
{
	str_addf(&c->tables, "static const double t%zu[] = {",
	    ++c->n_tables);
	for (size_t i = 0; i < n || i == 0; i++) {
		str_addz(&c->tables, i % PER_LINE == 0 ? "\n\t" : " ");
		c_add_double(&c->tables, i < n ? v[i] : 0);
		str_addc(&c->tables, ',');
	}
	str_addz(&c->tables, "\n};\n\n");
	return (c->n_tables);
}

struct level {
	const char *p;
	size_t n;
	uint32_t id;
	double number;
	int64_t whole;
};

static int
compare_levels(const void *a, const void *b)
{
	const struct level *x = a, *y = b;
	int r = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

	return (r != 0 ? r : (x->n > y->n) - (x->n < y->n));
}

static int
compare_wholes(const void *a, const void *b)
{
	const struct level *x = a, *y = b;

	return ((x->whole > y->whole) - (x->whole < y->whole));
}

static int
compare_numbers(const void *a, const void *b)
{
	const struct level *x = a, *y = b;

	return ((x->number > y->number) - (x->number < y->number));
}

/* Levels that a value of the type can have: a text in another form than the
   one its value has is never found. */
static size_t
list_levels(const struct dict *levels, enum col_type t, struct level *out)
{
	size_t n = 0;
	char *own;

	for (uint32_t id = 0; id < levels->n; id++) {
		struct level *l = &out[n];

		*l = (struct level){ .id = id };
		l->p = dict_get(levels, id, &l->n);
		own = level_named(t, l->p);
		if (t == COL_STRING || (strcmp(own, l->p) == 0 &&
		    (t == COL_BOOL || (t == COL_INT ?
		    parse_int(l->p, l->n, &l->whole) :
		    parse_float(l->p, l->n, &l->number)) == 0)))
			n++;
		free(own);
	}
	qsort(out, n, sizeof(*out), t == COL_INT ? compare_wholes :
	    t == COL_FLOAT ? compare_numbers : compare_levels);
	return (n);
}

static void
add_level(struct str *s, const struct level *l, enum col_type t)
{
	str_addz(s, "\t{ ");
	if (t == COL_INT)
		str_addf(s, "%lldLL", (long long)l->whole);
	else if (t == COL_FLOAT)
		c_add_double(s, l->number);
	else
		c_add_string(s, l->p, l->n);
	if (t != COL_INT && t != COL_FLOAT)
		str_addf(s, ", %zu", l->n);
	str_addf(s, ", %u },\n", l->id);
}

size_t
c_find(struct c_source *c, struct export_var v, const struct dict *levels)
{
	const char *kind = v.type == COL_INT ? "whole" :
	    v.type == COL_FLOAT ? "real" : "text";
	struct level *list = mem_alloc(levels->n, sizeof(*list));
	size_t n = list_levels(levels, v.type, list);
	size_t t = ++c->n_tables, id = ++c->n_vars;

	str_addf(&c->tables, "static const struct %s_level t%zu[] = {\n", kind,
	    t);
	for (size_t i = 0; i < n; i++)
		add_level(&c->tables, &list[i], v.type);
	str_addf(&c->tables, "%s};\n\n", n > 0 ? "" : "\t{ 0 }\n");
	str_addf(&c->body, "\tlong i%zu = find_%s(t%zu, %zu, ", id, kind, t,
	    n);
	str_addf(&c->body, v.type == COL_BOOL ? "bool_text(v%zu));\n" :
	    "v%zu);\n", v.id);
	free(list);
	return (id);
}
