/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HDDM-A: Frias-Blanco and others 2015, "Online and non-parametric drift
 * detection methods based on Hoeffding's bounds".  The mean of all errors
 * against that of the first of them for which mean and bound were least.
 */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "concept.h"

enum { DRIFT, WARN };

struct hddm_a {
	double drift, warn;	/* chances of a false one */
	double n, mean;
	double n_least, least;	/* their number, their mean */
};

static void *
begin(const double *params, uint64_t seed)
{
	struct hddm_a *c = MEM_NEW(struct hddm_a);

	(void)seed;
	c->drift = params[DRIFT];
	c->warn = params[WARN];
	return (c);
}

static double
bound(const struct hddm_a *c, double n)
{
	return (sqrt(log(1 / c->drift) / (2 * n)));
}

static bool
has_risen(const struct hddm_a *c, double chance)
{
	double m = (c->n - c->n_least) / c->n_least / c->n;

	return (c->n > c->n_least && c->mean - c->least >=
	    sqrt(m / 2 * log(2 / chance)));
}

static enum concept_state
add(void *state, double error)
{
	struct hddm_a *c = state;

	c->n++;
	c->mean += (error - c->mean) / c->n;
	if (c->n_least == 0 || c->least + bound(c, c->n_least) >=
	    c->mean + bound(c, c->n)) {
		c->n_least = c->n;
		c->least = c->mean;
	}
	return (has_risen(c, c->drift) ? CONCEPT_DRIFT :
	    has_risen(c, c->warn) ? CONCEPT_WARN : CONCEPT_OK);
}

static const char *
refuse(const double *params)
{
	return (params[WARN] < params[DRIFT] ? "warn is below drift" : NULL);
}

const struct concept_kind concept_hddm_a = {
	"hddm-a", "mean of errors by Hoeffding's bound (Frias-Blanco and "
	    "others 2015)",
	.is_binary = true,
	.params = { { "drift", 0.001, 1e-300, 1 },
	    { "warn", 0.005, 1e-300, 1 } },
	.refuse = refuse, .begin = begin, .end = free, .add = add
};
