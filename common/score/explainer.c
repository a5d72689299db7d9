/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "explainer.h"

int
explainer_init(struct explainer *e, const struct predictor *p, struct diag *d)
{
	const struct schema *features = &p->model->features;
	const char *name;
	size_t raw;

	if (p->model->learner->explain == NULL)
		return (diag_set(d, "models of %s look at no column: there is "
		    "nothing to explain", p->model->learner->name));
	e->p = p;
	dict_init(&e->columns);
	e->of = mem_alloc(features->n, sizeof(*e->of));
	for (size_t j = 0; j < features->n; j++) {
		raw = recipe_origin(&p->recipe, p->feature_cols[j]);
		name = raw == COLUMN_NONE ? features->fields[j].name :
		    p->spec.schema.fields[raw].name;
		e->of[j] = dict_add(&e->columns, name, strlen(name));
	}
	return (0);
}

void
explainer_release(struct explainer *e)
{
	dict_release(&e->columns);
	free(e->of);
}

int
explain_rows(const struct explainer *e, const struct predictor_run *run,
    double *out, struct diag *d)
{
	const struct model *m = e->p->model;
	const struct batch *b = predictor_run_features(run);
	const double *scores = predictor_run_scores(run), *from;
	size_t n = m->features.n, n_out = model_n_out(m);
	size_t n_columns = e->columns.n, best;
	double *all = mem_alloc(b->n_rows * n_out, (n + 1) * sizeof(*all));
	int r = m->learner->explain(m, b, all, d);

	for (size_t i = 0; i < b->n_rows && r == 0; i++) {
		memset(out, 0, (n_columns + 1) * sizeof(*out));
		best = n_out > 1 ? outcome_class(&e->p->outcome, m, scores) :
		    0;
		from = all + (i * n_out + best) * (n + 1);
		for (size_t j = 0; j < n; j++)
			out[e->of[j]] += from[j];
		out[n_columns] = from[n];
		for (size_t j = 0; j <= n_columns && !isfinite(scores[0]); j++)
			out[j] = NAN;
		scores += n_out;
		out += n_columns + 1;
	}
	free(all);
	return (r);
}

static int
compare_sizes(const void *a, const void *b, void *values)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	double x = fabs(((const double *)values)[i]);
	double y = fabs(((const double *)values)[j]);

	return (x != y ? (x > y ? -1 : 1) : i < j ? -1 : i > j);
}

void
explain_order(const double *values, size_t n, uint32_t *order)
{
	for (size_t j = 0; j < n; j++)
		order[j] = (uint32_t)j;
	qsort_r(order, n, sizeof(*order), compare_sizes,
	    (void *)(uintptr_t)values);
}
