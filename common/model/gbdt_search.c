/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cross_fit.h"
#include "dataset_subset.h"
#include "mem.h"
#include "rng.h"
#include "split_part.h"

#include "gbdt_search.h"
#include "model_train.h"
#include "trees.h"

#define FOLDS 5
#define COST 1.5		/* of a setting, in trainings by default */

/* What is drawn: evenly, or evenly in its logarithm. */
struct range {
	const char *name;
	double low, high;
	bool is_log, is_whole;
};

static const struct range ranges[] = {
	{ "rate", 0.03, 0.2, true, false },
	{ "leaves", 6, 64, true, true },
	{ "min-leaf", 2, 60, true, true },
	{ "l2", 0.05, 20, true, false },
	{ "subsample", 0.5, 1, false, false },
	{ "colsample", 0.4, 1, false, false },
};

#define N_RANGES (sizeof(ranges) / sizeof(ranges[0]))

struct setting {
	struct params params;	/* but for its pointers, which are shared */
	double loss[FOLDS], mean;
	size_t number;
};

struct search {
	const struct dataset *data;
	const struct model *like;
	struct setting *settings;	/* the best first */
	size_t n, n_folds;
	size_t from, n_new;	/* folds to train without now */
	uint8_t *fold;		/* (n_train): 1 .. FOLDS, or 0 */
};

static bool
is_default(const struct params *p, const char *name)
{
	const struct param_def *def = p->defs;
	double v = params_get(p, name);

	while (strcmp(def->name, name) != 0)
		def++;
	return (v == def->def || (isnan(v) && isnan(def->def)));
}

static void
draw(struct setting *s, const struct params *given, uint64_t key)
{
	for (size_t i = 0; i < N_RANGES; i++) {
		const struct range *r = &ranges[i];
		double u = rng_uniform_at(key, s->number * N_RANGES + i), v;

		v = r->is_log ? r->low * pow(r->high / r->low, u) :
		    r->low + (r->high - r->low) * u;
		if (is_default(given, r->name))
			params_settle(&s->params, r->name,
			    r->is_whole ? round(v) : round(v * 1e4) / 1e4);
	}
}

/* Train a setting without a fold: job k of all settings and new folds. */
static void
fit_job(void *ctx, size_t k, int worker)
{
	const struct search *s = ctx;
	struct setting *t = &s->settings[k / s->n_new];
	size_t fold = s->from + k % s->n_new, n = s->data->n_train;
	uint8_t *parts = mem_alloc(n, 1);
	struct model m = *s->like;
	struct diag ignored = DIAG_INIT;
	struct dataset *rows;

	(void)worker;
	for (size_t i = 0; i < n; i++)
		parts[i] = s->fold[i] == fold + 1 ? PART_VALID : PART_TRAIN;
	m.params = t->params;
	m.state = NULL;
	m.warning = NULL;
	rows = dataset_subset(s->data, parts);
	t->loss[fold] = INFINITY;
	if (rows->n_train > 0 && rows->n_valid > 0 &&
	    model_train(rows, &m, &ignored) == 0) {
		t->loss[fold] = ((struct trees *)m.state)->held_loss;
		m.learner->free_state(m.state);
	}
	free(m.warning);
	dataset_subset_free(rows);
	free(parts);
}

static void
fit_jobs(struct search *s)
{
	struct crew *crew = s->data->crew;
	size_t n = s->n * s->n_new;

	if (n >= (size_t)crew_threads(crew))
		crew_for(crew, n, fit_job, s);
	for (size_t k = 0; k < n && n < (size_t)crew_threads(crew); k++)
		fit_job(s, k, 0);
}

static int
better_first(const void *a, const void *b)
{
	const struct setting *x = a, *y = b;

	if (x->mean != y->mean)
		return (x->mean < y->mean ? -1 : 1);
	return (x->number < y->number ? -1 : 1);
}

