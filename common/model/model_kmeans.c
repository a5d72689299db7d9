/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kmeans: rows in groups around centers; needs numbers and no target.
 */
#include <math.h>
#include <stdlib.h>

#include "dataset.h"
#include "kmeans_fit.h"
#include "learner_table.h"
#include "mem.h"

static const struct param_def kmeans_params[] = {
	{ "k", PARAM_INT, 8, 1, 1000, NULL, "clusters" },
	{ "restarts", PARAM_INT, 5, 1, 10000, NULL,
	    "times it is begun anew, of which the best counts" },
	{ "iterations", PARAM_INT, 300, 1, 1e6, NULL, "most steps of each" },
	{ .name = NULL }
};

/* Row i as schema_width(features) numbers; of a missing one NaN. */
static void
fill_row(const struct batch *b, size_t i, double *out)
{
	for (size_t j = 0; j < b->schema->n; j++) {
		const struct column *c = b->cols[j];

		if (c->type != COL_VECTOR)
			*out++ = column_number(c, i);
		for (size_t e = 0; c->type == COL_VECTOR && e < c->width; e++)
			*out++ = c->valid[i] ?
			    (double)c->vector[i * c->width + e] : NAN;
	}
}

struct filling {
	double *x;		/* (n_train, d) */
	size_t d;
};

static int
fill_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct filling *f = ctx;
	const struct dataset_rows *r = rows->more;
	double *x = f->x + r->first_train * f->d;

	for (size_t k = 0; k < r->n_train; k++, x += f->d) {
		fill_row(rows->batch, r->train[k], x);
		for (size_t j = 0; j < f->d; j++) {
			if (!isfinite(x[j]))
				return (diag_set(d, "row %llu: a value is "
				    "infinite", (unsigned long long)
				    (rows->batch->first_row + r->train[k] +
				    1)));
		}
	}
	return (0);
}

static int
check_features(const struct schema *s, struct diag *d)
{
	for (size_t j = 0; j < s->n; j++) {
		if (s->fields[j].type == COL_SPARSE)
			return (diag_set(d, "column \"%s\" is sparse, which "
			    "kmeans does not take: project it first "
			    "(mlc-encode --pca)", s->fields[j].name));
	}
	return (0);
}

static void
warn_unsettled(struct model *m, const struct kmeans *k)
{
	struct str s = STR_INIT;

	if (k->settled)
		return;
	str_addf(&s, "rows still changed their cluster after %zu iterations",
	    k->iterations);
	m->warning = str_detach(&s);
}

static int
kmeans_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	struct filling f = { .d = schema_width(ds->features) };
	struct dataset_pass pass = { .visit = fill_block, .ctx = &f };
	struct kmeans_options o = {
		.k = (size_t)params_get(&m->params, "k"),
		.restarts = (size_t)params_get(&m->params, "restarts"),
		.iterations = (size_t)params_get(&m->params, "iterations"),
		.seed = ds->seed
	};
	struct kmeans_rows rows = { .w = ds->w_train, .n = ds->n_train,
	    .d = f.d, .crew = ds->crew };
	int r;

	if (check_features(ds->features, d) == -1)
		return (-1);
	m->state = MEM_NEW(struct kmeans);
	rows.x = f.x = mem_alloc(ds->n_train, f.d * sizeof(*f.x));
	r = dataset_pass(ds, &pass, NULL, 0, d);
	if (r == 0)
		r = kmeans_fit(&rows, &o, m->state, d);
	if (r == 0)
		warn_unsettled(m, m->state);
	free(f.x);
	return (r);
}

static int
kmeans_predict(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	const struct kmeans *s = m->state;
	double *x = mem_alloc(s->d, sizeof(*x));

	(void)d;
	for (size_t i = 0; i < b->n_rows; i++) {
		fill_row(b, i, x);
		for (size_t k = 0; k < s->k; k++)
			*out++ = sqrt(kmeans_square(x, s->centers + k * s->d,
			    s->d));
	}
	free(x);
	return (0);
}

