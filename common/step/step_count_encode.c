/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * count: a category becomes the number of training rows that have its level,
 * or their share (frequency).  Missing is a level of its own; an unknown
 * level has count 0, or is missing with unknown=missing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "level_fit.h"
#include "mem.h"
#include "step_columns.h"

#include "step_table.h"

struct count_column {
	struct dict levels;	/* in the order of their values */
	double *counts;		/* of each level */
	double missing;		/* of missing values */
	double n_rows;
};

struct count_state {
	struct count_column *cols;
	size_t n;
	enum unknown unknown;
	bool is_share;
};

static int
parse_count(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;

	step_take_selector(s, arg, &rest);
	if (rest == NULL)
		rest = "count";
	if (strcmp(rest, "count") != 0 && strcmp(rest, "frequency") != 0)
		return (diag_set(d, "not SEL[=count|frequency]: \"%s\"", arg));
	json_object_set_new(s->params, "as", json_string(rest));
	json_object_set_new(s->params, "unknown", json_string("other"));
	return (0);
}

static int
bind_count(struct step *s, const struct schema *in, struct diag *d)
{
	return (step_check_types(s, in, has_levels, "a category", d));
}

static void
free_count(void *state)
{
	struct count_state *st = state;

	for (size_t i = 0; i < st->n; i++) {
		dict_release(&st->cols[i].levels);
		free(st->cols[i].counts);
	}
	free(st->cols);
	free(st);
}

static int
new_state(struct step *s, struct diag *d)
{
	struct count_state *st = MEM_NEW(struct count_state);
	const char *as;

	st->n = s->n_in;
	st->cols = mem_calloc(st->n, sizeof(*st->cols));
	s->state = st;
	if (doc_get_string(s->params, "as", &as, d) == -1)
		return (-1);
	st->is_share = strcmp(as, "frequency") == 0;
	return (step_unknown(s, &st->unknown, d));
}

static void
take_counts(struct count_column *to, const struct level_counts *c)
{
	uint32_t *order = levels_order(&c->levels, c->type), id;
	const char *p;
	size_t n;

	to->counts = mem_calloc(c->levels.n, sizeof(*to->counts));
	to->missing = to->n_rows = (double)c->n_missing;
	for (size_t k = 0; k < c->levels.n; k++) {
		p = dict_get(&c->levels, order[k], &n);
		id = levels_add_saved(&to->levels, p, n);
		to->counts[id] += (double)c->counts[order[k]];
		to->n_rows += (double)c->counts[order[k]];
	}
	free(order);
}

static int
finish_count(struct step *s, void *fit, struct diag *d)
{
	const struct level_fit *f = fit;
	struct count_state *st;

	if (level_fit_check(s, f, d) == -1 || new_state(s, d) == -1)
		return (-1);
	st = s->state;
	for (size_t i = 0; i < st->n; i++)
		take_counts(&st->cols[i], &f->cols[i]);
	return (0);
}

static int
declare_count(struct step *s, const struct schema *in, struct diag *d)
{
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_declare_same(s, in, i, COL_FLOAT, d) == -1)
			return (-1);
	}
	return (0);
}

static int
apply_column(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct count_state *st = s->state;
	const struct count_column *cc = &st->cols[k];
	const struct column *c = a->in->cols[s->in_cols[k]];
	double unit = st->is_share ? fmax(cc->n_rows, 1) : 1;
	uint32_t id;
	double v;

	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i]) {
			v = cc->missing;
		} else if ((id = level_find(&cc->levels, c, i)) != DICT_NONE) {
			v = cc->counts[id];
		} else {
			if (level_unknown(s, a, k, i, st->unknown, d) == -1)
				return (-1);
			v = st->unknown == UNKNOWN_MISSING ? NAN : 0;
		}
		column_add_float(&a->out[k], v / unit);
	}
	return (0);
}

static int
apply_count(const struct step *s, const struct apply_args *a, struct diag *d)
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
	const struct count_state *st = s->state;
	const struct count_column *c = &st->cols[i];
	json_t *o = json_object();

	json_object_set_new(o, "rows", json_real(c->n_rows));
	json_object_set_new(o, "missing", json_real(c->missing));
	json_object_set_new(o, "levels", levels_to_json(&c->levels));
	json_object_set_new(o, "counts", doc_floats(c->counts, c->levels.n));
	return (o);
}

static json_t *
save_count(const struct step *s)
{
	return (step_columns_save(s, save_column));
}

static int
load_column(struct step *s, size_t i, const json_t *o, struct diag *d)
{
	const struct count_state *st = s->state;
	struct count_column *c = &st->cols[i];
	json_t *levels;
	size_t n;

	if (doc_get_float(o, "rows", &c->n_rows, d) == -1 ||
	    doc_get_float(o, "missing", &c->missing, d) == -1 ||
	    doc_get_array(o, "levels", &levels, d) == -1 ||
	    doc_get_floats(o, "counts", &c->counts, &n, d) == -1 ||
	    levels_from_json(levels, &c->levels, d) == -1)
		return (-1);
	if (n != c->levels.n)
		return (diag_set(d, "%zu counts for %zu levels", n,
		    c->levels.n));
	return (0);
}

static int
load_count(struct step *s, const json_t *state, struct diag *d)
{
	if (new_state(s, d) == -1)
		return (-1);
	return (step_columns_load(s, state, load_column, d));
}

const struct step_kind step_count_encode = {
	.name = "count",
	.version = 1,
	.summary = "the number (or share) of training rows of a level",
	.consumes = true,
	.parse = parse_count,
	.bind = bind_count,
	.fit = &level_fit_ops,
	.finish = finish_count,
	.declare = declare_count,
	.apply = apply_count,
	.save = save_count,
	.load = load_count,
	.free_state = free_count
};