static void
rank(struct search *s)
{
	for (size_t k = 0; k < s->n; k++) {
		double sum = 0;

		for (size_t f = 0; f < s->from; f++)
			sum += s->settings[k].loss[f];
		s->settings[k].mean = sum / (double)s->from;
	}
	qsort(s->settings, s->n, sizeof(*s->settings), better_first);
}

/* Keep the better half, and the defaults. */
static void
halve(struct search *s)
{
	size_t keep = (s->n + 1) / 2;

	for (size_t k = keep; k < s->n; k++) {
		if (s->settings[k].number == 0)
			s->settings[keep++] = s->settings[k];
	}
	s->n = keep;
}

/* Folds of the first rung, and of the others up to all. */
static void
run_search(struct search *s)
{
	while (s->from < s->n_folds) {
		s->n_new = s->n_folds - s->from == 2 && s->from > 1 ? 2 : 1;
		fit_jobs(s);
		s->from += s->n_new;
		rank(s);
		if (s->from < s->n_folds)
			halve(s);
	}
}

static size_t
count_folds(const struct dataset *data)
{
	if (data->n_train <= CROSS_FIT_FEW)
		return (FOLDS);
	return (data->n_train >= 2 * CROSS_FIT_ROWS ? 1 : 2);
}

/* So many that they and the training after them cost the budget. */
static size_t
count_settings(double budget, size_t n_folds)
{
	static const double fits[] = { 0, 1, 1.5, 1.75, 2, 2 };
	double n = (budget - 1) * (double)(n_folds + 1) /
	    (fits[n_folds] * COST);

	return ((size_t)fmax(2, round(n)));
}

static void
tell(const struct search *s, size_t n, struct model *m)
{
	const struct setting *best = &s->settings[0];
	struct str told = STR_INIT;
	size_t k = 0;

	while (s->settings[k].number != 0)
		k++;
	str_addf(&told, "%zu settings tried, held-out loss %.5g, by default "
	    "%.5g:", n, best->mean, s->settings[k].mean);
	for (size_t i = 0; i < N_RANGES; i++) {
		double v = params_get(&best->params, ranges[i].name);

		if (isnan(v))
			str_addf(&told, " %s auto", ranges[i].name);
		else
			str_addf(&told, " %s %.3g", ranges[i].name, v);
	}
	free(m->found);
	m->found = str_detach(&told);
}

static int
check_search(const struct model *m, struct diag *d)
{
	if (!params_auto(&m->params, "refit"))
		return (diag_set(d, "budget is for new trees, and refit makes "
		    "none"));
	if (!params_auto(&m->params, "trees"))
		return (diag_set(d, "budget finds the number of trees too: "
		    "leave --trees auto"));
	return (0);
}

int
gbdt_search(const struct dataset *data, struct model *m, struct diag *d)
{
	double budget = params_get(&m->params, "budget");
	struct search s = { .data = data, .like = m };
	uint64_t key = rng_key(data->seed, RNG_GBDT_SEARCH, 0);
	size_t n;

	if (budget <= 1 || data->n_train < CROSS_FIT_FROM)
		return (0);
	if (check_search(m, d) == -1)
		return (-1);
	s.n_folds = count_folds(data);
	s.n = n = count_settings(budget, s.n_folds);
	s.settings = mem_calloc(n, sizeof(*s.settings));
	s.fold = mem_alloc(data->n_train, 1);
	dataset_deal(data, CROSS_FIT_ROWS, s.n_folds, s.fold);
	for (size_t k = 0; k < n; k++) {
		s.settings[k].params = m->params;
		s.settings[k].number = k;
		if (k > 0)
			draw(&s.settings[k], &m->params, key);
	}
	run_search(&s);
	for (size_t i = 0; i < N_RANGES; i++)
		params_settle(&m->params, ranges[i].name,
		    params_get(&s.settings[0].params, ranges[i].name));
	tell(&s, n, m);
	free(s.settings);
	free(s.fold);
	return (0);
}
