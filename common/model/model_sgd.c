/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sgd: a linear model by stochastic gradient descent, a row at a time as the
 * rows come by, so that none is kept; texts as they are, missing values as 0.
 *
 * Steps are adaptive (Duchi, Hazan and Singer 2011) and normalised by the
 * largest value of each column (Ross, Mineiro and Langford 2013, algorithm 2),
 * and as long as many small ones would be, so that none goes too far
 * (Karampatziakis and Langford 2011).
 */
#include <math.h>
#include <stdlib.h>

#include "learner_table.h"
#include "link.h"
#include "mem.h"
#include "sgd_model.h"

#define CERTAIN 30		/* a score that no step changes */
#define ORDERED 0.1		/* such a ratio of von Neumann is no chance */
#define ORDERED_ROWS 100	/* of at least so many rows */

enum { OBJECTIVE_AUTO, OBJECTIVE_QUANTILE };

static const struct param_def sgd_params[] = {
	{ "objective", PARAM_CHOICE, 0, 0, 0, "auto,quantile",
	    "loss; auto: squared of a number, log loss of classes" },
	{ "alpha", PARAM_FLOAT, 0.5, 1e-6, 1 - 1e-6, NULL,
	    "quantile: which one" },
	{ "passes", PARAM_INT, 1, 1, 1e6, NULL,
	    "how often all rows come by" },
	{ "rate", PARAM_FLOAT, 0.5, 1e-9, 1e6, NULL, "learning rate" },
	{ "bits", PARAM_INT, 18, 1, 28, NULL,
	    "texts and interactions go to 2^N hashed places" },
	{ "interact", PARAM_PAIRS, 0, 0, 0, NULL,
	    "features whose products are columns too" },
	{ .name = NULL }
};

/* Of the targets as they come: squares about their mean and of the difference
   to the one before. */
struct succession {
	size_t n;
	double mean, about, steps, last;
};

struct fit {
	struct sgd_model *s;
	struct succession targets;
	struct sgd_entries e;
	enum task task;
	double rate, alpha;
	bool quantile;
	double *scores;		/* (n_out) */
	float *share;		/* (entries): of the step, along each */
	size_t cap;
	struct diag d;		/* of what failed at the beginning */
};

static void *
sgd_begin(const struct model *m)
{
	struct fit *f = MEM_NEW(struct fit);

	f->task = m->task;
	f->rate = params_get(&m->params, "rate");
	f->alpha = params_get(&m->params, "alpha");
	f->quantile = params_get(&m->params, "objective") ==
	    OBJECTIVE_QUANTILE;
	f->scores = mem_calloc(model_n_out(m), sizeof(*f->scores));
	f->s = sgd_model_new(m, &f->d);
	if (f->s != NULL && m->from != NULL &&
	    sgd_model_take(f->s, m, &f->d) == -1) {
		sgd_model_free(f->s);
		f->s = NULL;
	}
	return (f);
}

/* Mean and deviation of the first targets make scores of about 1. */
static void
take_target(struct sgd_model *s, const struct learner_rows *in)
{
	double sum = 0;

	for (size_t i = 0; i < in->n; i++)
		s->mean += in->y[i] / (double)in->n;
	for (size_t i = 0; i < in->n; i++)
		sum += (in->y[i] - s->mean) * (in->y[i] - s->mean);
	s->unit = sum > 0 ? sqrt(sum / (double)in->n) : 1;
}

/* A larger value than before makes the column's unit larger, so its weight
   less. */
static void
normalise(struct sgd_model *s, const struct sgd_entries *e, double w)
{
	double norm = 0, share;
	float *at, size;

	for (size_t i = 0; i < e->n; i++) {
		at = s->at + e->place[i] * s->stride;
		size = fabsf(e->value[i]);
		if (size > at[0]) {
			for (size_t k = 1; k < s->stride; k += 2)
				at[k] *= at[0] / size;
			at[0] = size;
		}
		share = (double)(size / at[0]);
		norm += share * share;
	}
	s->weight += w;
	s->norm += w * norm;
}

/* What a step of eta does to the score where it moves by `scale` for each bit
   of it: the flow along the gradient, over scale. */
static double
step_squared(double score, double y, double eta, double scale)
{
	return ((y - score) * -expm1(-2 * eta * scale) / scale);
}

static double
step_quantile(double score, double y, double eta, double scale, double alpha)
{
	double want = (y - score) / scale;
	double most = eta * (want > 0 ? alpha : 1 - alpha);

	return (fabs(want) < most ? want : copysign(most, want));
}

/* z = sign * score follows dz/dt = scale / (1 + e^z), so that z + e^z grows by
   eta * scale: Newton's method, from above, for where it ends. */
static double
step_logistic(double score, double sign, double eta, double scale)
{
	double z = sign * score, end, at, e;

	if (z > CERTAIN)
		return (0);
	end = z + exp(z) + eta * scale;
	at = z + eta * scale / (1 + exp(z));
	if (end > 1 && at > log(end))
		at = log(end);
	for (int i = 0; i < 3; i++) {
		e = exp(at);
		at -= (at + e - end) / (1 + e);
	}
	return (sign * (at - z) / scale);
}

/* The derivative of the loss by the score of output k. */
static double
slope_of(const struct fit *f, size_t k, double y)
{
	double score = f->scores[k];

	if (f->task == TASK_MULTICLASS)
		return (score - ((double)k == y));
	if (f->task == TASK_BINARY)
		return (sigmoid(score) - y);
	if (!f->quantile)
		return (2 * (score - y));
	return (y > score ? -f->alpha : y < score ? 1 - f->alpha : 0);
}

