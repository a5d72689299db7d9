/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A step fitted on the training rows of a small table, applied, saved, loaded
 * and applied again: what was loaded has to give the same.
 */
#ifndef STEP_RUN_H
#define STEP_RUN_H

#include <stdlib.h>

#include "mem.h"
#include "numtext.h"
#include "step.h"
#include "str.h"

#include "check.h"

#define MAX_ROWS 4096

/* A table, of which rows of the part before "---" are training rows. */
struct table {
	struct schema schema;
	struct block rows;
	uint8_t train[MAX_ROWS];
};

static inline void
add_field(struct table *t, const char *p)
{
	const char *colon = strchr(p, ':');
	const char *end = colon + strcspn(colon, " !");
	char *name = mem_strndup(p, (size_t)(colon - p));
	char *type = mem_strndup(colon + 1, (size_t)(end - colon - 1));
	struct field f = { .name = name };
	struct diag d = DIAG_INIT;

	f.role = *end == '!' ? ROLE_TARGET : ROLE_FEATURE;
	CHECK_INT(col_type_parse(type, &f.type, &d), 0);
	CHECK_INT(schema_add(&t->schema, &f, &d), 0);
	free(name);
	free(type);
}

static inline void
add_cell(struct column *c, const char *p, size_t n)
{
	int64_t i = 0;
	double v = 0;
	bool b = false;

	if (n == 1 && *p == '?')
		column_add_missing(c);
	else if (c->type == COL_STRING)
		column_add_string(c, p, n);
	else if (c->type == COL_INT && parse_int(p, n, &i) == 0)
		column_add_int(c, i);
	else if (c->type == COL_TIME && parse_time(p, n, &i) == 0)
		column_add_int(c, i);
	else if (c->type == COL_FLOAT && parse_float(p, n, &v) == 0)
		column_add_float(c, v);
	else if (c->type == COL_BOOL && parse_bool(p, n, &b) == 0)
		column_add_bool(c, b);
	else
		CHECK_(false, "bad cell %.*s", (int)n, p);
}

/* fields: "name:type name:type!" (! is the target); rows: cells separated by
   blanks, rows by ';', and all after '|' are no training rows. */
static inline void
table_make(struct table *t, const char *fields, const char *rows)
{
	uint8_t train = 1;
	size_t col = 0, n;

	memset(t, 0, sizeof(*t));
	schema_init(&t->schema);
	for (const char *p = fields; p != NULL; p = strchr(p, ' ')) {
		p += *p == ' ';
		add_field(t, p);
	}
	block_init(&t->rows, &t->schema);
	for (const char *p = rows; *p != '\0'; p += n) {
		p += strspn(p, " ;|");
		n = strcspn(p, " ;|");
		add_cell(&t->rows.cols[col], p, n);
		if (++col < t->schema.n)
			continue;
		t->train[t->rows.cols[0].n - 1] = train;
		if (strchrnul(p, '|') < strchrnul(p, ';'))
			train = 0;
		col = 0;
	}
	block_seal(&t->rows, 0);
}

static inline void
table_release(struct table *t)
{
	block_release(&t->rows);
	schema_release(&t->schema);
}

/* A step with what it made of a table. */
struct step_run {
	struct step *step;
	struct schema out_schema;
	struct block out;
	struct op_counts counts;
};

static inline void
run_release(struct step_run *r)
{
	step_free(r->step);
	if (r->out.cols != NULL)
		block_release(&r->out);
	schema_release(&r->out_schema);
}

static inline int
run_apply(struct step_run *r, const struct table *t, const uint8_t *train,
    struct diag *d)
{
	struct apply_args a = { .in = &t->rows.view, .train = train };

	if (step_bind(r->step, &t->schema, d) == -1 ||
	    step_declare(r->step, &t->schema, d) == -1)
		return (-1);
	schema_copy(&r->out_schema, &r->step->out);
	block_init(&r->out, &r->out_schema);
	a.out = r->out.cols;
	a.counts = &r->counts;
	if (step_apply(r->step, &a, d) == -1)
		return (-1);
	block_seal(&r->out, 0);
	return (0);
}

