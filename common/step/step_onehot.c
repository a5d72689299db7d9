/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * onehot: a column of categories becomes a bool column for each level, named
 * COL=LEVEL, in the order of the levels' values; with more levels than
 * DENSE_MAX one sparse column of the same name, which has a place for each and
 * a 1 in that of the row's level.
 *
 * Levels that are rarer than min_count, or that are not among the max_levels
 * most frequent (ties: the one that sorts first), share COL=other, which also
 * answers for levels that were never seen.  COL=missing is there if training
 * rows had missing values.  Where such a column is not there, the row is all
 * false.  A level that is called "other" or "missing" is that column.
 */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "step_columns.h"
#include "unknown_level.h"
#include "value_fit.h"

#include "step_table.h"

#define DENSE_MAX 255

struct onehot_column {
	struct dict outputs;	/* the levels, and other and missing */
	uint32_t other;		/* DICT_NONE: there is no such output */
	uint32_t missing;
	bool is_sparse;
	enum unknown unknown;
};

static int
parse_onehot(struct step *s, const char *arg, struct diag *d)
{
	if (step_parse_selector(s, arg, d) == -1)
		return (-1);
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
lower_rank(const void *a, const void *b)
{
	const struct ranked_level *x = a, *y = b;

	return (x->rank < y->rank ? -1 : x->rank > y->rank);
}

struct onehot_limits {
	int64_t max_levels;	/* 0: not given */
	int64_t min_count;
};

/* How many of the most frequent levels are kept. */
static size_t
count_kept(const struct ranked_level *r, size_t n,
    const struct onehot_limits *l)
{
	size_t kept = 0;

	while (kept < n && r[kept].count >= (uint64_t)l->min_count)
		kept++;
	return (l->max_levels > 0 && kept > (size_t)l->max_levels ?
	    (size_t)l->max_levels : kept);
}

static int
choose_levels(struct onehot_column *to, const struct level_counts *c,
    const struct onehot_limits *l, struct diag *d)
{
	struct ranked_level *r = level_counts_rank(c);
	size_t kept = count_kept(r, c->levels.n, l);
	int rc = 0;

	to->other = to->missing = DICT_NONE;
	to->is_sparse = kept > DENSE_MAX;
	if (kept < c->levels.n && to->unknown == UNKNOWN_ERROR)
		rc = diag_set(d, "levels that are not kept cannot be told "
		    "from unknown ones, which are to be an error");
	if (rc == 0) {
		qsort(r, kept, sizeof(*r), lower_rank);
		for (size_t k = 0; k < kept; k++)
			levels_take(&to->outputs, &c->levels, r[k].id);
		if (kept < c->levels.n)
			to->other = dict_add(&to->outputs, "other", 5);
		if (c->n_missing > 0)
			to->missing = dict_add(&to->outputs, "missing", 7);
	}
	free(r);
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
finish_onehot(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	const struct level_counts *seen = value_fit_levels(s, fit, k, d);
	struct onehot_column *o = col;
	struct onehot_limits limits;

	if (seen == NULL || read_limits(s, &limits, d) == -1 ||
	    step_unknown(s, &o->unknown, d) == -1)
		return (-1);
	if (choose_levels(o, seen, &limits, d) == -1)
		return (diag_prefix(d, "column \"%s\"", s->in[k]));
	return (0);
}

static int
declare_onehot(struct step *s, const struct schema *in, struct diag *d)
{
	const struct onehot_column *o;

	for (size_t i = 0; i < s->n_in; i++) {
		o = step_column(s, i);
		if (o->is_sparse && step_declare_sparse(s, in, i,
		    (uint32_t)o->outputs.n, d) == -1)
			return (-1);
		for (uint32_t k = 0; !o->is_sparse && k < o->outputs.n;
		    k++) {
			if (step_declare_part(s, i, '=',
			    dict_get(&o->outputs, k, NULL), COL_BOOL, d) == -1)
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
	const struct onehot_column *o = step_column(s, k);
	const struct column *c = step_input(s, a, k);

	*out = o->missing;
	if (!c->valid[i])
		return (0);
	if ((*out = level_find(&o->outputs, c, i)) != DICT_NONE)
		return (0);
	*out = o->unknown == UNKNOWN_MISSING ? o->missing : o->other;
	if (a->train != NULL && a->train[i])
		*out = o->other;	/* seen, but not kept */
	return (level_unknown(s, a, k, i, o->unknown, d));
}

static int
apply_onehot(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const float one = 1;
	struct column *out = a->out;
	uint32_t hot;

	for (size_t k = 0; k < s->n_in; k++) {
		const struct onehot_column *o = step_column(s, k);
		size_t n_out = o->is_sparse ? 1 : o->outputs.n;

		for (size_t j = 0; j < n_out && !o->is_sparse; j++)
			fill_false(&out[j], a->in->n_rows);
		for (size_t i = 0; i < a->in->n_rows; i++) {
			if (find_output(s, a, k, i, &hot, d) == -1)
				return (-1);
			if (o->is_sparse)
				column_add_sparse(out, &hot, &one,
				    hot != DICT_NONE);
			else if (hot != DICT_NONE)
				out[hot].bools[i] = 1;
		}
		out += n_out;
	}
	return (0);
}

static void
name_place(const struct step *s, size_t k, uint32_t place, struct str *out)
{
	const struct onehot_column *o = step_column(s, k);

	str_addf(out, "%s=%s", s->in[k], dict_get(&o->outputs, place, NULL));
}

static json_t *
save_onehot(const void *col)
{
	const struct onehot_column *o = col;

	return (json_pack(o->is_sparse ? "{s:o, s:b, s:b, s:b}" :
	    "{s:o, s:b, s:b}", "levels", levels_to_json(&o->outputs),
	    "other", o->other != DICT_NONE,
	    "missing", o->missing != DICT_NONE, "sparse", true));
}

static int
load_onehot(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct onehot_column *o = col;
	bool other, missing;

	o->is_sparse = json_object_get(entry, "sparse") != NULL;
	if (step_unknown(s, &o->unknown, d) == -1 ||
	    levels_get(entry, "levels", &o->outputs, d) == -1 ||
	    doc_get_bool(entry, "other", &other, d) == -1 ||
	    doc_get_bool(entry, "missing", &missing, d) == -1 ||
	    (o->is_sparse && doc_get_bool(entry, "sparse", &o->is_sparse, d) ==
	    -1))
		return (-1);
	o->other = other ? dict_findz(&o->outputs, "other") : DICT_NONE;
	o->missing = missing ? dict_findz(&o->outputs, "missing") : DICT_NONE;
	if ((other && o->other == DICT_NONE) ||
	    (missing && o->missing == DICT_NONE))
		return (diag_set(d, "no level \"other\" or \"missing\""));
	return (0);
}

static void
release_onehot(void *col)
{
	struct onehot_column *o = col;

	dict_release(&o->outputs);
}

const struct step_kind step_onehot = {
	.name = "onehot",
	.version = 1,
	.summary = "a bool for each level of a category; of many a sparse "
	    "column",
	.consumes = true,
	.recodes = true,
	.takes = takes_type,
	.takes_what = "a category",
	.parse = parse_onehot,
	.fit = &value_fit_ops,
	.needs = need_levels,
	.declare = declare_onehot,
	.apply = apply_onehot,
	.column = {
		.size = sizeof(struct onehot_column),
		.finish = finish_onehot,
		.save = save_onehot,
		.load = load_onehot,
		.name_place = name_place,
		.release = release_onehot
	}
};
