/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan: steps in the order given, run over a stream as one stage.
 *
 * Where there is something to fit the stage spools its input, fits (training
 * rows only; steps that do not depend on each other share a pass), and then
 * applies; else it streams.  Fitted steps are appended to the recipe in the
 * head.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdint.h>

#include "fit_states.h"
#include "step.h"
#include "stream.h"
#include "crew.h"

struct plan_options {
	struct op_options op;	/* its tally may be NULL */
	/* An accumulator that watches the first pass over training rows, and
	   where its result goes when there was such a pass; or NULL. */
	struct fitter *observer;
	/* The steps there were in the recipe when it watched. */
	size_t *observed_steps;
	/* Where fits come from and are kept (fit_states.h), in rounds; or
	   NULL. */
	struct fit_states *states;
};

/* One stage over the stream. Takes the stream and the n steps over, also on
   failure. The options have to live as long as the stream that comes out;
   that is NULL where the states have stopped in a round that is not whole. */
int plan_run(struct stream *in, struct step **steps, size_t n,
    const struct plan_options *, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
