/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trim and lower: strings without blanks at their ends, and in lower case.
 * What is left may be the empty string, which is a value.
 */
#include "letters.h"
#include "step_columns.h"

#include "step_table.h"

static int
parse_selector(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;

	step_take_selector(s, arg, &rest);
	if (rest != NULL)
		return (diag_set(d, "takes columns and no \"=\""));
	return (0);
}

static bool
is_string(enum col_type t)
{
	return (t == COL_STRING);
}

static int
bind_strings(struct step *s, const struct schema *in, struct diag *d)
{
	return (step_check_types(s, in, is_string, "a string", d));
}

static bool
is_blank(char c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

static uint64_t
trim_column(const struct column *c, struct column *out)
{
	uint64_t changed = 0;
	const char *p;
	size_t n, all;

	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i]) {
			column_add_missing(out);
			continue;
		}
		p = column_string(c, i, &all);
		for (n = all; n > 0 && is_blank(*p); p++)
			n--;
		while (n > 0 && is_blank(p[n - 1]))
			n--;
		column_add_string(out, p, n);
		changed += n < all;
	}
	return (changed);
}

static int
apply_trim(const struct step *s, const struct apply_args *a, struct diag *d)
{
	(void)d;
	for (size_t k = 0; k < s->n_in; k++)
		a->counts->changed += trim_column(
		    a->in->cols[s->in_cols[k]], &a->out[k]);
	return (0);
}

/* Lower case has as many bytes: all of a column at once. */
static int
apply_lower(const struct step *s, const struct apply_args *a, struct diag *d)
{
	(void)d;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = a->in->cols[s->in_cols[k]];
		struct column *out = &a->out[k];
		size_t begin;

		column_reserve(out, c->n);
		begin = out->off[0];
		column_add_range(out, c, 0, c->n);
		if (out->off[out->n] > begin)
			letters_lower(out->bytes + begin,
			    out->off[out->n] - begin, out->bytes + begin);
	}
	return (0);
}

const struct step_kind step_trim = {
	.name = "trim",
	.version = 1,
	.summary = "strings without blanks at their ends",
	.consumes = true,
	.parse = parse_selector,
	.bind = bind_strings,
	.apply = apply_trim
};

const struct step_kind step_lower = {
	.name = "lower",
	.version = 1,
	.summary = "strings in lower case",
	.consumes = true,
	.parse = parse_selector,
	.bind = bind_strings,
	.apply = apply_lower
};
