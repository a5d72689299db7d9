/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * halving, hyperband: many points with a share of the work, of which the best
 * third goes on with three times as much, and so on until a few have all of
 * it (Jamieson and Talwalkar 2016).  One such bracket is halving; hyperband
 * goes round brackets that begin with 1/9, 1/3 and all of the work, as a share
 * may mislead (Li et al. 2018).
 *
 * The trials of a bracket are numbered rung by rung; a rung begins when the one
 * before it is known.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "results.h"
#include "sampler.h"

#define ETA 3
#define RUNGS 3
#define HALVING_TRIALS 58	/* 41 + 13 + 4 */
#define HYPERBAND_TRIALS 66	/* three rounds */

struct rung {
	size_t first, n;	/* its trials */
	double budget;
	size_t from;		/* the rung before it, or its own number */
	size_t point;		/* the first of its new points */
};

struct halving_state {
	struct sampling s;
	struct rung *rungs;
	size_t n_rungs;
	double *cover;
};

static void
add_rung(struct halving_state *h, size_t n, double budget, bool begins)
{
	struct rung *r;
	const struct rung *last = h->n_rungs > 0 ?
	    &h->rungs[h->n_rungs - 1] : NULL;
	size_t first = last != NULL ? last->first + last->n : 0;
	size_t point = 0;

	for (size_t i = 0; i < h->n_rungs; i++)
		point += h->rungs[i].from == i ? h->rungs[i].n : 0;
	h->rungs = mem_realloc(h->rungs, h->n_rungs + 1, sizeof(*h->rungs));
	r = &h->rungs[h->n_rungs];
	*r = (struct rung){ first, n, budget,
		begins ? h->n_rungs : h->n_rungs - 1, point };
	h->n_rungs++;
}

/* n points from so many rungs before the last on. */
static void
add_bracket(struct halving_state *h, size_t n, size_t rungs)
{
	for (size_t k = rungs; k-- > 0; n /= ETA)
		add_rung(h, n > 0 ? n : 1, pow(ETA, -(double)k),
		    k == rungs - 1);
}

static size_t
bracket_size(size_t n, size_t rungs)
{
	size_t sum = 0;

	for (size_t k = 0; k < rungs; k++, n /= ETA)
		sum += n > 0 ? n : 1;
	return (sum);
}

static void *
begin_state(const struct sampling *s)
{
	struct halving_state *h = MEM_NEW(struct halving_state);

	h->s = *s;
	return (h);
}

/* All rungs are there: their points. */
static void *
end_begin(struct halving_state *h, size_t *n_trials)
{
	const struct rung *last = &h->rungs[h->n_rungs - 1];

	*n_trials = last->first + last->n;
	h->cover = sampler_cover(&h->s, *n_trials);
	return (h);
}

/* The largest bracket of at most so many trials. */
static void *
halving_begin(const struct sampling *s, size_t *n_trials, struct diag *d)
{
	struct halving_state *h = begin_state(s);
	size_t most = s->n_trials > 0 ? s->n_trials : HALVING_TRIALS, n = 1;

	(void)d;
	while (bracket_size(n + 1, RUNGS) <= most)
		n++;
	add_bracket(h, n, RUNGS);
	return (end_begin(h, n_trials));
}

/* Brackets in turn, as long as they fit; at least one. */
static void *
hyperband_begin(const struct sampling *s, size_t *n_trials, struct diag *d)
{
	static const size_t sizes[RUNGS] = { 9, 5, 3 };
	struct halving_state *h = begin_state(s);
	size_t most = s->n_trials > 0 ? s->n_trials : HYPERBAND_TRIALS;
	size_t sum = 0;

	(void)d;
	for (size_t k = 0; ; k = (k + 1) % RUNGS) {
		sum += bracket_size(sizes[k], RUNGS - k);
		if (sum > most && h->n_rungs > 0)
			break;
		add_bracket(h, sizes[k], RUNGS - k);
	}
	return (end_begin(h, n_trials));
}

static size_t
find_rung(const struct halving_state *h, size_t number)
{
	size_t k = 0;

	while (number >= h->rungs[k].first + h->rungs[k].n)
		k++;
	return (k);
}

/* A rung that goes on from another one needs that. */
static size_t
needs(const void *state, size_t number)
{
	const struct halving_state *h = state;
	size_t k = find_rung(h, number);

	return (h->rungs[k].from == k ? 0 : h->rungs[k].first);
}

/* The trials of a rung, best first; raced and failed ones last. */
static const struct trial *
ranked(const struct halving_state *h, const struct rung *r, size_t rank)
{
	const struct trial *t = NULL, **order;
	size_t n;

	order = results_order(h->s.known, &n);
	for (size_t i = 0; i < n; i++) {
		if (order[i]->number < r->first ||
		    order[i]->number >= r->first + r->n)
			continue;
		t = order[i];
		if (rank-- == 0)
			break;
	}
	free(order);
	return (t);
}

static int
propose(void *state, struct trial *t, struct diag *d)
{
	struct halving_state *h = state;
	size_t k = find_rung(h, t->number), dims = h->s.space->n;
	const struct rung *r = &h->rungs[k];
	size_t i = t->number - r->first;

	t->budget = r->budget;
	if (r->from == k)
		return (space_place(h->s.space, h->cover + (r->point + i) *
		    dims, t->point, d));
	memcpy(t->point, ranked(h, &h->rungs[r->from], i)->point,
	    dims * sizeof(*t->point));
	return (0);
}

static void
end(void *state)
{
	struct halving_state *h = state;

	free(h->rungs);
	free(h->cover);
	free(h);
}

const struct sampler sampler_halving = {
	.name = "halving",
	.summary = "many points with 1/9 of the work, of which the best third "
	    "goes on",
	.by_count = true,
	.begin = halving_begin,
	.needs = needs,
	.propose = propose,
	.end = end,
};

const struct sampler sampler_hyperband = {
	.name = "hyperband",
	.summary = "rounds of halving that begin with 1/9, 1/3 and all of the "
	    "work",
	.begin = hyperband_begin,
	.needs = needs,
	.propose = propose,
	.end = end,
};
