/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * impute: missing values are filled.
 *
 * median	of int and float columns (type 7; sketched beyond 65536 values)
 * mean		likewise
 * mode		the most frequent value; of equally frequent ones the least
 * const:V	V, read as the column's type
 * missing	the word "missing", in a string column a level of its own
 * auto		median for numbers, mode for bools, "missing" for strings
 *
 * An int column becomes float unless what fills it is whole.  A column that
 * has no value on training rows stays as it is.  With indicators, each column
 * that lacked values on training rows is given a bool column NAME_missing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "fill_value.h"
#include "mem.h"
#include "nearest.h"
#include "step_columns.h"
#include "value_fit.h"

#include "step_table.h"

enum method {
	IMPUTE_AUTO,
	IMPUTE_MEDIAN,
	IMPUTE_MEAN,
	IMPUTE_MODE,
	IMPUTE_CONST,
	IMPUTE_MISSING
};

static const char *const method_names[] = {
	"auto", "median", "mean", "mode", "const", "missing", NULL
};

struct impute_column {
	struct column fill;	/* one row, of the output's type, which is
				   N_COL_TYPES until bind where there were no
				   rows to learn from */
	bool had_missing;	/* on training rows */
};

static enum method
method_of(const struct step *s)
{
	const char *name = json_string_value(json_object_get(s->params,
	    "method"));
	struct diag ignored;
	int k = name == NULL ? -1 :
	    nearest_lookup(method_names, name, "method", &ignored);

	return (k == -1 ? IMPUTE_AUTO : (enum method)k);
}

static enum method
method_for(const struct step *s, enum col_type t)
{
	enum method m = method_of(s);

	if (m != IMPUTE_AUTO)
		return (m);
	return (t == COL_STRING ? IMPUTE_MISSING :
	    t == COL_BOOL ? IMPUTE_MODE : IMPUTE_MEDIAN);
}

static bool
has_indicator(const struct step *s)
{
	return (json_is_true(json_object_get(s->params, "indicator")));
}

/* Is all known without fitting? */
static bool
is_fixed(const struct step *s)
{
	enum method m = method_of(s);

	return ((m == IMPUTE_CONST || m == IMPUTE_MISSING) &&
	    !has_indicator(s));
}

static int
parse_method(struct step *s, const char *text, struct diag *d)
{
	const char *value = NULL;

	if (strncmp(text, "const:", 6) == 0) {
		value = text + 6;
		text = "const";
	} else if (strcmp(text, "const") == 0) {
		return (diag_set(d, "const wants a value: const:0"));
	}
	if (nearest_lookup(method_names, text, "imputation", d) == -1)
		return (-1);
	json_object_set_new(s->params, "method", json_string(text));
	if (value != NULL)
		json_object_set_new(s->params, "value",
		    doc_stringn(value, strlen(value)));
	return (0);
}

static int
parse_impute(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;

	step_take_selector(s, arg, &rest);
	if (rest == NULL && strcmp(arg, "auto") == 0) {
		free(s->select);
		s->select = mem_strdup("@numeric,@bool,@string");
		s->select_any = true;
		rest = "auto";
	}
	if (rest == NULL)
		return (diag_set(d, "wants COLUMNS=METHOD, or auto"));
	return (parse_method(s, rest, d));
}

void
impute_add_indicator(struct step *s)
{
	if (s->kind == &step_impute)
		json_object_set_new(s->params, "indicator", json_true());
}

static int
check_type(const struct step *s, const struct field *f, struct diag *d)
{
	enum method m = method_of(s);
	bool numbers = f->type == COL_INT || f->type == COL_FLOAT;

	if ((m == IMPUTE_MEDIAN || m == IMPUTE_MEAN) && !numbers)
		return (diag_set(d, "column \"%s\" has type %s, not int or "
		    "float (@numeric are those that have)", f->name,
		    col_type_name(f->type)));
	if (m == IMPUTE_MISSING && f->type != COL_STRING)
		return (diag_set(d, "column \"%s\" has type %s and no word "
		    "\"missing\"", f->name, col_type_name(f->type)));
	if (m == IMPUTE_CONST ? !can_convert(f->type) : !has_levels(f->type))
		return (diag_set(d, "column \"%s\" has type %s, which is "
		    "not imputed", f->name, col_type_name(f->type)));
	return (0);
}

/* A recipe may meet rows whose types differ from those of training. */
static int
check_fill(const struct step *s, size_t k, enum col_type t, struct diag *d)
{
	struct impute_column *c = step_column(s, k);
	enum col_type fill = c->fill.type;

	if (fill == N_COL_TYPES) {
		column_init(&c->fill, t, 0);
		column_add_missing(&c->fill);
		return (0);
	}
	if (t == fill || (t == COL_INT && fill == COL_FLOAT))
		return (0);
	return (diag_set(d, "column \"%s\" has type %s and had %s in "
	    "training", s->in[k], col_type_name(t), col_type_name(fill)));
}

static int
bind_impute(struct step *s, const struct schema *in, struct diag *d)
{
	bool was_fitted = s->cols != NULL && !is_fixed(s);

	for (size_t k = 0; k < s->n_in; k++) {
		const struct field *f = &in->fields[s->in_cols[k]];

		if (check_type(s, f, d) == -1 ||
		    (was_fitted && check_fill(s, k, f->type, d) == -1))
			return (-1);
	}
	return (0);
}

