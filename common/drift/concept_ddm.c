/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DDM: Gama, Medas, Castillo and Rodrigues 2004, "Learning with drift
 * detection".  The share of errors p with its standard deviation s, against
 * where p + s was least.
 */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "concept.h"

enum { MIN_ROWS, WARN, DRIFT };

struct ddm {
	double params[3];
	double n, p;
	double least_p, least_s;	/* where their sum was least */
};

static void *
begin(const double *params, uint64_t seed)
{
	struct ddm *c = MEM_NEW(struct ddm);

	(void)seed;
	for (size_t i = 0; i < 3; i++)
		c->params[i] = params[i];
	c->least_p = INFINITY;
	return (c);
}

static enum concept_state
add(void *state, double error)
{
	struct ddm *c = state;
	double s, beyond;

	c->n++;
	c->p += (error - c->p) / c->n;
	if (c->n <= c->params[MIN_ROWS])
		return (CONCEPT_OK);
	s = sqrt(c->p * (1 - c->p) / c->n);
	if (c->p + s <= c->least_p + c->least_s) {
		c->least_p = c->p;
		c->least_s = s;
	}
	beyond = c->p + s - c->least_p;
	if (beyond > c->params[DRIFT] * c->least_s)
		return (CONCEPT_DRIFT);
	return (beyond > c->params[WARN] * c->least_s ? CONCEPT_WARN :
	    CONCEPT_OK);
}

static const char *
refuse(const double *params)
{
	return (params[WARN] > params[DRIFT] ? "warn is above drift" : NULL);
}

const struct concept_kind concept_ddm = {
	"ddm", "share of errors against its least (Gama and others 2004)",
	.is_binary = true,
	.params = { { "min-rows", 30, 1, 1e9, true }, { "warn", 2, 0, 100 },
	    { "drift", 3, 0, 100 } },
	.refuse = refuse, .begin = begin, .end = free, .add = add
};
