/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fitting the outcome of a model (outcome.h) on rows that it was not fitted to.
 *
 * Where scores are calibrated, the calibrators of the outcome are fitted to all
 * of these rows; but what is decided, covered and told of them goes by
 * calibrators of four fifths of the rows, applied to the fifth.
 */
#ifndef OUTCOME_FIT_H
#define OUTCOME_FIT_H

#include "held_scores.h"
#include "outcome.h"

struct outcome_options {		/* NULL and 0: none */
	const char *transform;		/* a word of target_transform.h */
	const char *calibrate;		/* "sigmoid", "isotonic" */
	const char *threshold_for;	/* "recall >= 0.9", "f1" */
	const char *cost;		/* "fn=50,fp=1", "TRUTH:PREDICTED=5" */
	double conformal;		/* level */
	double contamination;		/* share of rows that are anomalies */
};

/* What can be told before there are rows. */
int outcome_options_check(const struct outcome_options *, struct diag *)
    MUST_CHECK;
/* Has it to be fitted on rows that are held out? */
bool outcome_is_held(const struct outcome_options *);

/* Of a model that is to be trained: what it cannot have is an error; the
   transform and the costs are found.  To be released, also after an error. */
int outcome_begin(struct outcome *, const struct outcome_options *,
    const struct model *, const struct dataset *, struct diag *) MUST_CHECK;

/* Fit the rest; the learner's scores become those of the outcome. */
int outcome_fit(struct outcome *, const struct outcome_options *,
    const struct model *, struct held_scores *, struct diag *) MUST_CHECK;

/* Of n values of ascending order, the quantile of conformal prediction; fails
   where n is too small for the level. */
int conformal_quantile(const double *sorted, size_t n, double level,
    double *out, struct diag *) MUST_CHECK;

#endif
