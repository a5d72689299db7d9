/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The baseline: the weighted mean of the target, or the shares of the classes,
 * whatever the features say.  What a model has to beat.
 */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "learner_table.h"

static const struct param_def baseline_params[] = { { .name = NULL } };

struct fit {
	size_t n_out;
	double *sums;		/* of the targets, or of each class's weight */
	double weight;
};

static void *
baseline_begin(const struct model *m)
{
	struct fit *f = MEM_NEW(struct fit);

	f->n_out = model_n_out(m);
	f->sums = mem_calloc(f->n_out, sizeof(*f->sums));
	return (f);
}

static int
baseline_add(void *fit, const struct learner_rows *in, struct diag *d)
{
	struct fit *f = fit;
	double w;

	(void)d;
	for (size_t i = 0; i < in->n; i++) {
		w = in->w != NULL ? in->w[i] : 1;
		if (f->n_out > 1)
			f->sums[(size_t)in->y[i]] += w;
		else
			f->sums[0] += w * in->y[i];
		f->weight += w;
	}
	return (0);
}

static int
baseline_finish(void *fit, struct model *m, struct diag *d)
{
	struct fit *f = fit;

	if (!(f->weight > 0))
		return (diag_set(d, "no training rows"));
	for (size_t k = 0; k < f->n_out; k++)
		f->sums[k] /= f->weight;
	m->state = f->sums;
	f->sums = NULL;
	return (0);
}

static void
baseline_free(void *fit)
{
	struct fit *f = fit;

	free(f->sums);
	free(f);
}

static const struct learner_stream baseline_stream = {
	baseline_begin, baseline_add, baseline_finish, baseline_free
};

static int
baseline_predict(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	const double *values = m->state;
	size_t n_out = model_n_out(m);

	(void)d;
	for (size_t i = 0; i < b->n_rows; i++) {
		for (size_t k = 0; k < n_out; k++)
			out[i * n_out + k] = values[k];
	}
	return (0);
}

static void
baseline_save(const struct model *m, struct str *out)
{
	json_t *obj = json_object();

	json_object_set_new(obj, "values",
	    doc_floats(m->state, model_n_out(m)));
	doc_write(obj, out);
	json_decref(obj);
}

static int
check_values(const struct model *m, const double *v, size_t n, struct diag *d)
{
	if (n != model_n_out(m))
		return (diag_set(d, "%zu values, not %zu", n,
		    model_n_out(m)));
	for (size_t k = 0; k < n; k++) {
		if (!isfinite(v[k]))
			return (diag_set(d, "value %zu is not finite", k + 1));
	}
	return (0);
}

static int
baseline_load(struct model *m, const char *p, size_t n, struct diag *d)
{
	double *values = NULL;
	json_t *obj;
	size_t n_values;
	int status;

	if (doc_parse(p, n, &obj, d) == -1)
		return (-1);
	status = doc_get_floats(obj, "values", &values, &n_values, d);
	json_decref(obj);
	if (status == -1)
		return (-1);
	if (check_values(m, values, n_values, d) == -1) {
		free(values);
		return (-1);
	}
	m->state = values;
	return (0);
}

const struct learner baseline_learner = {
	.name = "baseline",
	.summary = "the mean of the target, or the shares of its classes",
	.params = baseline_params,
	.tasks = 1u << TASK_REGRESSION | 1u << TASK_BINARY |
	    1u << TASK_MULTICLASS,
	.takes_strings = true,
	.takes_missing = true,
	.stream = &baseline_stream,
	.predict = baseline_predict,
	.member = "model.json",
	.save = baseline_save,
	.load = baseline_load,
	.free_state = free,
};
