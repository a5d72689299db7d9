/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ordinal: a category becomes the number of its level, 0 .. k - 1, in the
 * order of the levels' values or in the order given (low<mid<high).  Missing
 * stays missing; an unknown level is missing, or k with unknown=other.
 */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "step_columns.h"
#include "unknown_level.h"
#include "value_fit.h"

#include "step_table.h"

struct ordinal_column {
	struct dict levels;	/* in their order */
	enum unknown unknown;
};

/* "low<mid<high" */
static json_t *
parse_order(const char *p)
{
	json_t *order = json_array();
	const char *end;

	for (;; p = end + 1) {
		end = strchrnul(p, '<');
		json_array_append_new(order,
		    doc_stringn(p, (size_t)(end - p)));
		if (*end == '\0')
			return (order);
	}
}

static int
parse_ordinal(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	struct dict once;
	json_t *order;

	step_take_selector(s, arg, &rest);
	json_object_set_new(s->params, "unknown", json_string("missing"));
	if (rest == NULL)
		return (0);
	order = parse_order(rest);
	json_object_set_new(s->params, "order", order);
	if (levels_from_json(order, &once, d) == -1)
		return (diag_set(d, "a level stands twice in \"%s\"", rest));
	dict_release(&once);
	return (0);
}

static void
take_in_order(struct dict *to, const struct level_counts *c)
{
	uint32_t *order = levels_order(&c->levels, c->type);

	for (size_t k = 0; k < c->levels.n; k++)
		levels_take(to, &c->levels, order[k]);
	free(order);
}

static int
finish_ordinal(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	const struct level_counts *seen = value_fit_levels(s, fit, k, d);
	struct ordinal_column *o = col;
	json_t *order = NULL;

	if (seen == NULL || step_unknown(s, &o->unknown, d) == -1 ||
	    doc_opt_array(s->params, "order", &order, d) == -1)
		return (-1);
	if (order != NULL)
		return (levels_from_json(order, &o->levels, d));
	take_in_order(&o->levels, seen);
	return (0);
}

static int
apply_ordinal(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct ordinal_column *o = step_column(s, k);
	const struct column *c = step_input(s, a, k);
	struct column *out = &a->out[k];
	uint32_t id;

	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i]) {
			column_add_missing(out);
			continue;
		}
		if ((id = level_find(&o->levels, c, i)) != DICT_NONE) {
			column_add_int(out, id);
			continue;
		}
		if (level_unknown(s, a, k, i, o->unknown, d) == -1)
			return (-1);
		if (o->unknown == UNKNOWN_OTHER)
			column_add_int(out, (int64_t)o->levels.n);
		else
			column_add_missing(out);
	}
	return (0);
}

static json_t *
save_ordinal(const void *col)
{
	const struct ordinal_column *o = col;

	return (json_pack("{s:o}", "levels", levels_to_json(&o->levels)));
}

static int
load_ordinal(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct ordinal_column *o = col;

	if (step_unknown(s, &o->unknown, d) == -1)
		return (-1);
	return (levels_get(entry, "levels", &o->levels, d));
}

static void
release_ordinal(void *col)
{
	struct ordinal_column *o = col;

	dict_release(&o->levels);
}

const struct step_kind step_ordinal = {
	.name = "ordinal",
	.version = 1,
	.summary = "the number of a category's level, in order",
	.consumes = true,
	.recodes = true,
	.takes = has_levels,
	.takes_what = "a category",
	.parse = parse_ordinal,
	.fit = &value_fit_ops,
	.needs = need_levels,
	.declare = step_declare_ints,
	.column = {
		.size = sizeof(struct ordinal_column),
		.finish = finish_ordinal,
		.apply = apply_ordinal,
		.save = save_ordinal,
		.load = load_ordinal,
		.release = release_ordinal
	}
};
