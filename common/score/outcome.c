/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "outcome.h"

void
outcome_init(struct outcome *o)
{
	*o = (struct outcome){ .threshold = 0.5 };
}

void
outcome_release(struct outcome *o)
{
	target_transform_release(&o->transform);
	for (size_t k = 0; k < o->n_calibrators; k++)
		calibrator_release(&o->calibrators[k]);
	free(o->calibrators);
	free(o->costs);
	free(o->rule);
	json_decref(o->facts);
	outcome_init(o);
}

/* One class against the others each; then they add up to 1. */
void
outcome_calibrate(const struct calibrator *c, size_t n, double *scores)
{
	double sum = 0;

	for (size_t k = 0; k < n; k++)
		sum += scores[k] = calibrator_apply(&c[k], scores[k]);
	for (size_t k = 0; k < n && n > 1; k++)
		scores[k] = sum > 0 ? scores[k] / sum : 1 / (double)n;
}

void
outcome_apply(const struct outcome *o, const struct model *m, double *scores,
    double *ends)
{
	if (m->task != TASK_REGRESSION) {
		outcome_calibrate(o->calibrators, o->n_calibrators, scores);
		return;
	}
	for (int k = 0; ends != NULL && k < 2; k++)
		ends[k] = target_transform_back(&o->transform, scores[0] +
		    (k == 0 ? -o->quantile : o->quantile));
	scores[0] = target_transform_back(&o->transform, scores[0]);
}

static size_t
least_cost(const struct outcome *o, size_t n, const double *p)
{
	double least = INFINITY, cost;
	size_t best = 0;

	for (size_t k = 0; k < n; k++) {
		cost = 0;
		for (size_t truth = 0; truth < n; truth++)
			cost += p[truth] * o->costs[truth * n + k];
		if (cost < least) {
			least = cost;
			best = k;
		}
	}
	return (best);
}

size_t
outcome_class(const struct outcome *o, const struct model *m,
    const double *scores)
{
	size_t best = 0;

	if (m->task == TASK_BINARY)
		return (scores[0] >= o->threshold);
	if (m->task == TASK_ANOMALY)
		return (scores[0] > o->threshold);
	if (o->costs != NULL)
		return (least_cost(o, m->n_classes, scores));
	for (size_t k = 1; k < m->n_classes; k++) {
		if (m->task == TASK_CLUSTER ? scores[k] < scores[best] :
		    scores[k] > scores[best])
			best = k;
	}
	return (best);
}

bool
outcome_in_set(const struct outcome *o, double probability)
{
	return (1 - probability <= o->quantile);
}

bool
outcome_fact(const struct outcome *o, size_t i, const char **name,
    const char **text)
{
	void *at = json_object_iter(o->facts);

	for (; i > 0 && at != NULL; i--)
		at = json_object_iter_next(o->facts, at);
	if (at == NULL)
		return (false);
	*name = json_object_iter_key(at);
	*text = json_string_value(json_object_iter_value(at));
	return (*text != NULL);
}

static json_t *
calibration_to_json(const struct outcome *o)
{
	json_t *a = json_array();

	for (size_t k = 0; k < o->n_calibrators; k++) {
		const struct calibrator *c = &o->calibrators[k];

		if (c->n > 0)
			json_array_append_new(a, json_pack("{s:o, s:o}",
			    "x", doc_floats(c->x, c->n),
			    "y", doc_floats(c->y, c->n)));
		else
			json_array_append_new(a, json_pack("{s:o, s:o}",
			    "a", doc_float(c->a), "b", doc_float(c->b)));
	}
	return (a);
}

json_t *
outcome_to_json(const struct outcome *o, const struct model *m)
{
	json_t *all, *decision;

	if (o->facts == NULL)
		return (NULL);
	all = json_pack("{s:O}", "facts", o->facts);
	if (o->transform.kind != TRANSFORM_NONE)
		json_object_set_new(all, "target_transform",
		    target_transform_to_json(&o->transform));
	if (o->n_calibrators > 0)
		json_object_set_new(all, "calibration",
		    calibration_to_json(o));
	if (o->rule != NULL) {
		decision = json_pack("{s:s}", "rule", o->rule);
		if (m->task == TASK_MULTICLASS)
			json_object_set_new(decision, "costs",
			    doc_floats(o->costs,
			    m->n_classes * m->n_classes));
		else
			json_object_set_new(decision, "threshold",
			    doc_float(o->threshold));
		json_object_set_new(all, "decision", decision);
	}
	if (o->level > 0)
		json_object_set_new(all, "conformal", json_pack("{s:o, s:o}",
		    "level", doc_float(o->level),
		    "quantile", doc_float(o->quantile)));
	return (all);
}

