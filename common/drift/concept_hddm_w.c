/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HDDM-W: Frias-Blanco and others 2015 (see concept_hddm_a.c), with weighted
 * means, in which each error counts for less than the next, and McDiarmid's
 * bound.  The mean of the errors since the first of them had their least mean
 * and bound, against the mean of these.
 */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "concept.h"

enum { DRIFT, WARN, LAMBDA };

struct weighted {
	bool any;
	double mean;
	double squares;		/* of the weights, summed */
};

struct hddm_w {
	double drift, warn, lambda;
	struct weighted all, before, since;
	double least;
};

static void *
begin(const double *params, uint64_t seed)
{
	struct hddm_w *c = MEM_NEW(struct hddm_w);

	(void)seed;
	c->drift = params[DRIFT];
	c->warn = params[WARN];
	c->lambda = params[LAMBDA];
	c->least = INFINITY;
	c->all.squares = c->since.squares = 1;
	return (c);
}

static void
add_weighted(struct weighted *w, double lambda, double error)
{
	w->mean = w->any ? lambda * error + (1 - lambda) * w->mean : error;
	w->squares = lambda * lambda +
	    (1 - lambda) * (1 - lambda) * w->squares;
	w->any = true;
}

static double
bound(double squares, double chance)
{
	return (sqrt(squares * log(1 / chance) / 2));
}

static bool
has_risen(const struct hddm_w *c, double chance)
{
	return (c->before.any && c->since.any &&
	    c->since.mean - c->before.mean >
	    bound(c->before.squares + c->since.squares, chance));
}

static enum concept_state
add(void *state, double error)
{
	struct hddm_w *c = state;
	double most;

	add_weighted(&c->all, c->lambda, error);
	most = c->all.mean + bound(c->all.squares, c->drift);
	if (most < c->least) {
		c->least = most;
		c->before = c->all;
		c->since = (struct weighted){ .squares = 1 };
	} else {
		add_weighted(&c->since, c->lambda, error);
	}
	return (has_risen(c, c->drift) ? CONCEPT_DRIFT :
	    has_risen(c, c->warn) ? CONCEPT_WARN : CONCEPT_OK);
}

static const char *
refuse(const double *params)
{
	return (params[WARN] < params[DRIFT] ? "warn is below drift" : NULL);
}

const struct concept_kind concept_hddm_w = {
	"hddm-w", "weighted mean of errors by McDiarmid's bound (Frias-Blanco "
	    "and others 2015)",
	.is_binary = true,
	.params = { { "drift", 0.001, 1e-300, 1 },
	    { "warn", 0.005, 1e-300, 1 }, { "lambda", 0.05, 1e-9, 1 } },
	.refuse = refuse, .begin = begin, .end = free, .add = add
};
