/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "profile_rules.h"

/* Beyond, distinct values are estimated (profile.h). */
#define COUNTED_NUMBERS 8191

static void
add_name(const struct column_profile *c, struct str *out)
{
	str_add_quoted(out, c->name, '`');
}

static void
add_missing(const struct column_profile *c, struct str *out)
{
	double rate = (double)c->missing / (double)(c->n + c->missing);
	double limit = ceil(100 * (rate + RULES_MISSING)) / 100;

	if (limit >= 1)
		return;
	str_addz(out, "missing(");
	add_name(c, out);
	str_addf(out, ") < %g\n", limit);
}

static bool
is_unique(const struct column_profile *c)
{
	return (c->has_distinct && c->distinct == c->n &&
	    c->n >= RULES_ROWS && (c->type == COL_STRING ? c->n <=
	    PROFILE_LEVELS : c->type == COL_INT && c->n <= COUNTED_NUMBERS));
}

/* A few whole numbers, each of which is there: a code, or marks. */
static bool
is_code(const struct column_profile *c)
{
	return (c->type == COL_INT && c->has_distinct &&
	    c->distinct <= RULES_CODES &&
	    (double)c->distinct == c->max - c->min + 1);
}

/* To two digits of the range, outwards. */
static double
round_to(double v, double step, bool up)
{
	return ((up ? ceil(v / step) : floor(v / step)) * step);
}

static void
add_range(const struct column_profile *c, struct str *out)
{
	double width = c->max - c->min, step, lo, hi;
	double margin = is_code(c) ? 0 : width / 2;
	const char *form = c->type == COL_INT ? "%.0f" : "%.15g";

	if (!isfinite(width) || width <= 0 || c->is_wide)
		return;
	step = pow(10, floor(log10(width)) - 1);
	if (c->type == COL_INT && step < 1)
		step = 1;
	lo = round_to(c->min - margin, step, false);
	hi = round_to(c->max + margin, step, true);
	if (c->min >= 0 && lo < 0)
		lo = 0;
	if (c->max <= 0 && hi > 0)
		hi = 0;
	add_name(c, out);
	str_addz(out, " between ");
	str_addf(out, form, lo);
	str_addz(out, " and ");
	str_addf(out, form, hi);
	str_addc(out, '\n');
}

/* A level of one row only says that there are more. */
static void
add_levels(const struct column_profile *c, struct str *out)
{
	if (c->levels.n == 0 || c->levels.n > RULES_LEVELS || c->other > 0 ||
	    c->level_counts[c->levels.n - 1] < 2)
		return;
	add_name(c, out);
	for (uint32_t i = 0; i < c->levels.n; i++) {
		str_addz(out, i == 0 ? " in (" : ", ");
		str_add_quoted(out, dict_get(&c->levels, i, NULL), '\'');
	}
	str_addz(out, ")\n");
}

static void
add_column(const struct column_profile *c, struct str *out)
{
	if (c->type == COL_INT || c->type == COL_BOOL || c->type == COL_TIME) {
		str_addz(out, "type(");
		add_name(c, out);
		str_addf(out, ") = %s\n", col_type_name(c->type));
	}
	add_missing(c, out);
	if (is_unique(c)) {
		str_addz(out, "unique(");
		add_name(c, out);
		str_addz(out, ")\n");
	} else if ((c->type == COL_INT || c->type == COL_FLOAT) &&
	    c->grid != NULL) {
		add_range(c, out);
	} else if (c->type == COL_STRING) {
		add_levels(c, out);
	}
}

void
profile_rules(const struct profile *p, struct str *out)
{
	str_addf(out, "# What %llu rows keep to: mlc-clean --expect-file "
	    "holds others to it.\n", (unsigned long long)p->rows);
	for (size_t i = 0; i < p->n; i++) {
		if (p->columns[i].n > 0 && p->columns[i].role != ROLE_SPLIT)
			add_column(&p->columns[i], out);
	}
}
