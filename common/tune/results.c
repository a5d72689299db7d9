/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "report.h"

#include "results.h"

static const char *const own[] = { "trial", "state", "folds", "seconds",
	"budget", "front", "model" };
#define N_OWN (sizeof(own) / sizeof(own[0]))

int
results_check(const struct space *s, const struct objectives *o,
    struct diag *d)
{
	for (size_t i = 0; i < s->n; i++) {
		const char *name = s->params[i].name;

		for (size_t k = 0; k < N_OWN; k++) {
			if (strcmp(name, own[k]) == 0)
				return (diag_set(d, "a parameter cannot be "
				    "called \"%s\"", name));
		}
		for (size_t k = 0; k < o->n; k++) {
			if (strcmp(name, o->v[k].name) == 0)
				return (diag_set(d, "\"%s\" is a parameter "
				    "and an objective", name));
		}
	}
	return (0);
}

/* Does a whole trial that is in no front yet, or in this one, dominate it? */
static bool
is_dominated(const struct trials *ts, const struct trial *const *v, size_t n,
    const size_t *fronts, size_t i, size_t front)
{
	for (size_t j = 0; j < n; j++) {
		if (trial_is_whole(v[j]) && (fronts[j] == 0 ||
		    fronts[j] == front) && objectives_dominate(
		    ts->objectives, v[j]->values, v[i]->values))
			return (true);
	}
	return (false);
}

/* The front of each of n trials, from 1; 0 for those that are not whole. */
static void
find_fronts(const struct trials *ts, const struct trial *const *v,
    size_t n, size_t *fronts)
{
	size_t left = 0;

	memset(fronts, 0, n * sizeof(*fronts));
	for (size_t i = 0; i < n; i++)
		left += trial_is_whole(v[i]);
	for (size_t front = 1; left > 0; front++) {
		for (size_t i = 0; i < n; i++) {
			if (!trial_is_whole(v[i]) || fronts[i] != 0 ||
			    is_dominated(ts, v, n, fronts, i, front))
				continue;
			fronts[i] = front;
			left--;
		}
	}
}

/* A trial with what it is ordered by. */
struct ranked {
	const struct trial *trial;
	size_t kind, front;
	double loss;
};

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->kind != y->kind)
		return (x->kind < y->kind ? -1 : 1);
	if (x->trial->budget != y->trial->budget)
		return (x->trial->budget > y->trial->budget ? -1 : 1);
	if (x->front != y->front)
		return (x->front < y->front ? -1 : 1);
	if (x->loss != y->loss && !isnan(x->loss) && !isnan(y->loss))
		return (x->loss < y->loss ? -1 : 1);
	return (x->trial->number < y->trial->number ? -1 : 1);
}

const struct trial **
results_order(const struct trials *ts, size_t *n)
{
	const struct trial **out = mem_alloc(ts->n_known, sizeof(*out));
	struct ranked *r = mem_alloc(ts->n_known, sizeof(*r));
	size_t *fronts = mem_calloc(ts->n_known, sizeof(*fronts)), m = 0;

	for (size_t i = 0; i < ts->n; i++) {
		if (trials_get(ts, i) != NULL)
			out[m++] = &ts->v[i];
	}
	if (ts->objectives->n > 1)
		find_fronts(ts, out, m, fronts);
	for (size_t i = 0; i < m; i++)
		r[i] = (struct ranked){ out[i], out[i]->state, fronts[i],
			objective_loss(ts->objectives, 0, out[i]->values) };
	qsort(r, m, sizeof(*r), compare_ranked);
	for (size_t i = 0; i < m; i++)
		out[i] = r[i].trial;
	free(fronts);
	free(r);
	*n = m;
	return (out);
}

static void
add_field(struct schema *s, const char *name, enum col_type type)
{
	struct diag d = DIAG_INIT;

	if (schema_add_new(s, name, type, &d) == -1)
		BUG("%s", d.text);
}

/* trial, state, the objectives, front?, the parameters, then what is only
   shown where there is room. */
static void
make_schema(const struct trials *ts, struct schema *s)
{
	const struct objectives *o = ts->objectives;
	size_t first;

	schema_init(s);
	add_field(s, "trial", COL_INT);
	add_field(s, "state", COL_STRING);
	if (o->n > 1)
		add_field(s, "front", COL_INT);
	for (size_t k = 0; k < o->n; k++)
		add_field(s, o->v[k].name, COL_FLOAT);
	for (size_t i = 0; i < ts->space->n; i++)
		add_field(s, ts->space->params[i].name,
		    ts->space->params[i].type);
	first = s->n;
	add_field(s, "budget", COL_FLOAT);
	add_field(s, "folds", COL_INT);
	add_field(s, "seconds", COL_FLOAT);
	for (size_t i = first; i < s->n; i++)
		s->fields[i].rank = 1;
}

void
results_add_value(const struct space_param *p, double v, struct column *c)
{
	struct str text = STR_INIT;
	int64_t i;
	double f;

	if (isnan(v)) {
		column_add_missing(c);
		return;
	}
	space_value(p, v, &text);
	if (c->type == COL_INT && parse_int(text.buf, text.len, &i) == 0)
		column_add_int(c, i);
	else if (c->type == COL_FLOAT &&
	    parse_float(text.buf, text.len, &f) == 0)
		column_add_float(c, f);
	else
		column_add_string(c, text.buf, text.len);
	str_release(&text);
}

static void
add_row(const struct trials *ts, const struct trial *t, size_t front,
    struct column *c)
{
	const struct objectives *o = ts->objectives;

	column_add_int(c++, (int64_t)t->number);
	report_text(c++, trial_state_name(t->state));
	if (o->n > 1 && front > 0)
		column_add_int(c++, (int64_t)front);
	else if (o->n > 1)
		column_add_missing(c++);
	for (size_t k = 0; k < o->n; k++)
		report_number(c++, t->values[k]);
	for (size_t i = 0; i < ts->space->n; i++)
		results_add_value(&ts->space->params[i], t->point[i], c++);
	report_number(c++, t->budget);
	column_add_int(c++, (int64_t)t->n_folds);
	report_number(c, t->seconds);
}

struct stream *
results_report(const struct trials *ts, const struct stream *about)
{
	struct report_field *fields;
	struct stream *s;
	struct schema schema;
	const struct trial **v;
	size_t n, *fronts;

	make_schema(ts, &schema);
	fields = mem_alloc(schema.n, sizeof(*fields));
	for (size_t i = 0; i < schema.n; i++)
		fields[i] = (struct report_field){ schema.fields[i].name,
			schema.fields[i].type, schema.fields[i].rank };
	s = report_new(fields, schema.n, about);
	v = results_order(ts, &n);
	fronts = mem_calloc(n, sizeof(*fronts));
	find_fronts(ts, v, n, fronts);
	for (size_t i = 0; i < n; i++)
		add_row(ts, v[i], fronts[i], report_block(s)->cols);
	free(fronts);
	free(v);
	free(fields);
	schema_release(&schema);
	return (s);
}
