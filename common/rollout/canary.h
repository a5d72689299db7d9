/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A canary: a new model that answers a share of the requests to another, the
 * champion; the share grows step by step, or the canary is stopped.
 *
 * Who answers follows from the id of a request's first row: the columns of role
 * id, or all columns where the rows have none.  So an id stays on its side, and
 * one that the canary has keeps it when the share grows.  All rows of a request
 * are answered by one model.  What the canary cannot answer the champion does.
 *
 * What either does is counted, and compared by canary_watch.  The canary is
 * stopped when it is worse by more than a limit, and by more than chance
 * explains:
 *
 *	errors	the share of requests that were not answered, or had a row
 *		without a prediction, above the champion's (Fisher's exact test,
 *		p < 1e-4)
 *	latency	the geometric mean of the time that scoring a request takes,
 *		as a multiple of the champion's (4 standard errors of the
 *		difference of the logarithms)
 *	drift	the population stability index of the scores, the largest of
 *		the classes, between the champion's and its own; equal models
 *		have (k - 1) (1/n + 1/m) of it in k bins, with a variance of
 *		2 (k - 1) (1/n + 1/m)^2, and 4 standard deviations of it are
 *		allowed for
 *
 * A file of either that is replaced begins the comparison anew, a new canary
 * its steps, too.  One that has other outputs than the champion takes nothing.
 *
 * All functions may be called from any thread, but canary_watch from one.
 */
#ifndef CANARY_H
#define CANARY_H

#include "registry.h"
#include "scorer.h"

#define CANARY_ENOUGH 100	/* requests that it has to have answered before
				   its share grows */

struct canary_step {
	double share;
	uint64_t duration;	/* nanoseconds; of the last one 0 */
};

struct canary_options {
	struct canary_step *steps;	/* heap memory */
	size_t n_steps;
	double errors, latency, drift;	/* limits */
};

void canary_options_init(struct canary_options *);
/* "10%" or "10%,1h,50%,30m,100%": shares that grow, and how long each holds. */
int canary_parse_steps(struct canary_options *, const char *, struct diag *)
    MUST_CHECK;
/* "errors=5%,latency=2,drift=0.25" */
int canary_parse_limits(struct canary_options *, const char *, struct diag *)
    MUST_CHECK;

/* Add "[NAME=]FILE:STEPS" beside a model; the options have the limits. */
int canary_add(struct registry *, const char *arg,
    const struct canary_options *limits, struct diag *) MUST_CHECK;
void canary_free(struct canary *);

/* The version that is to answer these rows, to be given back: NULL for the
   champion's, which has read them. */
struct model_version *canary_take(struct canary *, struct scorer *champion);

/* A request was answered, with these scores, or not (NULL). */
void canary_count(struct canary *, const struct scorer *,
    const struct batch *scored);

/* To be called once a second or so: stop canaries, or have them go on to their
   next step. */
void canary_watch(const struct registry *);

enum canary_side { CHAMPION, CANARY };

enum canary_state {
	CANARY_RUNS,
	CANARY_STOPPED,
	CANARY_MISFIT		/* has other outputs */
};

extern const char *const canary_states[3];

/* What /metrics tells. */
struct canary_report {
	enum canary_state state;
	double share;		/* of new requests; 0 unless it runs */
	uint64_t requests[2], errors[2];	/* champion and canary */
	double latency, drift;	/* as limits have them; NaN: not known yet */
};

void canary_report(struct canary *, struct canary_report *out);

#endif
