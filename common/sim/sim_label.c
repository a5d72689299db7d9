/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "mem.h"
#include "numtext.h"
#include "predictor.h"
#include "rng.h"
#include "select.h"

#include "sim_label.h"

/* What labels come from, from a row on. */
struct label_rule {
	uint64_t from;
	bool is_chance;		/* the value is the probability of true */
	struct expr *expr;	/* NULL: a model */
	struct expr_scratch *scratch;
	struct column value;
	struct predictor *model;
	struct predictor_run *run;
	const struct column **inputs;	/* of the model */
	size_t *cols;		/* of these in the rows, or COLUMN_NONE */
	struct column *absent;	/* where they are not there */
};

struct labels {
	struct stage stage;
	struct label_rule *rules;
	size_t n;
	size_t col;
	uint64_t key;
	struct column label;
	struct batch view;
};

void
label_asks_add(struct label_asks *a, const char *text)
{
	a->texts = mem_grow(a->texts, &a->cap, a->n + 1, sizeof(*a->texts));
	a->texts[a->n++] = text;
}

void
label_asks_release(struct label_asks *a)
{
	free(a->texts);
}

static void
release_rule(struct label_rule *r)
{
	for (size_t j = 0; r->absent != NULL &&
	    j < r->model->spec.schema.n; j++)
		column_release(&r->absent[j]);
	free(r->absent);
	free(r->inputs);
	free(r->cols);
	expr_scratch_free(r->scratch);
	expr_free(r->expr);
	column_release(&r->value);
	predictor_run_free(r->run);
	predictor_free(r->model);
}

static void
put_class(const struct model *m, size_t k, struct column *out)
{
	const char *text = m->classes[k];
	size_t n = strlen(text);
	int64_t i = 0;
	double f = NAN;
	bool b = false;

	if (out->type == COL_STRING)
		column_add_string(out, text, n);
	else if (out->type == COL_BOOL && parse_bool(text, n, &b) == 0)
		column_add_bool(out, b);
	else if (out->type == COL_INT && parse_int(text, n, &i) == 0)
		column_add_int(out, i);
	else if (out->type == COL_FLOAT && parse_float(text, n, &f) == 0)
		column_add_float(out, f);
	else
		column_add_missing(out);
}

/* One label of a model's scores, for a number drawn from 0 to 1. */
static void
put_score(const struct model *m, const double *score, double u,
    struct column *out)
{
	size_t k = 0;

	if (isnan(score[0])) {
		column_add_missing(out);
	} else if (m->task == TASK_REGRESSION) {
		if (out->type == COL_FLOAT)
			column_add_float(out, score[0]);
		else
			column_add_int(out, (int64_t)nearbyint(score[0]));
	} else if (m->task == TASK_BINARY) {
		put_class(m, u < score[0], out);
	} else {
		while (k + 1 < m->n_classes && u >= score[k])
			u -= score[k++];
		put_class(m, k, out);
	}
}

static void
put_label(const struct label_rule *r, size_t i, double u, struct column *out)
{
	if (r->model != NULL) {
		put_score(r->model->model, predictor_run_scores(r->run) +
		    i * model_n_out(r->model->model), u, out);
	} else if (!r->is_chance) {
		column_add_range(out, &r->value, i, 1);
	} else if (r->value.valid[i]) {
		column_add_bool(out, u < column_number(&r->value, i));
	} else {
		column_add_missing(out);
	}
}

static int
score(struct label_rule *r, const struct batch *in, struct diag *d)
{
	const struct schema *s = &r->model->spec.schema;
	struct batch raw = *in;
	const struct batch *out;

	raw.schema = s;
	raw.cols = r->inputs;
	for (size_t j = 0; j < s->n; j++) {
		r->inputs[j] = &r->absent[j];
		if (r->cols[j] != COLUMN_NONE) {
			r->inputs[j] = in->cols[r->cols[j]];
			continue;
		}
		column_reset(&r->absent[j], s->fields[j].type,
		    s->fields[j].width);
		column_add_missings(&r->absent[j], in->n_rows);
	}
	return (predictor_score(r->run, &raw, &out, d));
}

static int
evaluate(struct label_rule *r, const struct batch *in, struct diag *d)
{
	return (r->model != NULL ? score(r, in, d) :
	    expr_eval(r->expr, in, r->scratch, &r->value, d));
}

static int
labels_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct labels *l = (struct labels *)s;
	const struct batch *in;
	int r = stage_next(&l->stage, &in, d);
	size_t k = 0;

	if (r != 1)
		return (r);
	for (size_t j = 0; j < l->n; j++)
		if (l->rules[j].from < in->first_row + in->n_rows &&
		    evaluate(&l->rules[j], in, d) == -1)
			return (diag_prefix(d, "--label"));
	column_reset(&l->label, s->head.schema.fields[l->col].type, 0);
	for (size_t i = 0; i < in->n_rows; i++) {
		while (k + 1 < l->n &&
		    l->rules[k + 1].from <= in->first_row + i)
			k++;
		put_label(&l->rules[k], i, rng_uniform_at(l->key,
		    in->first_row + i), &l->label);
	}
	memcpy(l->view.cols, in->cols, in->schema->n * sizeof(*in->cols));
	l->view.cols[l->col] = &l->label;
	l->view.n_rows = in->n_rows;
	l->view.first_row = in->first_row;
	*out = &l->view;
	return (1);
}

static void
labels_close(struct stream *s)
{
	struct labels *l = (struct labels *)s;

	for (size_t k = 0; k < l->n; k++)
		release_rule(&l->rules[k]);
	free(l->rules);
	free(l->view.cols);
	column_release(&l->label);
	stage_release(&l->stage);
	free(l);
}

