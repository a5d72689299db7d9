/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "train_metric.h"

/* Classes, and scores that are probabilities of them. */
static void
take_classes(struct scored *s, const struct train_metric *t,
    const double *out, const double *y)
{
	s->n_classes = t->n_classes;
	s->n_scores = t->n_classes == 2 && t->task == SCORED_BINARY ? 1 :
	    t->n_classes;
	s->has_probability = true;
	s->threshold = t->threshold;
	s->score = mem_dup(out, s->n * s->n_scores, sizeof(*s->score));
	s->truth_class = mem_alloc(s->n, sizeof(*s->truth_class));
	s->predicted_class = mem_alloc(s->n, sizeof(*s->predicted_class));
	for (size_t i = 0; i < s->n; i++) {
		s->truth_class[i] = (uint32_t)y[i];
		if (s->n_scores == 1)
			s->predicted_class[i] = out[i] >= t->threshold;
		else
			scored_highest(s, i, &s->predicted_class[i]);
	}
}

static double
mean_loss(const struct metric *m, const struct scored *s)
{
	double sum = 0, weight = 0, w, loss;

	for (size_t i = 0; i < s->n; i++) {
		w = s->weight != NULL ? s->weight[i] : 1;
		loss = m->loss(m, s, i);
		if (isnan(loss))
			continue;
		sum += w * loss;
		weight += w;
	}
	return (m->root ? sqrt(sum / weight) : sum / weight);
}

static double
value_of(const struct metric *m, const struct scored *s)
{
	struct confusion confusion;
	struct error_sums errors;
	struct sample sample;
	double v;

	confusion_init(&confusion, s->n_classes);
	sample_gather(&sample, s, s->weight, &confusion, &errors);
	v = m->value != NULL ? m->value(m, &sample) : mean_loss(m, s);
	confusion_release(&confusion);
	return (v);
}

static double
metric_value(const void *ctx, const double *out, const double *y,
    const double *w, size_t n)
{
	const struct train_metric *t = ctx;
	struct scored all = { .task = t->task, .n = n }, rows;
	uint32_t *which = mem_alloc(n, sizeof(*which));
	double v;

	for (size_t i = 0; i < n; i++)
		which[i] = (uint32_t)i;
	if (w != NULL)
		all.weight = mem_dup(w, n, sizeof(*w));
	if (t->task == SCORED_REGRESSION) {
		all.truth = mem_dup(y, n, sizeof(*y));
		all.value = mem_dup(out, n, sizeof(*out));
	} else {
		take_classes(&all, t, out, y);
	}
	scored_gather(&all, which, n, &rows);
	v = value_of(t->metric, &rows);
	scored_release(&rows);
	scored_release(&all);
	free(which);
	return (v);
}

static int
check_task(const struct train_metric *t, const struct model *m,
    struct diag *d)
{
	if (m->learner->length == NULL)
		return (diag_set(d, "--metric is what training stops early "
		    "by, and %s does not", m->learner->name));
	if ((t->metric->tasks & t->task) == 0)
		return (diag_set(d, "--metric %s is not of the task %s",
		    t->metric->name, task_name(m->task)));
	if (t->metric->needs == NEEDS_RANGE)
		return (diag_set(d, "--metric %s is of intervals or sets, "
		    "which training has none of", t->metric->name));
	return (0);
}

int
train_metric_init(struct train_metric *t, const char *text,
    const struct model *m, struct diag *d)
{
	static const enum scored_task tasks[N_TASKS] = {
		[TASK_REGRESSION] = SCORED_REGRESSION,
		[TASK_BINARY] = SCORED_BINARY,
		[TASK_MULTICLASS] = SCORED_MULTICLASS
	};

	struct str told = STR_INIT;

	*t = (struct train_metric){ .n_classes = m->n_classes,
	    .threshold = 0.5 };
	if ((t->metric = metric_ask(text, d)) == NULL)
		return (diag_prefix(d, "--metric"));
	t->task = tasks[m->task];
	if (check_task(t, m, d) == -1)
		return (-1);
	str_addf(&told, "valid %s", t->metric->name);
	t->told = str_detach(&told);
	t->of_data = (struct dataset_metric){ t->metric->name, t->told,
	    t->metric->less, metric_value, t };
	return (m->n_classes == 0 ? 0 : metric_bind(t->metric, m->classes,
	    m->n_classes, d));
}

void
train_metric_release(struct train_metric *t)
{
	metric_free(t->metric);
	free(t->told);
}
