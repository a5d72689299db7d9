/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fitting a generalised linear model with an l2 penalty (ridge).
 *
 * The way follows from the size.  Up to GLM_NEWTON_MAX columns (least squares:
 * GLM_GRAM_MAX), all dense, and one output: Newton's method with a Cholesky
 * factor of the hessian, which needs a handful of passes over the rows; least
 * squares are one such step and refinements of it with exact residuals, which
 * give back the digits that the normal equations lose.  Otherwise L-BFGS over
 * coefficients scaled to a hessian whose diagonal is near one.
 */
#ifndef GLM_FIT_H
#define GLM_FIT_H

#include "glm_sums.h"
#include "linear_weights.h"

#define GLM_NEWTON_MAX 500
#define GLM_GRAM_MAX 2000

/*
 * What a learner's train does, with the model's parameters l2, max-iter and
 * tol, the latter of the largest gradient of the mean loss of a standardised
 * column. The state is a struct linear_weights in the units of the features;
 * the model's warning tells of a fit that did not converge.
 */
int glm_fit(const struct dataset *, enum glm_family, struct model *,
    struct diag *) MUST_CHECK;

#endif
