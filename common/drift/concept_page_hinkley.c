/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Page-Hinkley: Page 1954, "Continuous inspection schemes".  The sum of how
 * far errors are from their mean so far, fading, against its least (or, for a
 * fall, its greatest).
 */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "concept.h"

enum { MIN_ROWS, DELTA, THRESHOLD, ALPHA, N_PARAMS };

struct page_hinkley {
	double params[N_PARAMS];
	double n, mean;
	double rise, least;
	double fall, most;
};

static void *
begin(const double *params, uint64_t seed)
{
	struct page_hinkley *c = MEM_NEW(struct page_hinkley);

	(void)seed;
	for (size_t i = 0; i < N_PARAMS; i++)
		c->params[i] = params[i];
	c->least = INFINITY;
	c->most = -1;
	return (c);
}

static enum concept_state
add(void *state, double error)
{
	struct page_hinkley *c = state;
	const double *p = c->params;
	double off;

	c->n++;
	c->mean += (error - c->mean) / c->n;
	off = error - c->mean;
	c->rise = p[ALPHA] * c->rise + off - p[DELTA];
	c->fall = p[ALPHA] * c->fall + off + p[DELTA];
	c->least = fmin(c->least, c->rise);
	c->most = fmax(c->most, c->fall);
	return (c->n >= p[MIN_ROWS] && (c->rise - c->least > p[THRESHOLD] ||
	    c->most - c->fall > p[THRESHOLD]) ? CONCEPT_DRIFT : CONCEPT_OK);
}

const struct concept_kind concept_page_hinkley = {
	"page-hinkley", "sum of what errors are above their mean, or below "
	    "(Page 1954)",
	.params = { { "min-rows", 30, 1, 1e9, true },
	    { "delta", 0.005, 0, 1e9 }, { "threshold", 50, 0, 1e9 },
	    { "alpha", 1 - 0.0001, 0, 1 } },
	.begin = begin, .end = free, .add = add
};
