/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "score_counts.h"

#define N_DECILES 11		/* of the 101 quantiles in a profile */

static void
set_deciles(struct score_counts *c, const struct predictor *p)
{
	const json_t *quantiles;
	json_t *profile = NULL;
	struct diag ignored;

	if (predictor_profile(p, &profile, &ignored) == -1)
		return;
	quantiles = json_object_get(json_object_get(profile, "score"),
	    "quantiles");

	for (size_t i = 0; i < N_DECILES; i++) {
		double q = json_number_value(json_array_get(quantiles,
		    i * 10));

		if (json_array_size(quantiles) > i * 10 && isfinite(q) &&
		    (c->n_bounds == 0 || q > c->bounds[c->n_bounds - 1]))
			c->bounds[c->n_bounds++] = q;
	}
	json_decref(profile);
}

void
score_counts_init(struct score_counts *c, const struct predictor *p)
{
	const struct schema *out = &p->outputs;

	memset(c, 0, sizeof(*c));
	pthread_mutex_init(&c->lock, NULL);
	c->first = p->model->task == TASK_REGRESSION ? 0 : 1;
	c->n_classes = model_n_scores(p->model);
	if (c->n_classes > SCORE_CLASSES_MAX)
		c->n_classes = SCORE_CLASSES_MAX;
	c->classes = mem_calloc(c->n_classes, sizeof(*c->classes));
	if (out->fields[c->first].unit == NULL) {
		set_deciles(c, p);
		return;
	}
	for (int i = 1; i <= SCORE_BOUNDS_MAX; i++)
		c->bounds[c->n_bounds++] = i / (double)SCORE_BOUNDS_MAX;
	for (size_t i = 0; i < c->n_classes; i++)
		c->classes[i].class_name =
		    mem_strdup(out->fields[c->first + i].unit);
}

void
score_counts_release(struct score_counts *c)
{
	pthread_mutex_destroy(&c->lock);
	for (size_t i = 0; i < c->n_classes; i++)
		free(c->classes[i].class_name);
	free(c->classes);
}

static void
add_scores(const struct score_counts *c, struct score_histogram *h,
    const struct column *scores)
{
	for (size_t i = 0; i < scores->n; i++) {
		double score = scores->floats[i];
		size_t k = 0;

		if (!scores->valid[i])
			continue;
		while (k < c->n_bounds && score > c->bounds[k])
			k++;
		h->buckets[k]++;
		h->sum += score;
	}
}

void
score_counts_add(struct score_counts *c, const struct batch *scored)
{
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->n_classes; i++)
		add_scores(c, &c->classes[i], scored->cols[c->first + i]);
	pthread_mutex_unlock(&c->lock);
}
