/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which class is predicted, where it is not the likeliest one.
 *
 * A rule finds the threshold of two classes on scored rows, among their scores
 * (a score that is not below it is positive):
 *
 *	recall >= X		the highest threshold with it
 *	specificity >= X	the lowest threshold with it
 *	precision >= X		the lowest threshold with it
 *	accuracy, f1, mcc	the threshold with the largest, of equals the
 *				highest
 */
#ifndef DECISION_H
#define DECISION_H

#include "held_scores.h"
#include "str.h"

struct threshold_rule {
	int metric;
	double least;		/* of those that have a bound */
};

int threshold_rule_parse(const char *, struct threshold_rule *, struct diag *)
    MUST_CHECK;
/* Fails where no threshold does it.  Told: what it comes to. */
int threshold_rule_find(const struct threshold_rule *,
    const struct held_scores *, double *out, struct str *told, struct diag *)
    MUST_CHECK;

/*
 * Costs by true and predicted class, an array (K, K) on the heap: of
 * "fn=50,fp=1" (also tp, tn) for two classes, "TRUTH:PREDICTED=COST,..." for
 * any.  What is not named costs 1 where it is wrong and 0 where it is right.
 */
int costs_parse(const struct model *, const char *, double **out,
    struct diag *) MUST_CHECK;
/* From which probability on the positive one of two classes costs less. */
int costs_threshold(const double *costs, double *out, struct diag *)
    MUST_CHECK;

#endif
