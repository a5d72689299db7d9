/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pack.h"

#include "linear_weights.h"

#define MAGIC "mlclines"
#define VERSION 1
#define HEAD_BYTES (8 + 5 * 8)

bool
linear_weights_is_large(const struct model *m)
{
	const struct linear_weights *w = m->state;

	return (w->mean != NULL && w->n_out * w->n_coef > LINEAR_JSON_MAX);
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

static void
save_json(const struct model *m, struct str *out)
{
	const struct linear_weights *w = m->state;
	json_t *obj = json_object(), *outputs = json_array();

	json_object_set_new(obj, "iterations",
	    json_integer((json_int_t)w->iterations));
	json_object_set_new(obj, "converged", json_boolean(w->converged));
	for (size_t k = 0; k < w->n_out; k++)
		json_array_append_new(outputs, output_to_json(m, k));
	if (w->mean != NULL)
		json_object_set_new(obj, "means",
		    doc_floats(w->mean, w->n_coef));
	if (w->error != NULL) {
		json_object_set_new(obj, "standard_errors",
		    doc_floats(w->error, 1 + w->n_coef));
		json_object_set_new(obj, "df", doc_float(w->df));
		if (w->has_dispersion)
			json_object_set_new(obj, "dispersion",
			    doc_float(w->dispersion));
	}
	json_object_set_new(obj, "outputs", outputs);
	doc_write(obj, out);
	json_decref(obj);
}

static void
save_binary(const struct linear_weights *w, struct str *out)
{
	str_add(out, MAGIC, 8);
	pack_u64(out, VERSION);
	pack_u64(out, w->n_out);
	pack_u64(out, w->n_coef);
	pack_u64(out, w->iterations);
	pack_u64(out, w->converged);
	pack_f64s(out, w->intercept, w->n_out);
	pack_f64s(out, w->mean, w->n_coef);
	pack_f64s(out, w->coef, w->n_out * w->n_coef);
}

void
linear_weights_save(const struct model *m, struct str *out)
{
	if (linear_weights_is_large(m))
		save_binary(m->state, out);
	else
		save_json(m, out);
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

/* Whatever they are. */
static int
get_numbers(const json_t *obj, const char *key, double **out, size_t want,
    struct diag *d)
{
	size_t n;

	if (doc_get_floats(obj, key, out, &n, d) == -1)
		return (-1);
	if (n == want)
		return (0);
	free(*out);
	*out = NULL;
	return (diag_set(d, "%zu %s, not %zu", n, key, want));
}

static int
get_many(const json_t *obj, const char *key, double *out, size_t n,
    struct diag *d)
{
	double *values;
	int status = 0;

	if (get_numbers(obj, key, &values, n, d) == -1)
		return (-1);
	for (size_t i = 0; i < n && status == 0; i++) {
		if (!isfinite(values[i]))
			status = diag_set(d, "one of \"%s\" is not finite",
			    key);
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
		status = get_many(obj, "values", out, f->width, d);
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

static int
load_errors(const json_t *obj, struct linear_weights *w, struct diag *d)
{
	w->dispersion = 1;
	w->has_dispersion = json_object_get(obj, "dispersion") != NULL;
	if (json_object_get(obj, "standard_errors") == NULL)
		return (0);
	if (get_finite(obj, "df", &w->df, d) == -1 || (w->has_dispersion &&
	    get_finite(obj, "dispersion", &w->dispersion, d) == -1))
		return (-1);
	return (get_numbers(obj, "standard_errors", &w->error, 1 + w->n_coef,
	    d));
}

/* Files of earlier versions have no means. */
static int
load_json(const struct model *m, const char *p, size_t n,
    struct linear_weights *w, struct diag *d)
{
	json_t *obj, *means = NULL;
	int status;

	if (doc_parse(p, n, &obj, d) == -1)
		return (-1);
	status = doc_opt_array(obj, "means", &means, d);
	if (status == 0 && means != NULL) {
		status = get_many(obj, "means", w->mean, w->n_coef, d);
	} else {
		free(w->mean);
		w->mean = NULL;
	}
	if (status == 0)
		status = load_errors(obj, w, d);
	if (status == 0)
		status = load_outputs(obj, m, w, d);
	json_decref(obj);
	return (status);
}

static bool
all_finite(const double *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(v[i]))
			return (false);
	}
	return (true);
}

/* The caller has seen that all numbers are there. */
static int
load_binary(const char *p, size_t n, struct linear_weights *w, struct diag *d)
{
	struct unpack u = { .p = p + 8, .end = p + n };
	uint64_t version = unpack_u64(&u);

	if (version != VERSION)
		return (diag_set(d, "unknown version %llu",
		    (unsigned long long)version));
	if (unpack_u64(&u) != w->n_out || unpack_u64(&u) != w->n_coef)
		return (diag_set(d, "not the outputs and columns of the "
		    "manifest"));
	w->iterations = (size_t)unpack_u64(&u);
	w->converged = unpack_bool(&u);
	unpack_f64s(&u, w->intercept, w->n_out);
	unpack_f64s(&u, w->mean, w->n_coef);
	unpack_f64s(&u, w->coef, w->n_out * w->n_coef);
	if (u.failed || u.p != u.end)
		return (diag_set(d, "too short or too long"));
	if (!all_finite(w->intercept, w->n_out) ||
	    !all_finite(w->mean, w->n_coef) ||
	    !all_finite(w->coef, w->n_out * w->n_coef))
		return (diag_set(d, "a number is not finite"));
	return (0);
}

/* A manifest may claim any width: nothing is allocated that n bytes, of which
   each number takes at least two, do not fill. */
static int
check_size(const struct model *m, size_t n, struct diag *d)
{
	if (schema_width(&m->features) > n / 2 / model_n_out(m))
		return (diag_set(d, "%zu bytes are too few for %zu times %zu "
		    "coefficients", n, model_n_out(m),
		    schema_width(&m->features)));
	return (0);
}

int
linear_weights_load(struct model *m, const char *p, size_t n, struct diag *d)
{
	bool binary = n >= HEAD_BYTES && memcmp(p, MAGIC, 8) == 0;
	struct linear_weights *w;
	int status;

	for (size_t j = 0; j < m->features.n; j++) {
		if (m->features.fields[j].type == COL_STRING)
			return (diag_set(d, "feature \"%s\" is text",
			    m->features.fields[j].name));
	}
	if (check_size(m, n, d) == -1)
		return (-1);
	w = linear_weights_new(model_n_out(m), schema_width(&m->features));
	status = binary ? load_binary(p, n, w, d) : load_json(m, p, n, w, d);
	if (status == 0)
		m->state = w;
	else
		linear_weights_free(w);
	return (status);
}
