/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "importance.h"

struct entry {
	size_t col;		/* of the features, or of the raw columns */
	uint32_t element;
	double value;
};

/* The largest so far, in order. */
struct top {
	struct entry v[IMPORTANCE_MAX];
	size_t n;
};

/* Those that were there before stay in front. */
static void
offer(struct top *t, const struct entry *x)
{
	size_t at = t->n;

	if (x->value == 0)
		return;
	while (at > 0 && fabs(x->value) > fabs(t->v[at - 1].value))
		at--;
	if (at == IMPORTANCE_MAX)
		return;
	t->n += t->n < IMPORTANCE_MAX;
	memmove(t->v + at + 1, t->v + at, (t->n - at - 1) * sizeof(*t->v));
	t->v[at] = *x;
}

static void
add_pair(json_t *list, const char *name, double value)
{
	json_t *a = json_array();

	json_array_append_new(a, doc_stringn(name, strlen(name)));
	json_array_append_new(a, doc_float(value));
	json_array_append_new(list, a);
}

static json_t *
list_features(const struct predictor *p, const double *values)
{
	const struct schema *s = &p->model->features;
	json_t *list = json_array();
	struct top top = { .n = 0 };
	struct entry x;

	for (x.col = 0; x.col < s->n; x.col++) {
		for (x.element = 0; x.element < field_width(&s->fields[x.col]);
		    x.element++) {
			x.value = *values++;
			offer(&top, &x);
		}
	}
	for (size_t i = 0; i < top.n; i++) {
		const struct field *f = &s->fields[top.v[i].col];
		struct str name = STR_INIT;

		if (f->width == 0)
			str_addz(&name, f->name);
		else
			recipe_name_place(&p->recipe,
			    p->feature_cols[top.v[i].col], top.v[i].element,
			    &name);
		add_pair(list, str_get(&name), top.v[i].value);
		str_release(&name);
	}
	return (list);
}

/* The values of what was made of each raw column, added up; NULL where the
   features are raw columns, or made of several. */
static json_t *
list_columns(const struct predictor *p, const double *values)
{
	const struct schema *s = &p->model->features, *raw = &p->spec.schema;
	double *sums = mem_calloc(raw->n, sizeof(*sums));
	bool all_single = true, made = false;
	json_t *list = NULL;
	struct top top = { .n = 0 };

	for (size_t j = 0; j < s->n; j++) {
		const struct field *f = &s->fields[j];
		size_t from = recipe_origin(&p->recipe, p->feature_cols[j]);

		all_single &= from != COLUMN_NONE;
		for (size_t k = 0; k < field_width(f) && all_single; k++)
			sums[from] += *values++;
		made |= all_single && (f->width > 0 ||
		    strcmp(raw->fields[from].name, f->name) != 0);
	}
	for (size_t j = 0; j < raw->n && all_single && made; j++)
		offer(&top, &(struct entry){ .col = j, .value = sums[j] });
	if (all_single && made)
		list = json_array();
	for (size_t i = 0; i < top.n; i++)
		add_pair(list, raw->fields[top.v[i].col].name,
		    top.v[i].value);
	free(sums);
	return (list);
}

json_t *
importance_of(const struct predictor *p)
{
	const struct model *m = p->model;
	size_t n_out, width = schema_width(&m->features);
	double *values;
	json_t *o, *outputs, *one, *columns;

	if (m->learner->importance == NULL)
		return (NULL);
	values = m->learner->importance(m, &n_out);
	o = json_object();
	outputs = json_array();
	for (size_t k = 0; k < n_out; k++) {
		one = json_object();
		if (n_out > 1)
			json_object_set_new(one, "class",
			    json_string(m->classes[k]));
		json_object_set_new(one, "features", list_features(p,
		    values + k * width));
		json_array_append_new(outputs, one);
	}
	json_object_set_new(o, "measure",
	    json_string(m->learner->importance_measure));
	json_object_set_new(o, "outputs", outputs);
	columns = m->learner->importance_adds ? list_columns(p, values) : NULL;
	if (columns != NULL)
		json_object_set_new(o, "columns", columns);
	free(values);
	return (o);
}
