/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cross-fitting: models that are each trained without a fold of the training
 * rows, for what has to be judged on rows that a model was not fitted to
 * where no rows are held out.
 *
 * At most CROSS_FIT_ROWS rows, evenly spaced, are dealt to folds, in turn
 * within each class: up to CROSS_FIT_FEW rows to five folds, beyond to two.
 * (Ten folds took twice the time for no less loss: on 26 tables of 400 to 4900
 * rows five had .988 of it, and on none more by two standard errors.)
 *
 * A learner whose length is open (learner.h) stops each of these models where
 * the loss of its fold is least, on all rows outside of the fold; from twice
 * CROSS_FIT_ROWS rows on one fold says enough.  The length is the mean of
 * theirs; below CROSS_FIT_SMALL rows at most CROSS_FIT_MOST, as it says
 * little there.  On 33 tables of 300 rows and more this did better than 100
 * rounds on 25, by 3 % of the loss at the median; on 19 of 47 to 272 rows on
 * 10, by 2 % in the mean, and on none worse by two standard errors.  (The mean
 * curve of the folds' losses was no better than the mean of their lengths, and
 * with a rule of one standard error 5 % worse than 100 rounds.)  Below
 * CROSS_FIT_FROM rows the length stays the learner's own.  Where no length is
 * sought, models are trained on the other folds only, which is enough to judge
 * a score by.
 */
#ifndef CROSS_FIT_H
#define CROSS_FIT_H

#include "dataset.h"

#define CROSS_FIT_FROM 30
#define CROSS_FIT_SMALL 300
#define CROSS_FIT_MOST 100
#define CROSS_FIT_ROWS 20000
#define CROSS_FIT_FEW 5000
#define CROSS_FIT_FOLDS 5		/* at most */

struct cross_fit {
	struct model *models;	/* (n_folds): like the model but in state and
				   length */
	uint8_t *fold;		/* (n_train): 1 .. n_folds, or 0 */
	size_t n_folds;		/* 0: there are too few rows to leave any out */
};

/* The model is as dataset_new left it. Thread-safe. Fails only where a
   checkpoint does. */
int cross_fit_new(const struct dataset *, const struct model *,
    struct cross_fit *out, struct diag *) MUST_CHECK;
void cross_fit_release(struct cross_fit *);

/* Is the length of training to be found out by folds of these rows? */
bool cross_fit_is_open(const struct dataset *, const struct model *);
/* Give the model the length that its folds found for so many rows. */
void cross_fit_settle(const struct cross_fit *, size_t n_train,
    struct model *);

#endif