/* A model whose inputs are among the columns, of the same types. */
static int
open_model(struct label_rule *r, const char *path, const struct schema *s,
    struct diag *d)
{
	const struct schema *raw;
	size_t col;

	if (predictor_open(path, &r->model, d) == -1)
		return (-1);
	if (!task_has_target(r->model->model->task))
		return (diag_set(d, "%s: gives no labels", path));
	r->run = predictor_run_new(r->model);
	raw = &r->model->spec.schema;
	r->inputs = mem_calloc(raw->n, sizeof(*r->inputs));
	r->absent = mem_calloc(raw->n, sizeof(*r->absent));
	r->cols = mem_alloc(raw->n, sizeof(*r->cols));
	for (size_t j = 0; j < raw->n; j++) {
		const struct field *f = &raw->fields[j];

		column_init(&r->absent[j], f->type, f->width);
		r->cols[j] = col = schema_find(s, f->name);
		if (col != COLUMN_NONE && s->fields[col].type == f->type)
			continue;
		r->cols[j] = COLUMN_NONE;
		if (field_is_input(f) && j != r->model->target_raw)
			return (col == COLUMN_NONE ? diag_set(d, "%s: wants "
			    "column \"%s\", which the rows do not have", path,
			    f->name) : diag_set(d, "%s: wants column \"%s\" as "
			    "%s, which is %s", path, f->name,
			    col_type_words(f->type),
			    col_type_words(s->fields[col].type)));
	}
	return (0);
}

static int
open_expression(struct label_rule *r, const char *text, size_t n,
    const struct schema *s, struct diag *d)
{
	char *expr = mem_strndup(text, n);
	int result = expr_parse(expr, &r->expr, d);

	free(expr);
	if (result == -1 || expr_bind(r->expr, s, d) == -1)
		return (-1);
	r->scratch = expr_scratch_new(r->expr);
	column_init(&r->value, expr_type(r->expr), 0);
	if (r->is_chance && !is_numeric_type(expr_type(r->expr)))
		return (diag_set(d, "a probability is a number"));
	return (0);
}

/* "EXPR@FROM": the row, and the length without it. */
static size_t
cut_from(const char *text, uint64_t *from)
{
	const char *at = strrchr(text, '@');
	int64_t row;

	if (at == NULL || at[1] < '0' || at[1] > '9' ||
	    parse_int(at + 1, strlen(at + 1), &row) == -1)
		return (strlen(text));
	*from = (uint64_t)row;
	return ((size_t)(at - text));
}

/* Parse one; *name is a heap string. */
static int
open_rule(struct label_rule *r, const char *text, const struct schema *s,
    char **name, enum col_type *type, struct diag *d)
{
	const char *eq = select_find(text, "=~");
	size_t n;

	if (eq == NULL) {
		if (open_model(r, text, s, d) == -1)
			return (-1);
		*name = mem_strdup(r->model->model->target.name);
		*type = r->model->model->target.type;
		return (0);
	}
	*name = select_unquote(text, (size_t)(eq - text));
	r->is_chance = *eq == '~';
	n = cut_from(eq + 1, &r->from);
	if (open_expression(r, eq + 1, n, s, d) == -1)
		return (-1);
	*type = r->is_chance ? COL_BOOL : expr_type(r->expr);
	return (0);
}

/* Take the rules, and the name and the type that all of them give. */
static int
open_rules(struct labels *l, const struct label_asks *a, char **name,
    enum col_type *type, struct diag *d)
{
	const struct schema *s = &l->stage.stream.head.schema;
	enum col_type this_type = COL_BOOL;
	char *this_name = NULL;
	int r = 0;

	for (size_t k = 0; k < a->n && r == 0; k++) {
		struct label_rule *rule = &l->rules[l->n++];

		r = open_rule(rule, a->texts[k], s, &this_name, &this_type, d);
		if (r == 0 && k > 0 && (strcmp(this_name, *name) != 0 ||
		    this_type != *type))
			r = diag_set(d, "all labels are of one name and type");
		if (r == 0 && (k > 0 ? rule->from <= rule[-1].from :
		    rule->from > 0))
			r = diag_set(d, "the first label is from row 0 on, and "
			    "each other one from a later row, @FROM");
		if (r == -1)
			diag_prefix(d, "--label %s", a->texts[k]);
		free(*name);
		*name = this_name;
		*type = this_type;
		this_name = NULL;
	}
	return (r);
}

int
sim_label_stream(struct stream *in, const struct label_asks *a, uint64_t seed,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { labels_next, labels_close };
	struct labels *l = MEM_NEW(struct labels);
	struct schema *s = &l->stage.stream.head.schema;
	struct field f = { .role = ROLE_TARGET };
	char *name = NULL;
	int r;

	stage_init(&l->stage, &ops, in);
	l->key = rng_key(seed, RNG_SIM_LABEL, 0);
	l->rules = mem_calloc(a->n, sizeof(*l->rules));
	l->view.schema = s;
	l->view.cols = mem_alloc(s->n + 1, sizeof(*l->view.cols));
	column_init(&l->label, COL_BOOL, 0);
	r = open_rules(l, a, &name, &f.type, d);
	if (r == 0) {
		l->col = schema_find(s, name);
		f.name = name;
		if (l->col == COLUMN_NONE) {
			l->col = s->n;
			r = schema_add(s, &f, d);
		}
	}
	if (r == 0) {
		s->fields[l->col].type = f.type;
		schema_set_role(s, l->col, ROLE_TARGET);
	}
	free(name);
	*out = &l->stage.stream;
	if (r == -1)
		stream_close(*out);
	return (r);
}
