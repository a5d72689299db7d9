/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ordinal: a category becomes the number of its level, 0 .. k - 1, in the
 * order of the levels' values or in the order given (low<mid<high).  Missing
 * stays missing; an unknown level is missing, or k with unknown=other.
 */
#include <stdlib.h>
#include <string.h>

#include "level_fit.h"
#include "mem.h"
#include "step_columns.h"

#include "step_table.h"

struct ordinal_state {
	struct dict *levels;	/* of each input */
	size_t n;
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

static int
bind_ordinal(struct step *s, const struct schema *in, struct diag *d)
{
	return (step_check_types(s, in, has_levels, "a category", d));
}

static void
free_ordinal(void *state)
{
	struct ordinal_state *st = state;

	for (size_t i = 0; i < st->n; i++)
		dict_release(&st->levels[i]);
	free(st->levels);
	free(st);
}

static int
new_state(struct step *s, struct diag *d)
{
	struct ordinal_state *st = MEM_NEW(struct ordinal_state);

	st->n = s->n_in;
	st->levels = mem_calloc(st->n, sizeof(*st->levels));
	s->state = st;
	return (step_unknown(s, &st->unknown, d));
}

static void
take_in_order(struct dict *to, const struct level_counts *c)
{
	uint32_t *order = levels_order(&c->levels, c->type);
	const char *p;
	size_t n;

	for (size_t k = 0; k < c->levels.n; k++) {
		p = dict_get(&c->levels, order[k], &n);
		levels_add_saved(to, p, n);
	}
	free(order);
}

static int
finish_ordinal(struct step *s, void *fit, struct diag *d)
{
	const struct level_fit *f = fit;
	struct ordinal_state *st;
	json_t *order = NULL;
	int r = 0;

	if (level_fit_check(s, f, d) == -1 || new_state(s, d) == -1 ||
	    doc_opt_array(s->params, "order", &order, d) == -1)
		return (-1);
	st = s->state;
	for (size_t i = 0; i < st->n && r == 0; i++) {
		if (order != NULL)
			r = levels_from_json(order, &st->levels[i], d);
		else
			take_in_order(&st->levels[i], &f->cols[i]);
	}
	return (r);
}

static int
declare_ordinal(struct step *s, const struct schema *in, struct diag *d)
{
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_declare_same(s, in, i, COL_INT, d) == -1)
			return (-1);
	}
	return (0);
}

static int
apply_column(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct ordinal_state *st = s->state;
	const struct column *c = a->in->cols[s->in_cols[k]];
	struct column *out = &a->out[k];
	uint32_t id;

	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i]) {
			column_add_missing(out);
			continue;
		}
		if ((id = level_find(&st->levels[k], c, i)) != DICT_NONE) {
			column_add_int(out, id);
			continue;
		}
		if (level_unknown(s, a, k, i, st->unknown, d) == -1)
			return (-1);
		if (st->unknown == UNKNOWN_OTHER)
			column_add_int(out, (int64_t)st->levels[k].n);
		else
			column_add_missing(out);
	}
	return (0);
}

static int
apply_ordinal(const struct step *s, const struct apply_args *a,
    struct diag *d)
{
	for (size_t k = 0; k < s->n_in; k++) {
		if (apply_column(s, a, k, d) == -1)
			return (-1);
	}
	return (0);
}

static json_t *
save_column(const struct step *s, size_t i)
{
	const struct ordinal_state *st = s->state;
	json_t *o = json_object();

	json_object_set_new(o, "levels", levels_to_json(&st->levels[i]));
	return (o);
}

static json_t *
save_ordinal(const struct step *s)
{
	return (step_columns_save(s, save_column));
}

static int
load_column(struct step *s, size_t i, const json_t *o, struct diag *d)
{
	const struct ordinal_state *st = s->state;
	json_t *levels;

	if (doc_get_array(o, "levels", &levels, d) == -1)
		return (-1);
	return (levels_from_json(levels, &st->levels[i], d));
}

static int
load_ordinal(struct step *s, const json_t *state, struct diag *d)
{
	if (new_state(s, d) == -1)
		return (-1);
	return (step_columns_load(s, state, load_column, d));
}

const struct step_kind step_ordinal = {
	.name = "ordinal",
	.version = 1,
	.summary = "the number of a category's level, in order",
	.consumes = true,
	.parse = parse_ordinal,
	.bind = bind_ordinal,
	.fit = &level_fit_ops,
	.finish = finish_ordinal,
	.declare = declare_ordinal,
	.apply = apply_ordinal,
	.save = save_ordinal,
	.load = load_ordinal,
	.free_state = free_ordinal
};
