/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what a learner predicts to what is answered: the scale of the target is
 * undone, scores are calibrated, the class is decided by a threshold or by
 * costs, and an interval or a set of classes is put beside it.  A model has any
 * of these or none, whatever its learner; they stand in the manifest:
 *
 *   "outcome": {"facts": {name: text...},
 *     "target_transform"?: {"kind","quantiles"?},
 *     "calibration"?: [{"a","b"} or {"x":[],"y":[]}, one an output],
 *     "decision"?: {"rule","threshold"} or {"rule","costs":[K x K]},
 *     "conformal"?: {"level","quantile"}}
 *
 * The facts are for people: what it is, by which rows (held_scores.h), and what
 * it came to there.
 *
 * Costs are by true class, then by predicted class: the class of least
 * expected cost is predicted, which of two is a threshold (Elkan 2001).
 *
 * The interval is prediction +- quantile on the scale of the learner, the set
 * has the classes with 1 - probability <= quantile; quantile is the
 * ceil((n + 1) level)-th smallest of the same of n rows that were held out, so
 * that a row from the same source is covered with probability level
 * (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018; Sadinle, Lei and
 * Wasserman 2019).  A set may be empty.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "calibrator.h"
#include "learner.h"
#include "target_transform.h"


struct outcome {
	json_t *facts;		/* NULL: there is no outcome */
	struct target_transform transform;
	struct calibrator *calibrators;	/* (n_calibrators): none, or one an
					   output */
	size_t n_calibrators;
	char *rule;		/* of the decision, or NULL */
	double threshold;	/* of two classes, from which on, and of
				   anomalies, above which; .5 without a rule */
	double *costs;		/* (K, K), of several; or NULL */
	double level;		/* of intervals and sets; 0: none */
	double quantile;
};

void outcome_init(struct outcome *);
void outcome_release(struct outcome *);

/* A learner's scores of a row become what is answered; ends, of a regression
   with intervals, are the two ends, else NULL. */
void outcome_apply(const struct outcome *, const struct model *,
    double *scores, double *ends);
/* Scores become probabilities that are calibrated, no more. */
void outcome_calibrate(const struct calibrator *, size_t n, double *scores);
/* Of scores that are final. */
size_t outcome_class(const struct outcome *, const struct model *,
    const double *scores);
bool outcome_in_set(const struct outcome *, double probability);

/* Fact i for people; false: there are no more. */
bool outcome_fact(const struct outcome *, size_t i, const char **name,
    const char **text);

/* A new reference, NULL where there is none; and back, from a manifest and
   for a model that has its classes. */
json_t *outcome_to_json(const struct outcome *, const struct model *);
int outcome_from_json(const json_t *, const struct model *,
    struct outcome *, struct diag *) MUST_CHECK;

#endif
