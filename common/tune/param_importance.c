/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "mem.h"
#include "model_train.h"
#include "report.h"
#include "rng.h"

#include "param_importance.h"

#define TRIALS_MAX 5000		/* that are learned from, at most one batch */
#define SHUFFLES 10
#define BUDGET "budget"		/* no parameter is called so */
#define RANK "front"

/* The trials that are learned from, and their ranks. */
struct lesson {
	const struct space *space;
	const struct trial **v;
	double *rank;		/* (n), 0 .. 1 */
	size_t n;
	struct model *model;
	double *out;		/* (n): what the model says */
};

struct placed {
	double loss;
	size_t i;
};

static int
compare_losses(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return (x->loss < y->loss ? -1 : x->loss > y->loss);
}

/* Equal losses have the mean of their ranks. */
static void
rank_trials(struct lesson *l, const struct objectives *o)
{
	struct placed *p = mem_alloc(l->n, sizeof(*p));
	size_t end;

	for (size_t i = 0; i < l->n; i++)
		p[i] = (struct placed){
			objective_loss(o, 0, l->v[i]->values), i };
	if (l->n > 0)
		qsort(p, l->n, sizeof(*p), compare_losses);
	for (size_t i = 0; i < l->n; i = end) {
		for (end = i; end < l->n && p[end].loss == p[i].loss; end++)
			;
		for (size_t k = i; k < end; k++)
			l->rank[p[k].i] = (double)(i + end - 1) / 2 /
			    (double)l->n;
	}
	free(p);
}

static void
lesson_init(struct lesson *l, const struct trials *ts)
{
	memset(l, 0, sizeof(*l));
	l->space = ts->space;
	l->v = mem_alloc(ts->n_known, sizeof(*l->v));
	for (size_t i = 0; i < ts->n && l->n < TRIALS_MAX; i++) {
		const struct trial *t = trials_get(ts, i);

		if (t != NULL && t->state == TRIAL_DONE)
			l->v[l->n++] = t;
	}
	l->rank = mem_alloc(l->n, sizeof(*l->rank));
	l->out = mem_alloc(l->n, sizeof(*l->out));
	rank_trials(l, ts->objectives);
}

static void
lesson_release(struct lesson *l)
{
	model_free(l->model);
	free(l->v);
	free(l->rank);
	free(l->out);
}

static void
add_value(const struct space_param *p, double v, struct column *c)
{
	if (p->kind != SPACE_WORD)
		column_add_float(c, isnan(v) ? NAN : space_unit(p, v));
	else
		report_text(c, isnan(v) ? NULL : p->words[(size_t)v]);
}

/* Parameters and budget of the trials; the values of parameter k are those of
   the trials order[]. */
static void
fill(const struct lesson *l, struct column *c, size_t k,
    const uint32_t *order)
{
	for (size_t p = 0; p < l->space->n; p++) {
		for (size_t i = 0; i < l->n; i++)
			add_value(&l->space->params[p], l->v[order != NULL &&
			    p == k ? order[i] : i]->point[p], &c[p]);
	}
	for (size_t i = 0; i < l->n; i++)
		column_add_float(&c[l->space->n], l->v[i]->budget);
}

static struct stream *
make_stream(const struct lesson *l)
{
	size_t n = l->space->n;
	struct report_field *f = mem_alloc(n + 2, sizeof(*f));
	struct column *c;
	struct stream *s;

	for (size_t p = 0; p < n; p++)
		f[p] = (struct report_field){ l->space->params[p].name,
			l->space->params[p].kind == SPACE_WORD ? COL_STRING :
			COL_FLOAT, 0 };
	f[n] = (struct report_field){ BUDGET, COL_FLOAT, 0 };
	f[n + 1] = (struct report_field){ RANK, COL_FLOAT, 0 };
	s = report_new(f, n + 2, NULL);
	free(f);
	schema_set_role(&s->head.schema, n + 1, ROLE_TARGET);
	c = report_block(s)->cols;
	fill(l, c, 0, NULL);
	for (size_t i = 0; i < l->n; i++)
		column_add_float(&c[n + 1], l->rank[i]);
	return (s);
}