static unsigned
impute_needs(const struct step *s, enum col_type t)
{
	switch (method_for(s, t)) {
	case IMPUTE_MEDIAN:
		return (NEED_SKETCH);
	case IMPUTE_MEAN:
		return (NEED_MOMENTS);
	case IMPUTE_MODE:
		return (NEED_LEVELS);
	default:
		return (NEED_NOTHING);
	}
}

/* What fills a column without fitting. */
static int
fix_impute(const struct step *s, size_t k, enum col_type t, void *col,
    struct diag *d)
{
	struct impute_column *c = col;
	const char *text = "missing";

	if (method_for(s, t) == IMPUTE_CONST &&
	    doc_get_string(s->params, "value", &text, d) == -1)
		return (-1);
	if (fill_with_text(t, text, &c->fill, d) == -1)
		return (diag_prefix(d, "column \"%s\"", s->in[k]));
	return (0);
}

/* Whole numbers beyond 2^53 are ids, which as floats would not be what they
   were: a fill is rounded to what they are. */
static double
as_whole(const struct column_summary *f, double min, double max, double v)
{
	bool wide = max > 0x1p53 || min < -0x1p53;

	return (f->type == COL_INT && wide ? rint(v) : v);
}

static int
finish_impute(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	const struct column_summary *f = value_fit_column(fit, k);
	const struct moments m = column_summary_moments(f);
	struct impute_column *c = col;

	c->fill.type = f->type;
	c->had_missing = f->n_missing > 0;
	if (f->type == N_COL_TYPES)
		return (0);
	switch (method_for(s, f->type)) {
	case IMPUTE_MEDIAN:
		fill_with_number(f->type, as_whole(f, f->sketch.min,
		    f->sketch.max, sketch_quantile(&f->sketch, 0.5)),
		    &c->fill);
		return (0);
	case IMPUTE_MEAN:
		fill_with_number(f->type, m.n > 0 ? as_whole(f, m.min,
		    m.max, m.mean) : NAN, &c->fill);
		return (0);
	case IMPUTE_MODE:
		return (fill_with_mode(f->type, &f->levels, &c->fill, d));
	default:
		return (fix_impute(s, k, f->type, col, d));
	}
}

static int
declare_impute(struct step *s, const struct schema *in, struct diag *d)
{
	const struct impute_column *c;

	for (size_t k = 0; k < s->n_in; k++) {
		c = step_column(s, k);
		if (step_declare_same(s, in, k, c->fill.type, d) == -1)
			return (-1);
	}
	for (size_t k = 0; k < s->n_in && has_indicator(s); k++) {
		c = step_column(s, k);
		if (c->had_missing && step_declare_part(s, k, '_', "missing",
		    COL_BOOL, d) == -1)
			return (-1);
	}
	return (0);
}

static void
add_indicator(const struct column *c, struct column *out)
{
	for (size_t i = 0; i < c->n; i++)
		column_add_bool(out, !c->valid[i]);
}

static int
apply_impute(const struct step *s, const struct apply_args *a, struct diag *d)
{
	size_t n_out = s->n_in;

	(void)d;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct impute_column *ic = step_column(s, k);
		const struct column *c = step_input(s, a, k);

		fill_gaps(c, &ic->fill, &a->out[k]);
		a->counts->imputed += c->n_missing - a->out[k].n_missing;
		if (has_indicator(s) && ic->had_missing)
			add_indicator(c, &a->out[n_out++]);
	}
	return (0);
}

static json_t *
save_impute(const void *col)
{
	const struct impute_column *c = col;

	return (json_pack("{s:s, s:o, s:b}",
	    "type", col_type_name(c->fill.type),
	    "fill", fill_to_json(&c->fill), "had_missing", c->had_missing));
}

static int
load_column(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct impute_column *c = col;
	enum col_type type;
	const char *name;

	(void)s;
	if (doc_get_string(entry, "type", &name, d) == -1 ||
	    col_type_parse(name, &type, d) == -1 ||
	    doc_get_bool(entry, "had_missing", &c->had_missing, d) == -1)
		return (-1);
	if (!can_convert(type))
		return (diag_set(d, "a %s is not imputed", name));
	column_init(&c->fill, type, 0);
	return (fill_from_json(entry, "fill", &c->fill, d));
}

static int
load_impute(struct step *s, const json_t *state, struct diag *d)
{
	const char *name;

	if (doc_get_string(s->params, "method", &name, d) == -1 ||
	    nearest_lookup(method_names, name, "imputation", d) == -1)
		return (-1);
	return (is_fixed(s) ? 0 : step_columns_load(s, state, d));
}

static void
release_impute(void *col)
{
	struct impute_column *c = col;

	column_release(&c->fill);
}

const struct step_kind step_impute = {
	.name = "impute",
	.version = 1,
	.summary = "missing values filled",
	.idempotent = true,
	.parse = parse_impute,
	.bind = bind_impute,
	.fit = &value_fit_ops,
	.needs = impute_needs,
	.is_fixed = is_fixed,
	.declare = declare_impute,
	.apply = apply_impute,
	.column = {
		.size = sizeof(struct impute_column),
		.fix = fix_impute,
		.finish = finish_impute,
		.save = save_impute,
		.load = load_column,
		.release = release_impute
	},
	.load = load_impute
};
