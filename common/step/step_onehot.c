/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * onehot: a column of categories becomes a bool column for each level, named
 * COL=LEVEL, in the order of the levels' values.
 *
 * Levels that are rarer than min_count, or that are not among the max_levels
 * most frequent (ties: the one that sorts first), share COL=other, which also
 * answers for levels that were never seen.  COL=missing is there if training
 * rows had missing values.  Where such a column is not there, the row is all
 * false.  A level that is called "other" or "missing" is that column.
 */
#include <stdlib.h>
#include <string.h>

#include "level_fit.h"
#include "mem.h"
#include "step_columns.h"

#include "step_table.h"

#define DEFAULT_MAX 255

struct onehot_column {
	struct dict outputs;	/* the levels, and other and missing */
	uint32_t other;		/* DICT_NONE: there is no such output */
	uint32_t missing;
};

struct onehot_state {
	struct onehot_column *cols;
	size_t n;
	enum unknown unknown;
};

static int
parse_onehot(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;

	step_take_selector(s, arg, &rest);
	if (rest != NULL)
		return (diag_set(d, "nothing follows the columns: \"=%s\"",
		    rest));
	json_object_set_new(s->params, "max_levels", json_null());
	json_object_set_new(s->params, "min_count", json_integer(1));
	json_object_set_new(s->params, "unknown", json_string("other"));
	return (0);
}

static bool
takes_type(enum col_type t)
{
	return (has_levels(t) && t != COL_FLOAT);
}

static int
bind_onehot(struct step *s, const struct schema *in, struct diag *d)
{
	return (step_check_types(s, in, takes_type, "a category", d));
}

static void
free_onehot(void *state)
{
	struct onehot_state *st = state;

	for (size_t i = 0; i < st->n; i++)
		dict_release(&st->cols[i].outputs);
	free(st->cols);
	free(st);
}

static struct onehot_state *
new_state(struct step *s)
{
	struct onehot_state *st = MEM_NEW(struct onehot_state);

	st->n = s->n_in;
	st->cols = mem_calloc(st->n, sizeof(*st->cols));
	s->state = st;
	return (st);
}

/* A level while it is decided which are kept. */
struct ranked {
	uint32_t id;
	size_t rank;		/* in the order of values */
	uint64_t count;
};

static int
more_frequent(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->count != y->count)
		return (x->count > y->count ? -1 : 1);
	return (x->rank < y->rank ? -1 : 1);
}

static int
lower_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return (x->rank < y->rank ? -1 : x->rank > y->rank);
}

/* All levels, the most frequent first. */
static struct ranked *
rank_levels(const struct level_counts *c)
{
	struct ranked *r = mem_alloc(c->levels.n, sizeof(*r));
	uint32_t *order = levels_order(&c->levels, c->type);

	for (size_t k = 0; k < c->levels.n; k++)
		r[k] = (struct ranked){ order[k], k, c->counts[order[k]] };
	free(order);
	qsort(r, c->levels.n, sizeof(*r), more_frequent);
	return (r);
}

struct onehot_limits {
	int64_t max_levels;	/* 0: not given */
	int64_t min_count;
};

/* How many of the most frequent levels are kept. */
static int
count_kept(const struct ranked *r, size_t n, const struct onehot_limits *l,
    size_t *kept, struct diag *d)
{
	*kept = 0;
	while (*kept < n && r[*kept].count >= (uint64_t)l->min_count)
		++*kept;
	if (l->max_levels == 0 && *kept > DEFAULT_MAX)
		return (diag_set(d, "%zu levels are more than %d: give "
		    "--max-levels or --min-count, or choose another encoding",
		    *kept, DEFAULT_MAX));
	if (l->max_levels > 0 && *kept > (size_t)l->max_levels)
		*kept = (size_t)l->max_levels;
	return (0);
}

static int
choose_levels(struct onehot_column *to, const struct level_counts *c,
    const struct onehot_limits *l, enum unknown unknown, struct diag *d)
{
	struct ranked *r = rank_levels(c);
	size_t kept, n;
	const char *p;
	int rc;

	if ((rc = count_kept(r, c->levels.n, l, &kept, d)) == 0 &&
	    kept < c->levels.n && unknown == UNKNOWN_ERROR)
		rc = diag_set(d, "levels that are not kept cannot be told "
		    "from unknown ones, which are to be an error");
	if (rc == 0)
		qsort(r, kept, sizeof(*r), lower_rank);
	for (size_t k = 0; rc == 0 && k < kept; k++) {
		p = dict_get(&c->levels, r[k].id, &n);
		levels_add_saved(&to->outputs, p, n);
	}
	free(r);
	to->other = rc == 0 && kept < c->levels.n ?
	    dict_add(&to->outputs, "other", 5) : DICT_NONE;
	to->missing = rc == 0 && c->n_missing > 0 ?
	    dict_add(&to->outputs, "missing", 7) : DICT_NONE;
	return (rc);
}

static int
read_limits(const struct step *s, struct onehot_limits *l, struct diag *d)
{
	l->max_levels = 0;
	l->min_count = 1;
	return (doc_opt_int(s->params, "max_levels", &l->max_levels, d) == -1 ||
	    doc_opt_int(s->params, "min_count", &l->min_count, d) == -1 ?
	    -1 : 0);
}

