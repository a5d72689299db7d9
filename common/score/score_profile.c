/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "metric_math.h"
#include "moments.h"
#include "profile.h"
#include "quantile.h"
#include "radix.h"

#include "score_profile.h"

#define N_QUANTILES 101
#define N_BINS 10

/* Ten bins of equal count: mean score and share of the class in each. */
static json_t *
calibration(const struct held_scores *h, size_t k, double class)
{
	double *v = mem_alloc(h->n, sizeof(*v));
	uint32_t *order = mem_alloc(h->n, sizeof(*order));
	json_t *bins = json_array(), *bin;

	for (size_t i = 0; i < h->n; i++)
		v[i] = h->scores[i * h->n_out + k];
	sort_order(v, h->n, order);
	for (size_t b = 0; b < N_BINS; b++) {
		size_t first = b * h->n / N_BINS;
		size_t end = (b + 1) * h->n / N_BINS;
		double score = 0, hits = 0, n = (double)(end - first);

		for (size_t i = first; i < end; i++) {
			score += v[order[i]];
			hits += h->y[order[i]] == class;
		}
		if (end == first)
			continue;
		bin = json_object();
		json_object_set_new(bin, "n",
		    json_integer((json_int_t)(end - first)));
		json_object_set_new(bin, "score", doc_float(score / n));
		json_object_set_new(bin, "rate", doc_float(hits / n));
		json_array_append_new(bins, bin);
	}
	free(v);
	free(order);
	return (bins);
}

static double
root_mean_square_error(const struct held_scores *h)
{
	double sum = 0, e;

	for (size_t i = 0; i < h->n; i++) {
		e = h->scores[i] - h->y[i];
		sum += e * e;
	}
	return (sqrt(sum / (double)h->n));
}

/* Of two classes. */
static void
add_metrics(const struct held_scores *h, json_t *o)
{
	uint8_t *label = mem_alloc(h->n, sizeof(*label));
	uint32_t *order = mem_alloc(h->n, sizeof(*order));
	double loss = 0;

	for (size_t i = 0; i < h->n; i++) {
		label[i] = h->y[i] == 1;
		loss += metric_log_loss(h->scores[i], label[i]);
	}
	sort_order(h->scores, h->n, order);
	json_object_set_new(o, "auc", doc_float(metric_auc(order, h->scores,
	    label, NULL, h->n)));
	json_object_set_new(o, "logloss", doc_float(loss / (double)h->n));
	free(label);
	free(order);
}

/* One output's distribution. */
static json_t *
describe(const struct held_scores *h, size_t k, const struct model *m)
{
	json_t *o = json_object();
	double *v = mem_alloc(h->n, sizeof(*v)), q[N_QUANTILES];
	struct sketch_view sorted;
	struct law law;
	struct moments mo;

	moments_init(&mo);
	for (size_t i = 0; i < h->n; i++)
		v[i] = h->scores[i * h->n_out + k];
	moments_add_many(&mo, v, h->n);
	sort_doubles(v, h->n);
	for (size_t i = 0; i < N_QUANTILES; i++)
		q[i] = quantile_sorted(v, h->n, (double)i / (N_QUANTILES - 1));
	sketch_view_of_sorted(&sorted, v, h->n);
	law_of_view(&law, &sorted, false);
	free(v);
	json_object_set_new(o, "rows", json_integer((json_int_t)h->n));
	json_object_set_new(o, "source", json_string(h->source));
	json_object_set_new(o, "mean", doc_float(mo.mean));
	json_object_set_new(o, "sd", doc_float(moments_stddev(&mo, 1)));
	json_object_set_new(o, "quantiles", doc_floats(q, N_QUANTILES));
	profile_put_law(o, &law);
	law_release(&law);
	sketch_view_release(&sorted);
	if (m->task == TASK_REGRESSION)
		json_object_set_new(o, "rmse",
		    doc_float(root_mean_square_error(h)));
	else if (task_has_target(m->task))
		json_object_set_new(o, "calibration", calibration(h, k,
		    m->task == TASK_BINARY ? 1 : (double)k));
	if (m->task == TASK_BINARY)
		add_metrics(h, o);
	return (o);
}

/* The distances of rows to their own clusters. */
static void
describe_nearest(json_t *profile, const struct model *m,
    const struct held_scores *h)
{
	struct held_scores nearest = *h;

	nearest.n_out = 1;
	nearest.scores = mem_alloc(h->n, sizeof(*nearest.scores));
	for (size_t i = 0; i < h->n; i++) {
		nearest.scores[i] = INFINITY;
		for (size_t k = 0; k < h->n_out; k++)
			nearest.scores[i] = fmin(nearest.scores[i],
			    h->scores[i * h->n_out + k]);
	}
	json_object_set_new(profile, "score", describe(&nearest, 0, m));
	free(nearest.scores);
}

void
score_profile_add(json_t *profile, const struct model *m,
    const struct held_scores *h)
{
	json_t *scores;

	if (h->n == 0)
		return;
	if (m->task == TASK_CLUSTER) {
		describe_nearest(profile, m, h);
		return;
	}
	if (m->task != TASK_MULTICLASS) {
		json_object_set_new(profile, "score", describe(h, 0, m));
		return;
	}
	scores = json_object();
	for (size_t k = 0; k < m->n_classes; k++)
		json_object_set_new(scores, m->classes[k], describe(h, k, m));
	json_object_set_new(profile, "scores", scores);
}
