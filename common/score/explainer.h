/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a score is what it is, in the columns that people know: what the
 * learner says that each feature adds (learner.h) is summed over what was made
 * of a raw column.  A feature that is made of several is a column of its own
 * here, by its name.
 *
 * What is explained is the score before its link: of a regression the
 * prediction (of a log link its logarithm), of two classes the log odds of the
 * positive one, of several the score of the class that is predicted; all of
 * them as the learner has them, before the outcome (outcome.h).  What the
 * columns add and the base, the score's mean over the training rows, add up to
 * it.
 */
#ifndef EXPLAINER_H
#define EXPLAINER_H

#include "predictor.h"

#define EXPLAIN_MAX 1000	/* the largest k of explain_columns */

struct explainer {
	const struct predictor *p;
	struct dict columns;	/* their names */
	uint32_t *of;		/* of each feature: its column */
};

/* Fails where the learner, or an old model file, cannot be explained. */
int explainer_init(struct explainer *, const struct predictor *, struct diag *)
    MUST_CHECK;
void explainer_release(struct explainer *);

/* The rows that the run scored last: out (n_rows, columns + 1), the base last;
   NaN for a row without a prediction. */
int explain_rows(const struct explainer *, const struct predictor_run *,
    double *out, struct diag *) MUST_CHECK;

/* The order of n values by size, the largest first; of equals the first. */
void explain_order(const double *values, size_t n, uint32_t *order);

/*
 * The same as columns of a scored stream: explain_base and explain_COLUMN, or
 * of the k that add most reason_1 (the column), reason_1_adds (what it adds)
 * and so on.
 */
struct explain_columns {
	struct explainer explainer;
	size_t k;		/* 0: all columns */
	struct schema schema;
	struct block block;
	double *values;
	uint32_t *order;
	size_t values_cap;
};

/* To be released, also after an error. */
int explain_columns_init(struct explain_columns *, const struct predictor *,
    size_t k, struct diag *) MUST_CHECK;
void explain_columns_release(struct explain_columns *);
/* Of the rows that the run scored last; *out is valid until the next call. */
int explain_columns_fill(struct explain_columns *,
    const struct predictor_run *, const struct batch **out, struct diag *)
    MUST_CHECK;

#endif
