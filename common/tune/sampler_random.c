/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random: points that fill the space evenly, whatever came of others. */
#include <stdlib.h>

#include "low_discrepancy.h"
#include "mem.h"
#include "sampler.h"

#define DEFAULT_TRIALS 50

struct random_state {
	const struct space *space;
	double *cover;		/* (n trials, n parameters) */
};

double *
sampler_cover(const struct sampling *s, size_t n)
{
	double *out = mem_alloc(n * s->space->n, sizeof(*out));

	low_discrepancy(s->seed, n, s->space->n, out);
	return (out);
}

static void *
begin(const struct sampling *s, size_t *n_trials, struct diag *d)
{
	struct random_state *r = MEM_NEW(struct random_state);

	(void)d;
	*n_trials = s->n_trials > 0 ? s->n_trials : DEFAULT_TRIALS;
	r->space = s->space;
	r->cover = sampler_cover(s, *n_trials);
	return (r);
}

static int
propose(void *state, struct trial *t, struct diag *d)
{
	struct random_state *r = state;

	return (space_place(r->space, r->cover + t->number * r->space->n,
	    t->point, d));
}

static void
end(void *state)
{
	struct random_state *r = state;

	free(r->cover);
	free(r);
}

const struct sampler sampler_random = {
	.name = "random",
	.summary = "points that fill the space evenly (Sobol's sequence)",
	.begin = begin,
	.propose = propose,
	.end = end,
};