static int
train(struct lesson *l, struct diag *d)
{
	static const char *const params[][2] = { { "trees", "100" },
		{ "leaves", "8" }, { "min-leaf", "3" } };
	const struct dataset_options o = { .task = "regression", .seed = 1 };
	const struct learner *learner = learner_find("gbdt", d);
	struct stream *s = make_stream(l);
	struct spool *spool = NULL;
	struct dataset *ds = NULL;
	int r = learner == NULL ? -1 : 0;

	if (r == 0)
		l->model = model_new(learner);
	for (size_t i = 0; r == 0 && i < 3; i++)
		r = params_set(&l->model->params, params[i][0], params[i][1],
		    d);
	if (r == 0)
		r = spool_new(s, (uint64_t)64 << 20, &spool, d);
	if (r == 0)
		r = dataset_new(spool, &o, l->model, &ds, d);
	if (r == 0)
		r = model_train(ds, l->model, d);
	dataset_free(ds);
	spool_free(spool);
	stream_close(s);
	return (r);
}

/* The mean squared error with parameter k shuffled, or none. */
static int
error_of(struct lesson *l, size_t k, const uint32_t *order, double *out,
    struct diag *d)
{
	struct block b;
	int r;

	block_init(&b, &l->model->features);
	fill(l, b.cols, k, order);
	r = l->model->learner->predict(l->model, block_seal(&b, 0), l->out,
	    d);
	block_release(&b);
	*out = 0;
	for (size_t i = 0; i < l->n; i++)
		*out += (l->out[i] - l->rank[i]) * (l->out[i] - l->rank[i]) /
		    (double)l->n;
	return (r);
}

static int
shuffle_param(struct lesson *l, size_t k, double error, double *out,
    struct diag *d)
{
	uint32_t *order = mem_alloc(l->n, sizeof(*order));
	struct rng rng;
	double shuffled;
	int r = 0;

	rng_init(&rng, k + 1);
	for (size_t i = 0; i < l->n; i++)
		order[i] = (uint32_t)i;
	*out = 0;
	for (int j = 0; j < SHUFFLES && r == 0; j++) {
		rng_shuffle(&rng, order, l->n);
		r = error_of(l, k, order, &shuffled, d);
		*out += fmax(shuffled - error, 0) / SHUFFLES;
	}
	free(order);
	return (r);
}

/* Are there two ranks? */
static bool
differ(const struct lesson *l)
{
	for (size_t i = 1; i < l->n; i++) {
		if (l->rank[i] != l->rank[0])
			return (true);
	}
	return (false);
}

int
param_importance(const struct trials *ts, double *out, struct diag *d)
{
	size_t n = ts->space->n;
	struct lesson l;
	double error, sum = 0;
	int r = 0;

	for (size_t k = 0; k < n; k++)
		out[k] = NAN;
	lesson_init(&l, ts);
	if (l.n >= PARAM_IMPORTANCE_FROM && differ(&l)) {
		r = train(&l, d);
		if (r == 0)
			r = error_of(&l, 0, NULL, &error, d);
		for (size_t k = 0; r == 0 && k < n; k++) {
			r = shuffle_param(&l, k, error, &out[k], d);
			sum += out[k];
		}
	}
	for (size_t k = 0; k < n && sum > 0; k++)
		out[k] /= sum;
	lesson_release(&l);
	return (r);
}

struct weighed {
	double v;
	size_t k;
};

static int
compare_weighed(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	return (x->v > y->v ? -1 : x->v < y->v ? 1 : x->k < y->k ? -1 : 1);
}

int
param_importance_report(const struct trials *ts, const struct stream *about,
    struct stream **out, struct diag *d)
{
	static const struct report_field fields[] = {
		{ "parameter", COL_STRING, 0 }, { "importance", COL_FLOAT, 0 }
	};
	size_t n = ts->space->n;
	double *v = mem_alloc(n, sizeof(*v));
	struct weighed *w = mem_alloc(n, sizeof(*w));
	struct column *c;
	int r = param_importance(ts, v, d);

	for (size_t k = 0; k < n; k++)
		w[k] = (struct weighed){ v[k], k };
	qsort(w, n, sizeof(*w), compare_weighed);
	if (r == 0) {
		*out = report_new(fields, 2, about);
		c = report_block(*out)->cols;
		for (size_t k = 0; k < n; k++) {
			report_text(&c[0], ts->space->params[w[k].k].name);
			report_number(&c[1], w[k].v);
		}
	}
	free(w);
	free(v);
	return (r);
}
