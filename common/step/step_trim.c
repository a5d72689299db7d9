/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trim and lower: strings without blanks at their ends, and in lower case.
 * What is left may be the empty string, which is a value.
 */
#include "letters.h"

#include "step_table.h"

static bool
is_string(enum col_type t)
{
	return (t == COL_STRING);
}

static int
apply_trim(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct column *c = step_input(s, a, k);
	const char *p;
	size_t n;

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i]) {
			column_add_missing(&a->out[k]);
			continue;
		}
		p = letters_trim(column_string(c, i, &n), &n);
		column_add_string(&a->out[k], p, n);
		a->counts->changed += n < c->off[i + 1] - c->off[i];
	}
	return (0);
}

/* Lower case has as many bytes: all of a column at once. */
static int
apply_lower(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct column *c = step_input(s, a, k);
	struct column *out = &a->out[k];
	size_t begin;

	(void)d;
	column_reserve(out, c->n);
	begin = out->off[0];
	column_add_range(out, c, 0, c->n);
	if (out->off[out->n] > begin)
		letters_lower(out->bytes + begin, out->off[out->n] - begin,
		    out->bytes + begin);
	return (0);
}

const struct step_kind step_trim = {
	.name = "trim",
	.version = 1,
	.summary = "strings without blanks at their ends",
	.consumes = true,
	.idempotent = true,
	.takes = is_string,
	.takes_what = "a string",
	.parse = step_parse_selector,
	.column.apply = apply_trim
};

const struct step_kind step_lower = {
	.name = "lower",
	.version = 1,
	.summary = "strings in lower case",
	.consumes = true,
	.idempotent = true,
	.takes = is_string,
	.takes_what = "a string",
	.parse = step_parse_selector,
	.column.apply = apply_lower
};