/* What each column adds to the square of the distance; nothing is beside. */
static int
kmeans_explain(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	const struct kmeans *s = m->state;
	double *x = mem_alloc(s->d, sizeof(*x)), v;
	size_t at;

	(void)d;
	for (size_t i = 0; i < b->n_rows * s->k; i++) {
		const double *center = s->centers + i % s->k * s->d;

		if (i % s->k == 0)
			fill_row(b, i / s->k, x);
		at = 0;
		for (size_t j = 0; j < m->features.n; j++) {
			*out = 0;
			for (size_t e = field_width(&m->features.fields[j]);
			    e > 0; e--, at++) {
				v = x[at] - center[at];
				*out += v * v;
			}
			out++;
		}
		*out++ = 0;
	}
	free(x);
	return (0);
}

static json_t *
kmeans_facts(const struct model *m)
{
	const struct kmeans *s = m->state;
	struct str sizes = STR_INIT;
	json_t *facts;

	for (size_t k = 0; k < s->k; k++)
		str_addf(&sizes, "%s%.10g", k > 0 ? ", " : "",
		    s->weights[k]);
	facts = json_pack("{s:f, s:s, s:I}", "sum of squares", s->inertia,
	    "rows of clusters", str_get(&sizes), "iterations",
	    (json_int_t)s->iterations);
	str_release(&sizes);
	return (facts);
}

static void
kmeans_save(const struct model *m, struct str *out)
{
	const struct kmeans *s = m->state;
	json_t *o = json_pack("{s:o, s:o, s:o, s:I}", "centers",
	    doc_floats(s->centers, s->k * s->d), "weights",
	    doc_floats(s->weights, s->k), "sum_of_squares",
	    doc_float(s->inertia), "iterations", (json_int_t)s->iterations);

	doc_write(o, out);
	json_decref(o);
}

static int
read_state(const json_t *o, const struct model *m, struct kmeans *s,
    struct diag *d)
{
	int64_t iterations;
	size_t n, n_weights;

	if (doc_get_floats(o, "centers", &s->centers, &n, d) == -1 ||
	    doc_get_floats(o, "weights", &s->weights, &n_weights, d) == -1 ||
	    doc_get_float(o, "sum_of_squares", &s->inertia, d) == -1 ||
	    doc_get_int(o, "iterations", &iterations, d) == -1)
		return (-1);
	s->k = m->n_classes;
	s->d = schema_width(&m->features);
	s->iterations = (size_t)iterations;
	if (n_weights != s->k || n / s->k != s->d || n % s->k != 0)
		return (diag_set(d, "%zu numbers and %zu weights of %zu "
		    "centers", n, n_weights, s->k));
	for (size_t j = 0; j < n; j++) {
		if (!isfinite(s->centers[j]))
			return (diag_set(d, "a center is not finite"));
	}
	return (0);
}

static void
kmeans_free_state(void *state)
{
	kmeans_release(state);
	free(state);
}

static int
kmeans_load(struct model *m, const char *p, size_t n, struct diag *d)
{
	struct kmeans *s;
	json_t *o;
	int r;

	if (doc_parse(p, n, &o, d) == -1)
		return (-1);
	s = MEM_NEW(struct kmeans);
	r = read_state(o, m, s, d);
	json_decref(o);
	if (r == -1)
		kmeans_free_state(s);
	else
		m->state = s;
	return (r);
}

const struct learner kmeans_learner = {
	.name = "kmeans",
	.summary = "clusters around centers, without a target",
	.params = kmeans_params,
	.tasks = 1u << TASK_CLUSTER,
	.n_clusters = "k",
	.train = kmeans_train,
	.predict = kmeans_predict,
	.explain = kmeans_explain,
	.facts = kmeans_facts,
	.member = "model.json",
	.save = kmeans_save,
	.load = kmeans_load,
	.free_state = kmeans_free_state,
};
