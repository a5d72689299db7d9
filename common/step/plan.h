/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan: what mlc-clean or mlc-encode was asked to do, as steps in the order
 * given, run over a stream.
 *
 * Neighbouring steps form a stage.  A stage with something to fit spools its
 * input, fits (training rows only; steps that do not depend on each other
 * share a pass), and then applies; one with nothing to fit streams.  Row
 * operations are stages of their own and keep rows' order.  Fitted steps are
 * appended to the recipe in the head.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdint.h>

#include "fit.h"
#include "step.h"
#include "stream.h"
#include "crew.h"

/* What happened at each step, for a report; filled as rows flow. */
struct plan_tally {
	struct plan_tally_row {
		char *label;
		struct step_counts counts;
		uint64_t dropped;	/* by row operations */
	} *rows;
	size_t n, cap;
};

void plan_tally_release(struct plan_tally *);

struct plan_options {
	uint64_t mem;		/* for spools */
	struct crew *crew;
	/* An accumulator that watches the first pass over training rows, and
	   where its result goes when there was such a pass; or NULL. */
	struct fitter *observer;
	/* The steps there were in the recipe when it watched. */
	size_t *observed_steps;
	struct plan_tally *tally;	/* zeroed by the caller; or NULL */
};

/* Takes the stream and the n steps over, also on failure. The options have to
   live as long as the stream that comes out. */
int plan_run(struct stream *in, struct step **steps, size_t n,
    const struct plan_options *, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