static double
step_of(const struct fit *f, size_t k, double y, double eta, double scale)
{
	double score = f->scores[k];

	if (f->task == TASK_MULTICLASS)
		return (slope_of(f, k, y) * expm1(-eta * scale) / scale);
	if (f->task == TASK_BINARY)
		return (step_logistic(score, y > 0 ? 1 : -1, eta, scale));
	if (f->quantile)
		return (step_quantile(score, y, eta, scale, f->alpha));
	return (step_squared(score, y, eta, scale));
}

/* A step along the gradient of output k. */
static void
descend(struct fit *f, size_t k, double y, double w)
{
	const struct sgd_entries *e = &f->e;
	double slope = slope_of(f, k, y), factor, step;
	float *at, squared = (float)(slope * slope * w), scale = 0, x;

	if (slope == 0)
		return;
	for (size_t i = 0; i < e->n; i++) {
		at = f->s->at + e->place[i] * f->s->stride;
		x = e->value[i];
		at[2 + 2 * k] += squared * x * x;
		f->share[i] = x / (sqrtf(at[2 + 2 * k]) * at[0]);
		scale += x * f->share[i];
	}
	factor = sqrt(f->s->weight / f->s->norm);
	if (!isfinite(scale) || scale <= 0)
		return;		/* a gradient below the least float */
	step = step_of(f, k, y, f->rate * w, (double)scale * factor);
	for (size_t i = 0; i < e->n; i++)
		f->s->at[e->place[i] * f->s->stride + 1 + 2 * k] +=
		    (float)(step * factor) * f->share[i];
}

static void
learn(struct fit *f, double y, double w)
{
	struct sgd_model *s = f->s;

	normalise(s, &f->e, w);
	sgd_scores(s, &f->e, f->scores);
	if (f->task == TASK_REGRESSION) {
		y = (y - s->mean) / s->unit;
		s->low = fmin(s->low, y);
		s->high = fmax(s->high, y);
		f->scores[0] = fmin(fmax(f->scores[0], s->low), s->high);
	} else if (f->task == TASK_MULTICLASS) {
		softmax(f->scores, s->n_out);
	}
	for (size_t k = 0; k < s->n_out; k++)
		descend(f, k, y, w);
}

static void
follow(struct succession *t, double y)
{
	double off = y - t->mean;

	if (t->n++ > 0)
		t->steps += (y - t->last) * (y - t->last);
	t->mean += off / (double)t->n;
	t->about += off * (y - t->mean);
	t->last = y;
}

/* In rows of any order squared steps are twice the variance in the mean (von
   Neumann 1941), and less where equal targets come together. */
static char *
warn_order(const struct succession *t)
{
	if (t->n < ORDERED_ROWS || t->steps >= ORDERED * 2 * t->about)
		return (NULL);
	return (mem_strdup("rows come in the order of the target, and sgd "
	    "learns most from the last: mlc-clean --shuffle them first"));
}

static int
sgd_add(void *fit, const struct learner_rows *in, struct diag *d)
{
	struct fit *f = fit;

	if (f->s == NULL) {
		*d = f->d;
		return (-1);
	}
	if (f->task == TASK_REGRESSION && f->s->weight == 0)
		take_target(f->s, in);
	for (size_t i = 0; i < in->n; i++) {
		double w = in->w != NULL ? in->w[i] : 1;

		if (w == 0)
			continue;
		sgd_entries_fill(&f->s->layout, in->batch, in->rows[i],
		    &f->e);
		if (f->e.n > f->cap)
			f->share = mem_grow(f->share, &f->cap, f->e.n,
			    sizeof(*f->share));
		learn(f, in->y[i], w);
		follow(&f->targets, in->y[i]);
	}
	return (0);
}

static int
sgd_finish(void *fit, struct model *m, struct diag *d)
{
	struct fit *f = fit;
	bool ok = true;

	for (size_t i = 0; i < f->s->layout.n * f->s->stride; i++)
		ok = ok && isfinite(f->s->at[i]);
	if (!ok)
		return (diag_set(d, "a weight is not finite: are there "
		    "infinite or huge values?"));
	m->state = f->s;
	f->s = NULL;
	m->warning = warn_order(&f->targets);
	return (0);
}

static void
sgd_free(void *fit)
{
	struct fit *f = fit;

	sgd_model_free(f->s);
	sgd_entries_release(&f->e);
	free(f->scores);
	free(f->share);
	free(f);
}

static const struct learner_stream sgd_stream = {
	sgd_begin, sgd_add, sgd_finish, sgd_free
};

static int
sgd_predict(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	const struct sgd_model *s = m->state;
	struct sgd_entries e = { .n = 0 };

	(void)d;
	for (size_t i = 0; i < b->n_rows; i++, out += s->n_out) {
		sgd_entries_fill(&s->layout, b, i, &e);
		sgd_scores(s, &e, out);
		if (m->task == TASK_REGRESSION)
			*out = s->mean + s->unit *
			    fmin(fmax(*out, s->low), s->high);
		else if (m->task == TASK_BINARY)
			*out = sigmoid(*out);
		else
			softmax(out, s->n_out);
	}
	sgd_entries_release(&e);
	return (0);
}

const struct learner sgd_learner = {
	.name = "sgd",
	.summary = "linear models of any number of rows, a row at a time",
	.params = sgd_params,
	.tasks = 1u << TASK_REGRESSION | 1u << TASK_BINARY |
	    1u << TASK_MULTICLASS,
	.takes_strings = true,
	.takes_missing = true,
	.stream = &sgd_stream,
	.passes = "passes",
	.goes_on = true,
	.predict = sgd_predict,
	.member = "weights.bin",
	.save = sgd_model_save,
	.load = sgd_model_load,
	.free_state = sgd_model_free,
};
