/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores of rows that a model was not fitted to, with their targets: those of
 * the validation rows; where there are none, of training rows by the models
 * that were trained without them (cross_fit.h).  Test rows are never looked at.
 * Rows without a score are left out.
 */
#ifndef HELD_SCORES_H
#define HELD_SCORES_H

#include "cross_fit.h"

struct held_scores {
	double *scores;		/* (n, n_out) row-major */
	double *y;		/* (n): the value, or the class number */
	double *w;		/* (n), without the weights of classes; NULL:
				   all 1 */
	size_t n, n_out;
	const char *source;	/* "valid" or "cross-fitted" */
};

/* The folds are looked at where there are no validation rows.  To be released,
   also after an error. */
int held_scores_take(struct held_scores *, const struct model *,
    const struct dataset *, const struct cross_fit *, struct diag *)
    MUST_CHECK;
void held_scores_release(struct held_scores *);

#endif
