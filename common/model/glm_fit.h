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

struct glm_options {
	enum glm_family family;
	double l2;
	int max_iter;
	double tol;		/* of the largest gradient of the mean loss of
				   a standardised column */
};

/* *out has the coefficients in the units of the features. */
int glm_fit(const struct dataset *, const struct glm_options *,
    struct linear_weights **out, struct diag *) MUST_CHECK;

/* What to tell people of a fit that did not converge: heap memory, NULL if it
   did. */
char *glm_warning(const struct glm_options *, const struct linear_weights *);

#endif
