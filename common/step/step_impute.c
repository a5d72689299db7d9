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

struct impute_state {
	struct impute_column *cols;	/* one an input, once they are known */
	size_t n;
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

static void
free_impute(void *state)
{
	struct impute_state *st = state;

	for (size_t i = 0; st != NULL && i < st->n; i++)
		column_release(&st->cols[i].fill);
	if (st != NULL)
		free(st->cols);
	free(st);
}

/* A state of n columns in place of what there was. */
static struct impute_state *
renew_state(struct step *s, size_t n)
{
	struct impute_state *st = MEM_NEW(struct impute_state);

	free_impute(s->state);
	st->n = n;
	st->cols = mem_calloc(n, sizeof(*st->cols));
	s->state = st;
	return (st);
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
	if (is_fixed(s))
		renew_state(s, 0);
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
	if (s->kind != &step_impute)
		return;
	json_object_set_new(s->params, "indicator", json_true());
	free_impute(s->state);		/* it has to be fitted now */
	s->state = NULL;
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

/* What fills a column without fitting. */
static int
fill_fixed(const struct step *s, size_t i, enum col_type t,
    struct column *fill, struct diag *d)
{
	const char *text = "missing";

	if (method_for(s, t) == IMPUTE_CONST &&
	    doc_get_string(s->params, "value", &text, d) == -1)
		return (-1);
	column_init(fill, t, 0);
	if (column_add_text(fill, text, strlen(text)) == 0)
		return (0);
	if (t == COL_INT) {
		column_reset(fill, COL_FLOAT, 0);
		if (column_add_text(fill, text, strlen(text)) == 0)
			return (0);
	}
	return (diag_set(d, "column \"%s\": no %s: \"%s\"", s->in[i],
	    col_type_name(t), text));
}

/* A recipe may meet rows whose types differ from those of training. */
static int
check_fill(const struct step *s, size_t i, enum col_type t, struct diag *d)
{
	struct impute_state *st = s->state;
	enum col_type fill = st->cols[i].fill.type;

	if (fill == N_COL_TYPES) {
		column_init(&st->cols[i].fill, t, 0);
		column_add_missing(&st->cols[i].fill);
		return (0);
	}
	if (t == fill || (t == COL_INT && fill == COL_FLOAT))
		return (0);
	return (diag_set(d, "column \"%s\" has type %s and had %s in "
	    "training",
	    s->in[i], col_type_name(t), col_type_name(fill)));
}

static int
bind_impute(struct step *s, const struct schema *in, struct diag *d)
{
	struct impute_state *st;

	for (size_t i = 0; i < s->n_in; i++) {
		if (check_type(s, &in->fields[s->in_cols[i]], d) == -1)
			return (-1);
	}
	if (is_fixed(s)) {
		st = renew_state(s, s->n_in);
		for (size_t i = 0; i < s->n_in; i++) {
			if (fill_fixed(s, i, in->fields[s->in_cols[i]].type,
			    &st->cols[i].fill, d) == -1)
				return (-1);
		}
	}
	for (size_t i = 0; s->state != NULL && i < s->n_in; i++) {
		if (check_fill(s, i, in->fields[s->in_cols[i]].type, d) == -1)
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

static void *
new_fit(const void *what)
{
	return (value_fit_new(what, impute_needs));
}

static const struct fit_ops impute_fit_ops = {
	new_fit, value_fit_add, value_fit_merge, value_fit_free
};

static void
fill_number(struct column *fill, enum col_type t, double v)
{
	bool is_whole = v == floor(v) && fabs(v) < 0x1p53;

	if (t == COL_INT && (is_whole || isnan(v))) {
		column_init(fill, COL_INT, 0);
		if (isnan(v))
			column_add_missing(fill);
		else
			column_add_int(fill, (int64_t)v);
		return;
	}
	column_init(fill, COL_FLOAT, 0);
	column_add_float(fill, v);
}

/* The text goes the way it will come back from a recipe. */
static int
fill_text(struct column *fill, const char *p, size_t n)
{
	json_t *j = doc_stringn(p, n);
	int rc = column_add_text(fill, json_string_value(j),
	    json_string_length(j));

	json_decref(j);
	return (rc);
}

static int
fill_mode(struct column *fill, enum col_type t, const struct level_counts *c,
    struct diag *d)
{
	uint32_t *order, best = DICT_NONE;
	const char *p;
	size_t n;

	column_init(fill, t, 0);
	if (c->is_over)
		return (diag_set(d, "more than %zu different values",
		    c->limit));
	order = levels_order(&c->levels, t);
	for (uint32_t i = 0; i < c->levels.n; i++) {
		if (best == DICT_NONE || c->counts[order[i]] > c->counts[best])
			best = order[i];
	}
	free(order);
	if (best == DICT_NONE) {
		column_add_missing(fill);
		return (0);
	}
	p = dict_get(&c->levels, best, &n);
	if (fill_text(fill, p, n) == -1)
		BUG("a level is no %s", col_type_name(t));
	return (0);
}

static int
finish_impute(struct step *s, void *fit, struct diag *d)
{
	const struct value_fit *f = fit;
	struct impute_state *st = renew_state(s, s->n_in);
	int rc = 0;

	for (size_t i = 0; i < st->n && rc == 0; i++) {
		const struct value_fit_column *c = &f->cols[i];
		struct column *fill = &st->cols[i].fill;

		fill->type = c->type;
		st->cols[i].had_missing = c->n_missing > 0;
		if (c->type == N_COL_TYPES)
			continue;
		switch (method_for(s, c->type)) {
		case IMPUTE_MEDIAN:
			fill_number(fill, c->type,
			    sketch_quantile(&c->sketch, 0.5));
			break;
		case IMPUTE_MEAN:
			fill_number(fill, c->type,
			    c->moments.n > 0 ? c->moments.mean : NAN);
			break;
		case IMPUTE_MODE:
			rc = fill_mode(fill, c->type, &c->levels, d);
			break;
		default:
			rc = fill_fixed(s, i, c->type, fill, d);
			break;
		}
	}
	return (rc);
}

static int
declare_indicator(struct step *s, size_t i, struct diag *d)
{
	struct str name = STR_INIT;
	int rc;

	str_addf(&name, "%s_missing", s->in[i]);
	rc = schema_add_new(&s->out, str_get(&name), COL_BOOL, d);
	str_release(&name);
	return (rc);
}

static int
declare_impute(struct step *s, const struct schema *in, struct diag *d)
{
	const struct impute_state *st = s->state;

	for (size_t i = 0; i < st->n; i++) {
		if (step_declare_same(s, in, i, st->cols[i].fill.type, d) ==
		    -1)
			return (-1);
	}
	for (size_t i = 0; i < st->n && has_indicator(s); i++) {
		if (st->cols[i].had_missing && declare_indicator(s, i, d) ==
		    -1)
			return (-1);
	}
	return (0);
}

static void
fill_strings(const struct column *c, const struct column *fill,
    struct column *out)
{
	size_t first = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->valid[i])
			continue;
		column_add_range(out, c, first, i - first);
		column_add_range(out, fill, 0, 1);
		first = i + 1;
	}
	column_add_range(out, c, first, c->n - first);
}

static void
fill_column(const struct column *c, const struct column *fill,
    struct column *out)
{
	if (fill->type == COL_STRING) {
		fill_strings(c, fill, out);
		return;
	}
	(void)column_convert(c, out);
	for (size_t i = 0; i < c->n && fill->valid[0]; i++) {
		if (out->valid[i])
			continue;
		out->valid[i] = 1;
		if (fill->type == COL_FLOAT)
			out->floats[i] = fill->floats[0];
		else if (fill->type == COL_BOOL)
			out->bools[i] = fill->bools[0];
		else
			out->ints[i] = fill->ints[0];
	}
	column_count_missing(out);
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
	const struct impute_state *st = s->state;
	size_t n_out = st->n;

	(void)d;
	for (size_t i = 0; i < st->n; i++) {
		const struct column *c = a->in->cols[s->in_cols[i]];

		fill_column(c, &st->cols[i].fill, &a->out[i]);
		a->counts->imputed += c->n_missing - a->out[i].n_missing;
		if (has_indicator(s) && st->cols[i].had_missing)
			add_indicator(c, &a->out[n_out++]);
	}
	return (0);
}

static json_t *
save_value(const struct column *c)
{
	struct column text;
	json_t *v;
	size_t n;
	const char *p;

	if (!c->valid[0])
		return (json_null());
	if (c->type == COL_INT)
		return (json_integer(c->ints[0]));
	if (c->type == COL_FLOAT)
		return (doc_float(c->floats[0]));
	column_init(&text, COL_STRING, 0);
	(void)column_convert(c, &text);
	p = column_string(&text, 0, &n);
	v = doc_stringn(p, n);
	column_release(&text);
	return (v);
}

static json_t *
save_column(const struct step *s, size_t i)
{
	const struct impute_state *st = s->state;
	const struct impute_column *c = &st->cols[i];
	json_t *o = json_object();

	json_object_set_new(o, "type",
	    json_string(col_type_name(c->fill.type)));
	json_object_set_new(o, "fill", save_value(&c->fill));
	json_object_set_new(o, "had_missing", json_boolean(c->had_missing));
	return (o);
}

static json_t *
save_impute(const struct step *s)
{
	return (is_fixed(s) ? json_object() :
	    step_columns_save(s, save_column));
}

static int
load_value(struct column *c, const json_t *o, struct diag *d)
{
	const char *text;
	int64_t whole;
	double real;

	if (json_is_null(json_object_get(o, "fill"))) {
		column_add_missing(c);
	} else if (c->type == COL_INT) {
		if (doc_get_int(o, "fill", &whole, d) == -1)
			return (-1);
		column_add_int(c, whole);
	} else if (c->type == COL_FLOAT) {
		if (doc_get_float(o, "fill", &real, d) == -1)
			return (-1);
		column_add_float(c, real);
	} else {
		if (doc_get_string(o, "fill", &text, d) == -1)
			return (-1);
		if (column_add_text(c, text, strlen(text)) == -1)
			return (diag_set(d, "\"fill\" is no %s",
			    col_type_name(c->type)));
	}
	return (0);
}

static int
load_column(struct step *s, size_t i, const json_t *o, struct diag *d)
{
	struct impute_state *st = s->state;
	struct impute_column *c = &st->cols[i];
	enum col_type type;
	const char *name;

	if (doc_get_string(o, "type", &name, d) == -1 ||
	    col_type_parse(name, &type, d) == -1 ||
	    doc_get_bool(o, "had_missing", &c->had_missing, d) == -1)
		return (-1);
	if (!can_convert(type))
		return (diag_set(d, "a %s is not imputed", name));
	column_init(&c->fill, type, 0);
	return (load_value(&c->fill, o, d));
}

static int
load_impute(struct step *s, const json_t *state, struct diag *d)
{
	const char *name;

	if (doc_get_string(s->params, "method", &name, d) == -1 ||
	    nearest_lookup(method_names, name, "imputation", d) == -1)
		return (-1);
	renew_state(s, is_fixed(s) ? 0 : s->n_in);
	if (is_fixed(s))
		return (0);
	return (step_columns_load(s, state, load_column, d));
}

const struct step_kind step_impute = {
	.name = "impute",
	.version = 1,
	.summary = "missing values filled",
	.parse = parse_impute,
	.bind = bind_impute,
	.fit = &impute_fit_ops,
	.finish = finish_impute,
	.declare = declare_impute,
	.apply = apply_impute,
	.save = save_impute,
	.load = load_impute,
	.free_state = free_impute
};