static int
finish_onehot(struct step *s, void *fit, struct diag *d)
{
	const struct level_fit *f = fit;
	struct onehot_state *st;
	struct onehot_limits limits;
	enum unknown unknown;

	if (level_fit_check(s, f, d) == -1 || read_limits(s, &limits, d) == -1
	    || step_unknown(s, &unknown, d) == -1)
		return (-1);
	st = new_state(s);
	st->unknown = unknown;
	for (size_t i = 0; i < st->n; i++) {
		if (choose_levels(&st->cols[i], &f->cols[i], &limits, unknown,
		    d) == -1)
			return (diag_prefix(d, "column \"%s\"", s->in[i]));
	}
	return (0);
}

static int
declare_onehot(struct step *s, const struct schema *in, struct diag *d)
{
	const struct onehot_state *st = s->state;
	const struct dict *outputs;

	(void)in;
	for (size_t i = 0; i < st->n; i++) {
		outputs = &st->cols[i].outputs;
		for (uint32_t k = 0; k < outputs->n; k++) {
			if (step_declare_part(s, i, '=',
			    dict_get(outputs, k, NULL), COL_BOOL, d) == -1)
				return (-1);
		}
	}
	return (0);
}

static void
fill_false(struct column *c, size_t n)
{
	column_reserve(c, n);
	memset(c->valid, 1, n);
	memset(c->bools, 0, n);
	c->n = n;
}

/* Which output is true at row i, or DICT_NONE. */
static int
find_output(const struct step *s, const struct apply_args *a, size_t k,
    size_t i, uint32_t *out, struct diag *d)
{
	const struct onehot_state *st = s->state;
	const struct onehot_column *oc = &st->cols[k];
	const struct column *c = a->in->cols[s->in_cols[k]];

	*out = oc->missing;
	if (!c->valid[i])
		return (0);
	if ((*out = level_find(&oc->outputs, c, i)) != DICT_NONE)
		return (0);
	*out = st->unknown == UNKNOWN_MISSING ? oc->missing : oc->other;
	if (a->train != NULL && a->train[i])
		*out = oc->other;	/* seen, but not kept */
	return (level_unknown(s, a, k, i, st->unknown, d));
}

static int
apply_column(const struct step *s, const struct apply_args *a, size_t k,
    struct column *out, struct diag *d)
{
	const struct onehot_state *st = s->state;
	uint32_t hot;

	for (size_t j = 0; j < st->cols[k].outputs.n; j++)
		fill_false(&out[j], a->in->n_rows);
	for (size_t i = 0; i < a->in->n_rows; i++) {
		if (find_output(s, a, k, i, &hot, d) == -1)
			return (-1);
		if (hot != DICT_NONE)
			out[hot].bools[i] = 1;
	}
	return (0);
}

static int
apply_onehot(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct onehot_state *st = s->state;
	struct column *out = a->out;

	for (size_t k = 0; k < st->n; k++) {
		if (apply_column(s, a, k, out, d) == -1)
			return (-1);
		out += st->cols[k].outputs.n;
	}
	return (0);
}

static json_t *
save_column(const struct step *s, size_t i)
{
	const struct onehot_state *st = s->state;
	const struct onehot_column *c = &st->cols[i];
	json_t *o = json_object();

	json_object_set_new(o, "levels", levels_to_json(&c->outputs));
	json_object_set_new(o, "other", json_boolean(c->other != DICT_NONE));
	json_object_set_new(o, "missing",
	    json_boolean(c->missing != DICT_NONE));
	return (o);
}

static json_t *
save_onehot(const struct step *s)
{
	return (step_columns_save(s, save_column));
}

static int
load_column(struct step *s, size_t i, const json_t *o, struct diag *d)
{
	const struct onehot_state *st = s->state;
	struct onehot_column *c = &st->cols[i];
	bool other, missing;
	json_t *levels;

	if (doc_get_array(o, "levels", &levels, d) == -1 ||
	    doc_get_bool(o, "other", &other, d) == -1 ||
	    doc_get_bool(o, "missing", &missing, d) == -1 ||
	    levels_from_json(levels, &c->outputs, d) == -1)
		return (-1);
	c->other = other ? dict_findz(&c->outputs, "other") : DICT_NONE;
	c->missing = missing ? dict_findz(&c->outputs, "missing") : DICT_NONE;
	if ((other && c->other == DICT_NONE) ||
	    (missing && c->missing == DICT_NONE))
		return (diag_set(d, "no level \"other\" or \"missing\""));
	return (0);
}

static int
load_onehot(struct step *s, const json_t *state, struct diag *d)
{
	struct onehot_state *st = new_state(s);

	if (step_unknown(s, &st->unknown, d) == -1)
		return (-1);
	return (step_columns_load(s, state, load_column, d));
}

const struct step_kind step_onehot = {
	.name = "onehot",
	.version = 1,
	.summary = "a bool column for each level of a category",
	.consumes = true,
	.parse = parse_onehot,
	.bind = bind_onehot,
	.fit = &level_fit_ops,
	.finish = finish_onehot,
	.declare = declare_onehot,
	.apply = apply_onehot,
	.save = save_onehot,
	.load = load_onehot,
	.free_state = free_onehot
};
