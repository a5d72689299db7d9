/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The penalty of a generalised linear model by cross-validation: along a path
 * of penalties from strong to weak, each fit beginning where the last one
 * ended (Friedman, Hastie and Tibshirani 2010, section 2.5), the one with the
 * least mean loss on held-out rows.
 *
 * Many rows need no penalty of their own size: a penalty beside a sum over the
 * rows is a prior, which means the same beside more of them.  So the folds are
 * dealt from a sample of the rows, which is as large as the columns allow.
 */
#ifndef GLM_TUNE_H
#define GLM_TUNE_H

#include "glm_sums.h"

#define GLM_TUNE_ROWS 20		/* fewer are not cut into folds */
#define GLM_TUNE_SAMPLE 20000

/*
 * Sets l1, if it is NAN, else l2.  With fewer than GLM_TUNE_ROWS training rows
 * it is set to `otherwise`.
 */
int glm_tune(const struct dataset *, const struct glm_family *,
    struct glm_penalties *, double otherwise, struct diag *) MUST_CHECK;

#endif
