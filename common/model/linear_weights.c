/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "importance.h"
#include "mem.h"

#include "linear_weights.h"

struct linear_weights *
linear_weights_new(size_t n_out, size_t n_coef)
{
	struct linear_weights *w = MEM_NEW(struct linear_weights);

	w->n_out = n_out;
	w->n_coef = n_coef;
	w->intercept = mem_calloc(n_out, sizeof(*w->intercept));
	if (n_coef > SIZE_MAX / n_out)
		BUG("%zu outputs of %zu coefficients", n_out, n_coef);
	w->coef = mem_calloc(n_out * n_coef, sizeof(*w->coef));
	return (w);
}

void
linear_weights_free(void *state)
{
	struct linear_weights *w = state;

	if (w == NULL)
		return;
	free(w->intercept);
	free(w->coef);
	free(w);
}

/* Where the terms of one feature and one output go. */
struct term {
	const struct column *c;
	const double *coef;	/* (width of the feature) */
	double *out;		/* every stride-th */
	size_t stride;
};

static void
add_vectors(const struct term *t)
{
	const struct column *c = t->c;

	for (size_t i = 0; i < c->n; i++) {
		for (size_t k = 0; k < c->width; k++)
			t->out[i * t->stride] += t->coef[k] *
			    (double)c->vector[i * c->width + k];
	}
}

static void
add_sparse(const struct term *t)
{
	const struct column *c = t->c;

	for (size_t i = 0; i < c->n; i++) {
		for (uint32_t e = c->off[i]; e < c->off[i + 1]; e++)
			t->out[i * t->stride] += t->coef[c->index[e]] *
			    (double)c->value[e];
	}
}

static void
add_term(const struct term *t)
{
	const struct column *c = t->c;
	double coef = t->coef[0];

	switch (c->type) {
	case COL_BOOL:
		for (size_t i = 0; i < c->n; i++)
			t->out[i * t->stride] += coef * c->bools[i];
		break;
	case COL_INT:
	case COL_TIME:
		for (size_t i = 0; i < c->n; i++)
			t->out[i * t->stride] += coef * (double)c->ints[i];
		break;
	case COL_FLOAT:
		for (size_t i = 0; i < c->n; i++)
			t->out[i * t->stride] += coef * c->floats[i];
		break;
	case COL_VECTOR:
		add_vectors(t);
		break;
	case COL_SPARSE:
		add_sparse(t);
		break;
	default:
		BUG("a %s column is no linear feature",
		    col_type_name(c->type));
	}
	for (size_t i = 0; i < c->n && c->n_missing > 0; i++) {
		if (!c->valid[i])
			t->out[i * t->stride] = NAN;
	}
}

void
linear_weights_scores(const struct linear_weights *w, const struct batch *b,
    double *out)
{
	struct term t = { .stride = w->n_out };

	for (size_t k = 0; k < w->n_out; k++) {
		t.out = out + k;
		t.coef = w->coef + k * w->n_coef;
		for (size_t i = 0; i < b->n_rows; i++)
			t.out[i * t.stride] = w->intercept[k];
		for (size_t j = 0; j < b->schema->n; j++) {
			t.c = b->cols[j];
			add_term(&t);
			t.coef += field_width(&b->schema->fields[j]);
		}
	}
}

json_t *
linear_weights_importance(const struct model *m)
{
	const struct linear_weights *w = m->state;
	json_t *o = importance_new("coefficient");

	for (size_t k = 0; k < w->n_out; k++)
		importance_add(o, w->n_out > 1 ? m->classes[k] : NULL,
		    &m->features, w->coef + k * w->n_coef);
	return (o);
}

static json_t *
coefficient_to_json(const struct field *f, const double *coef)
{
	json_t *obj = json_object();

	json_object_set_new(obj, "feature", json_string(f->name));
	if (f->width > 0)
		json_object_set_new(obj, "values", doc_floats(coef, f->width));
	else
		json_object_set_new(obj, "value", doc_float(*coef));
	return (obj);
}

static json_t *
output_to_json(const struct model *m, size_t k)
{
	const struct linear_weights *w = m->state;
	const double *coef = w->coef + k * w->n_coef;
	json_t *obj = json_object(), *list = json_array();

	if (w->n_out > 1)
		json_object_set_new(obj, "class", json_string(m->classes[k]));
	json_object_set_new(obj, "intercept", doc_float(w->intercept[k]));
	for (size_t j = 0; j < m->features.n; j++) {
		json_array_append_new(list,
		    coefficient_to_json(&m->features.fields[j], coef));
		coef += field_width(&m->features.fields[j]);
	}
	json_object_set_new(obj, "coefficients", list);
	return (obj);
}

