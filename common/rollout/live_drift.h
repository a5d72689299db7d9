/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drift while rows are scored: the population stability index (PSI) of each
 * column, and of the scores, between the last rows and those of training.
 *
 * The columns are those of the model's profile, at the step of the recipe that
 * it was taken at, as mlc-drift looks at them.  A window slides by a quarter
 * of its rows.  Rows are added by the threads that scored them, one at a time.
 */
#ifndef LIVE_DRIFT_H
#define LIVE_DRIFT_H

#include "scorer.h"

struct live_drift;

/* The predictor outlives it. Fails if the model has no profile. */
int live_drift_new(const struct predictor *, size_t rows,
    struct live_drift **out, struct diag *) MUST_CHECK;
void live_drift_free(struct live_drift *);

/* What the scorer read, and its scores. */
void live_drift_add(struct live_drift *, const struct scorer *,
    const struct batch *scored);

/* The last window: what was found of a column or score, and whether it is
   drift by the custom of Siddiqi (2006). */
struct live_drift_line {
	char *column;
	double psi;
	bool is_drift;
};

struct live_drift_report {
	const struct live_drift_line *lines;
	size_t n;
	uint64_t windows;	/* judged so far */
};

/* Visit what is known, under the lock. */
void live_drift_report(struct live_drift *,
    void (*visit)(void *ctx, const struct live_drift_report *), void *ctx);

#endif
