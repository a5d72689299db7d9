/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fitting a generalised linear model with l1 and l2 penalties, by the first
 * solver that fits (glm_solver.h).
 */
#ifndef GLM_FIT_H
#define GLM_FIT_H

#include "glm_sums.h"
#include "linear_weights.h"

/*
 * What a learner's train does, with the model's parameters l1, l2, max-iter and
 * tol, the latter of the largest gradient of the mean loss along a standardised
 * column (of a target that is a number, in units of its deviation).  The state
 * is a struct linear_weights in the units of the features; the model's warning
 * tells of a fit that did not converge.
 */
int glm_fit(const struct dataset *, const struct glm_family *,
    struct model *, struct diag *) MUST_CHECK;

#endif
