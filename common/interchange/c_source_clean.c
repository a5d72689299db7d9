/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of mlc-clean as C. */
#include <math.h>
#include <string.h>

#include "typing.h"

#include "c_source_part.h"

static int
copy(struct export_step *s, struct diag *d)
{
	(void)d;
	*s->out[0] = s->in;
	return (0);
}

static int
impute(struct export_step *s, struct diag *d)
{
	struct str *b = &s->c->body;
	struct column fill;

	(void)d;
	if (s->wanted[0]) {
		export_fill(s, &fill);
		c_begin_out(s, 0, fill.type);
		c_add_if_missing(s);
		c_add_value(b, &fill);
		str_addf(b, " : %sv%zu;\n", fill.type == COL_FLOAT &&
		    s->in.type == COL_INT ? "(double)" : "", s->in.id);
		column_release(&fill);
	}
	if (s->n_out > 1 && s->wanted[1]) {
		c_begin_out(s, 1, COL_BOOL);
		c_add_missing(b, s->in);
		str_addz(b, ";\n");
	}
	return (0);
}

static void
cast_to_text(struct export_step *s)
{
	struct str *b = &s->c->body;
	size_t buf = ++s->c->n_vars, in = s->in.id;

	if (s->in.type == COL_BOOL) {
		c_begin_out(s, 0, COL_STRING);
		str_addf(b, "bool_text(v%zu);\n", in);
		return;
	}
	str_addf(b, "\tchar b%zu[24];\n", buf);
	c_begin_out(s, 0, COL_STRING);
	str_addf(b, "v%zu == LLONG_MIN ? text(NULL, 0) :\n\t    text(b%zu, "
	    "(size_t)snprintf(b%zu, sizeof(b%zu), \"%%lld\", v%zu));\n", in,
	    buf, buf, buf, in);
}

static int
cast(struct export_step *s, struct diag *d)
{
	struct str *b = &s->c->body;
	enum col_type to, from = s->in.type;

	if (col_type_parse(export_param(s, "type"), &to, d) == -1)
		return (-1);
	if (to == from)
		return (copy(s, d));
	if (to == COL_STRING && (from == COL_INT || from == COL_BOOL)) {
		cast_to_text(s);
		return (0);
	}
	if (from == COL_STRING || to == COL_STRING || to == COL_TIME)
		return (diag_set(d, "a %s as %s is not written as C",
		    col_type_name(from), col_type_words(to)));
	c_begin_out(s, 0, to);
	if (to == COL_FLOAT) {
		c_add_number(b, s->in);
		str_addz(b, from == COL_TIME ? " / 1000000;\n" : ";\n");
		return (0);
	}
	c_add_if_missing(s);
	if (to == COL_BOOL && from != COL_TIME)
		str_addf(b, "-1 : v%zu == 0 || v%zu == 1 ? v%zu != 0 : -1;\n",
		    s->in.id, s->in.id, s->in.id);
	else if (to == COL_BOOL)
		str_addz(b, "-1 : -1;\n");
	else if (from == COL_TIME)
		str_addf(b, "LLONG_MIN : floor_div(v%zu, 1000000);\n",
		    s->in.id);
	else
		str_addf(b, from == COL_FLOAT ?
		    "LLONG_MIN : to_whole(v%zu);\n" :
		    "LLONG_MIN : v%zu;\n", s->in.id);
	return (0);
}

static int
trim(struct export_step *s, struct diag *d)
{
	struct export_var in = s->in;

	(void)d;
	c_begin_out(s, 0, COL_STRING);
	str_addf(&s->c->body, "trim(v%zu);\n", in.id);
	return (0);
}

/* "is it this value?" */
static void
add_test(struct export_step *s, const struct column *value)
{
	struct str *b = &s->c->body;
	const char *p;
	size_t n;

	if (s->in.type == COL_STRING) {
		p = column_string(value, 0, &n);
		str_addf(b, "is_text(v%zu, ", s->in.id);
		c_add_string(b, p, n);
		str_addf(b, ", %zu)", n);
		return;
	}
	str_addf(b, "v%zu == ", s->in.id);
	c_add_value(b, value);
}

static int
replace(struct export_step *s, struct diag *d)
{
	struct column from, became;

	(void)d;
	export_replacement(s, &became);
	c_begin_out(s, 0, s->in.type);
	for (size_t i = 0; i < export_n_replaced(s); i++) {
		export_replaced(s, i, &from);
		if (from.valid[0]) {
			add_test(s, &from);
			str_addz(&s->c->body, " ? ");
			c_add_value(&s->c->body, &became);
			str_addz(&s->c->body, " :\n\t    ");
		}
		column_release(&from);
	}
	str_addf(&s->c->body, "v%zu;\n", s->in.id);
	column_release(&became);
	return (0);
}

/* No value is beyond an infinite bound. */
static void
add_bound(struct export_step *s, char side, double bound)
{
	struct str *b = &s->c->body;
	bool whole = s->in.type == COL_INT;

	if (isinf(bound))
		return;
	str_addf(b, whole ? "(double)v%zu %c " : "v%zu %c ", s->in.id, side);
	c_add_double(b, bound);
	str_addz(b, whole ? " ? (long long)" : " ? ");
	c_add_double(b, bound);
	str_addz(b, " : ");
}

static int
clip(struct export_step *s, struct diag *d)
{
	bool whole = s->in.type == COL_INT;
	double low, high;

	if (export_bounds(s, &low, &high, d) == -1)
		return (-1);
	c_begin_out(s, 0, s->in.type);
	if (whole) {
		c_add_if_missing(s);
		str_addz(&s->c->body, "LLONG_MIN : ");
	}
	add_bound(s, '<', low);
	add_bound(s, '>', high);
	str_addf(&s->c->body, "v%zu;\n", s->in.id);
	return (0);
}

const struct export_writer c_cleaners[] = {
	{ "impute", impute },
	{ "cast", cast },
	{ "trim", trim },
	{ "replace", replace },
	{ "na", replace },
	{ "clip", clip },
	{ "rename", copy },
	{ "carry", copy },
	{ NULL, NULL }
};
