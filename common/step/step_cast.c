/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cast: columns become another type, as convert.h says; what does not convert
 * becomes missing and counts as failed.
 */
#include "convert.h"
#include "step_columns.h"

#include "step_table.h"

static int
get_type(const struct step *s, enum col_type *out, struct diag *d)
{
	const char *name;

	if (doc_get_string(s->params, "type", &name, d) == -1 ||
	    col_type_parse(name, out, d) == -1)
		return (-1);
	if (!can_convert(*out))
		return (diag_set(d, "no column becomes a %s", name));
	return (0);
}

static int
parse_cast(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	enum col_type type;

	step_take_selector(s, arg, &rest);
	if (rest == NULL)
		return (diag_set(d, "wants COLUMNS=TYPE"));
	json_object_set_new(s->params, "type", json_string(rest));
	return (get_type(s, &type, d));
}

static int
declare_cast(struct step *s, const struct schema *in, struct diag *d)
{
	enum col_type type;

	if (get_type(s, &type, d) == -1)
		return (-1);
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_declare_same(s, in, i, type, d) == -1)
			return (-1);
	}
	return (0);
}

static int
apply_cast(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	(void)d;
	a->counts->failed += column_convert(step_input(s, a, k), &a->out[k]);
	return (0);
}

const struct step_kind step_cast = {
	.name = "cast",
	.version = 1,
	.summary = "columns as another type",
	.consumes = true,
	.idempotent = true,
	.takes = can_convert,
	.takes_what = "a plain value",
	.parse = parse_cast,
	.declare = declare_cast,
	.column.apply = apply_cast
};