void
linear_weights_save(const struct model *m, struct str *out)
{
	const struct linear_weights *w = m->state;
	json_t *obj = json_object(), *outputs = json_array();

	json_object_set_new(obj, "iterations",
	    json_integer((json_int_t)w->iterations));
	json_object_set_new(obj, "converged", json_boolean(w->converged));
	for (size_t k = 0; k < w->n_out; k++)
		json_array_append_new(outputs, output_to_json(m, k));
	json_object_set_new(obj, "outputs", outputs);
	doc_write(obj, out);
	json_decref(obj);
}

static int
get_finite(const json_t *obj, const char *key, double *out, struct diag *d)
{
	if (doc_get_float(obj, key, out, d) == -1)
		return (-1);
	if (!isfinite(*out))
		return (diag_set(d, "\"%s\" is not finite", key));
	return (0);
}

static int
get_many(const json_t *obj, double *out, size_t want, struct diag *d)
{
	double *values;
	size_t n;
	int status = 0;

	if (doc_get_floats(obj, "values", &values, &n, d) == -1)
		return (-1);
	if (n != want)
		status = diag_set(d, "%zu values, not %zu", n, want);
	for (size_t i = 0; i < n && status == 0; i++) {
		if (!isfinite(values[i]))
			status = diag_set(d, "a value is not finite");
	}
	if (status == 0)
		memcpy(out, values, n * sizeof(*out));
	free(values);
	return (status);
}

static int
load_coefficient(const json_t *obj, const struct field *f, double *out,
    struct diag *d)
{
	const char *name;
	int status;

	if (doc_get_string(obj, "feature", &name, d) == -1)
		return (-1);
	if (strcmp(name, f->name) != 0)
		return (diag_set(d, "feature \"%s\", not \"%s\"", name,
		    f->name));
	if (f->width > 0)
		status = get_many(obj, out, f->width, d);
	else
		status = get_finite(obj, "value", out, d);
	return (status == 0 ? 0 : diag_prefix(d, "feature \"%s\"", name));
}

static int
load_output(const json_t *obj, const struct model *m, double *intercept,
    double *coef, struct diag *d)
{
	json_t *list;

	if (get_finite(obj, "intercept", intercept, d) == -1 ||
	    doc_get_array(obj, "coefficients", &list, d) == -1)
		return (-1);
	if (json_array_size(list) != m->features.n)
		return (diag_set(d, "%zu coefficients for %zu features",
		    json_array_size(list), m->features.n));
	for (size_t j = 0; j < m->features.n; j++) {
		if (load_coefficient(json_array_get(list, j),
		    &m->features.fields[j], coef, d) == -1)
			return (-1);
		coef += field_width(&m->features.fields[j]);
	}
	return (0);
}

static int
load_outputs(const json_t *obj, const struct model *m,
    struct linear_weights *w, struct diag *d)
{
	json_t *outputs;
	int64_t iterations;

	if (doc_get_int(obj, "iterations", &iterations, d) == -1 ||
	    doc_get_bool(obj, "converged", &w->converged, d) == -1 ||
	    doc_get_array(obj, "outputs", &outputs, d) == -1)
		return (-1);
	w->iterations = (size_t)iterations;
	if (json_array_size(outputs) != w->n_out)
		return (diag_set(d, "%zu outputs, not %zu",
		    json_array_size(outputs), w->n_out));
	for (size_t k = 0; k < w->n_out; k++) {
		if (load_output(json_array_get(outputs, k), m,
		    &w->intercept[k], w->coef + k * w->n_coef, d) == -1)
			return (-1);
	}
	return (0);
}

int
linear_weights_load(struct model *m, const char *p, size_t n, struct diag *d)
{
	struct linear_weights *w;
	json_t *obj;
	int status;

	for (size_t j = 0; j < m->features.n; j++) {
		if (m->features.fields[j].type == COL_STRING)
			return (diag_set(d, "feature \"%s\" is text",
			    m->features.fields[j].name));
	}
	if (doc_parse(p, n, &obj, d) == -1)
		return (-1);
	w = linear_weights_new(model_n_out(m), schema_width(&m->features));
	status = load_outputs(obj, m, w, d);
	json_decref(obj);
	if (status == 0)
		m->state = w;
	else
		linear_weights_free(w);
	return (status);
}