/* Fit in two halves that are merged, as blocks are. */
static inline int
fit_step(struct step *s, const struct table *t, struct diag *d)
{
	const struct fit_ops *ops = s->kind->fit;
	uint8_t half[MAX_ROWS];
	void *fits[2];
	int r;

	for (int k = 0; k < 2; k++) {
		fits[k] = ops->new(s);
		for (size_t i = 0; i < t->rows.view.n_rows; i++)
			half[i] = t->train[i] &&
			    (i < t->rows.view.n_rows / 2) == (k == 0);
		ops->add(fits[k], s, &(struct fit_rows){
		    .batch = &t->rows.view, .mask = half });
	}
	ops->merge(fits[0], s, fits[1]);
	r = step_finish(s, fits[0], d);
	ops->free(fits[0]);
	return (r);
}

struct request {
	const char *kind, *arg;
	const char *param, *value;	/* a param to be set, as JSON */
	const uint8_t *train;		/* given to apply, or NULL */
};

static inline int
run_step(const struct request *q, const struct table *t, struct step_run *r,
    struct diag *d)
{
	const struct step_kind *kind = step_kind_find(q->kind, d);
	json_t *v;

	memset(r, 0, sizeof(*r));
	schema_init(&r->out_schema);
	if (kind == NULL || step_new(kind, q->arg, 1, &r->step, d) == -1)
		return (-1);
	if (q->param != NULL && doc_parse(q->value, strlen(q->value), &v,
	    d) == 0)
		json_object_set_new(r->step->params, q->param, v);
	if (step_bind(r->step, &t->schema, d) == -1)
		return (-1);
	if (step_needs_fit(r->step) && fit_step(r->step, t, d) == -1)
		return (-1);
	return (run_apply(r, t, q->train, d));
}

/* Save, load and apply again: the same values? */
static inline void
check_reload(const struct step_run *r, const struct table *t)
{
	struct step_run again;
	struct diag d = DIAG_INIT;
	json_t *o = step_to_json(r->step), *read;
	struct str text = STR_INIT;

	memset(&again, 0, sizeof(again));
	doc_write(o, &text);
	CHECK_INT(doc_parse(text.buf, text.len, &read, &d), 0);
	CHECK_INT(step_from_json(read, &r->step->attachments,
	    &again.step, &d), 0);
	CHECK_STR(d.text, "");
	CHECK_INT(run_apply(&again, t, NULL, &d), 0);
	CHECK(schema_equal(&r->out_schema, &again.out_schema));
	for (size_t k = 0; k < r->out.n_cols; k++) {
		for (size_t i = 0; i < t->rows.view.n_rows; i++)
			CHECK(column_same(&r->out.cols[k], i,
			    &again.out.cols[k], i));
	}
	json_decref(o);
	json_decref(read);
	str_release(&text);
	run_release(&again);
}

static inline void
add_value(struct str *s, const struct column *c, size_t i)
{
	if (!c->valid[i])
		str_addc(s, '?');
	else if (c->type == COL_SPARSE)
		str_addf(s, "%u", c->index[c->off[i]]);
	else
		str_addf(s, "%.15g", column_number(c, i));
}

/* "name: v v v; name: ..." */
static inline void
check_step(const struct request *q, const struct table *t, const char *want)
{
	struct step_run r;
	struct diag d = DIAG_INIT;
	struct str got = STR_INIT;

	CHECK_INT(run_step(q, t, &r, &d), 0);
	CHECK_STR(d.text, "");
	for (size_t k = 0; k < r.out.n_cols; k++) {
		str_addf(&got, "%s%s:", k > 0 ? "; " : "",
		    r.out_schema.fields[k].name);
		for (size_t i = 0; i < t->rows.view.n_rows; i++) {
			str_addc(&got, ' ');
			add_value(&got, &r.out.cols[k], i);
		}
	}
	CHECK_STR(str_get(&got), want);
	check_reload(&r, t);
	str_release(&got);
	run_release(&r);
}

static inline void
check_error(const struct request *q, const struct table *t, const char *want)
{
	struct step_run r;
	struct diag d = DIAG_INIT;

	CHECK_INT(run_step(q, t, &r, &d), -1);
	CHECK_STR(d.text, want);
	run_release(&r);
}

/* A column of the result against n values. */
static inline void
check_values(const struct request *q, const struct table *t, size_t col,
    const double *want, size_t n)
{
	struct step_run r;
	struct diag d = DIAG_INIT;

	CHECK_INT(run_step(q, t, &r, &d), 0);
	CHECK_STR(d.text, "");
	for (size_t i = 0; i < n; i++)
		CHECK_NEAR(column_number(&r.out.cols[col], i), want[i], 1e-14);
	if (q->train == NULL)
		check_reload(&r, t);
	run_release(&r);
}

#endif
