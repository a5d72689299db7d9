/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A verdict: does a challenger take the place of a champion?  It does if on
 * the rows of split=test (else on all)
 *
 *	its metric is better by at least the margin,
 *	the interval of the difference lies on the better side of 0,
 *	and every floor holds.
 *
 * As JSON it says which rows these were (by their SHA-256, see row_marks.h),
 * both models, the difference with its interval, who won and why.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "comparison.h"
#include "evaluation.h"
#include "gate.h"

struct contender {
	const char *name;
	char sha[DIGEST_HEX + 1];	/* of the model or the scored file */
};

struct verdict {
	const struct metric *metric;	/* NULL: the usual one of the task */
	double margin, level;
	const struct gate *floors;
	size_t n_floors;
	struct contender challenger, champion;
	const char *rows_sha;

	/* By verdict_reach: */
	bool promoted;
	struct str why;		/* a sentence a reason */
	json_t *document;
};

/* The metric that two models are compared by unless it is said: auc, ap or
   logloss, accuracy; rmse. */
const struct metric *verdict_metric(const struct scored *);

/* An error where the metric or a floor is of a slice that there is not. */
int verdict_reach(struct verdict *, const struct evaluation *challenger,
    const struct comparison *, struct diag *) MUST_CHECK;
void verdict_release(struct verdict *);

/* Atomically; "-" is standard output. */
int verdict_write(const struct verdict *, const char *path, struct diag *)
    MUST_CHECK;

#endif