static int
calibrator_from_json(const json_t *o, struct calibrator *c, struct diag *d)
{
	size_t n;

	if (json_object_get(o, "x") == NULL)
		return (doc_get_float(o, "a", &c->a, d) == -1 ||
		    doc_get_float(o, "b", &c->b, d) == -1 ? -1 : 0);
	if (doc_get_floats(o, "x", &c->x, &c->n, d) == -1 ||
	    doc_get_floats(o, "y", &c->y, &n, d) == -1)
		return (-1);
	if (n != c->n || n == 0)
		return (diag_set(d, "%zu points have %zu values", c->n, n));
	for (size_t i = 0; i < n; i++) {
		if (!(c->y[i] >= 0 && c->y[i] <= 1) ||
		    (i > 0 && !(c->x[i - 1] < c->x[i])))
			return (diag_set(d, "points are not in order"));
	}
	return (0);
}

static int
calibration_from_json(const json_t *all, const struct model *m,
    struct outcome *o, struct diag *d)
{
	json_t *a = NULL;
	size_t n;

	if (doc_opt_array(all, "calibration", &a, d) == -1)
		return (-1);
	if (a == NULL)
		return (0);
	n = json_array_size(a);
	if (m->task == TASK_REGRESSION || !task_has_target(m->task) ||
	    n != model_n_out(m))
		return (diag_set(d, "\"calibration\" is of %zu outputs", n));
	o->calibrators = mem_calloc(n, sizeof(*o->calibrators));
	o->n_calibrators = n;
	for (size_t k = 0; k < n; k++) {
		if (calibrator_from_json(json_array_get(a, k),
		    &o->calibrators[k], d) == -1)
			return (diag_prefix(d, "calibration"));
	}
	return (0);
}

static int
decision_from_json(const json_t *all, const struct model *m,
    struct outcome *o, struct diag *d)
{
	json_t *decision;
	const char *rule;
	size_t n;

	if (json_object_get(all, "decision") == NULL)
		return (0);
	if (doc_get_object(all, "decision", &decision, d) == -1 ||
	    doc_get_string(decision, "rule", &rule, d) == -1)
		return (-1);
	o->rule = mem_strdup(rule);
	if (m->task == TASK_BINARY || m->task == TASK_ANOMALY)
		return (doc_get_float(decision, "threshold", &o->threshold,
		    d));
	if (doc_get_floats(decision, "costs", &o->costs, &n, d) == -1)
		return (-1);
	return (m->task == TASK_MULTICLASS &&
	    n == m->n_classes * m->n_classes ? 0 :
	    diag_set(d, "%zu costs for %zu classes", n, m->n_classes));
}

static int
parts_from_json(const json_t *all, const struct model *m, struct outcome *o,
    struct diag *d)
{
	json_t *part;

	if (doc_get_object(all, "facts", &part, d) == -1)
		return (-1);
	o->facts = json_incref(part);
	if (json_object_get(all, "target_transform") != NULL) {
		if (doc_get_object(all, "target_transform", &part, d) == -1 ||
		    target_transform_from_json(part, &o->transform, d) == -1)
			return (-1);
		if (m->task != TASK_REGRESSION)
			return (diag_set(d, "classes have no transform"));
	}
	if (json_object_get(all, "conformal") != NULL &&
	    (doc_get_object(all, "conformal", &part, d) == -1 ||
	    doc_get_float(part, "level", &o->level, d) == -1 ||
	    doc_get_float(part, "quantile", &o->quantile, d) == -1))
		return (-1);
	if (calibration_from_json(all, m, o, d) == -1)
		return (-1);
	return (decision_from_json(all, m, o, d));
}

int
outcome_from_json(const json_t *manifest, const struct model *m,
    struct outcome *o, struct diag *d)
{
	json_t *all;

	outcome_init(o);
	if (json_object_get(manifest, "outcome") == NULL)
		return (0);
	if (doc_get_object(manifest, "outcome", &all, d) == -1)
		return (-1);
	if (parts_from_json(all, m, o, d) == -1)
		return (diag_prefix(d, "outcome"));
	return (0);
}
