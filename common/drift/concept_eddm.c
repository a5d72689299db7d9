/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EDDM: Baena-Garcia and others 2006, "Early drift detection method".  How
 * many rows lie between two errors: the mean and two standard deviations,
 * against their largest.
 */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "concept.h"

enum { MIN_ERRORS, WARN, DRIFT };

struct eddm {
	double params[3];
	double n, n_errors, last;	/* rows; the row of the last error */
	double mean, squares;		/* of distances; about their mean */
	double largest;
	enum concept_state at;		/* since the last error */
};

static void *
begin(const double *params, uint64_t seed)
{
	struct eddm *c = MEM_NEW(struct eddm);

	(void)seed;
	for (size_t i = 0; i < 3; i++)
		c->params[i] = params[i];
	c->largest = -1;
	return (c);
}

static void
add_distance(struct eddm *c, double distance)
{
	double off = distance - c->mean;

	c->n_errors++;
	c->mean += off / c->n_errors;
	c->squares += off * (distance - c->mean);
	c->last = c->n;
}

static enum concept_state
add(void *state, double error)
{
	struct eddm *c = state;
	double now;

	c->n++;
	if (error == 0)
		return (c->at);
	add_distance(c, c->n - c->last);
	if (c->n <= c->params[MIN_ERRORS])
		return (c->at);
	now = c->mean + 2 * (c->n_errors < 2 ? 0 :
	    sqrt(c->squares / (c->n_errors - 1)));
	if (now > c->largest)
		c->largest = now;
	else if (c->n_errors > c->params[MIN_ERRORS])
		c->at = now < c->params[DRIFT] * c->largest ? CONCEPT_DRIFT :
		    now < c->params[WARN] * c->largest ? CONCEPT_WARN :
		    CONCEPT_OK;
	return (c->at);
}

static const char *
refuse(const double *params)
{
	return (params[WARN] < params[DRIFT] ? "warn is below drift" : NULL);
}

const struct concept_kind concept_eddm = {
	"eddm", "rows between errors against their most (Baena-Garcia and "
	    "others 2006)",
	.is_binary = true,
	.params = { { "min-errors", 30, 1, 1e9, true },
	    { "warn", 0.95, 0, 1 }, { "drift", 0.9, 0, 1 } },
	.refuse = refuse, .begin = begin, .end = free, .add = add
};
