/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What linear and logistic models consist of: an intercept and a coefficient
 * a column, in the units of the features, for each output.
 *
 * A feature has as many coefficients as it is wide (1, but for vectors and
 * sparse ones), in the order of the features.
 */
#ifndef LINEAR_WEIGHTS_H
#define LINEAR_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include "learner.h"

struct linear_weights {
	size_t n_out, n_coef;
	double *intercept;	/* (n_out) */
	double *coef;		/* (n_out, n_coef) */
	size_t iterations;
	bool converged;
};

struct linear_weights *linear_weights_new(size_t n_out, size_t n_coef);
void linear_weights_free(void *);

/*
 * out (n_rows, n_out) = intercept + features times coefficients; NaN for a
 * row with a missing feature.  Terms are added in the order of the features,
 * so a row has the same bits alone and in any batch.
 */
void linear_weights_scores(const struct linear_weights *,
    const struct batch *, double *out);

/* The largest coefficients, for the card. */
json_t *linear_weights_importance(const struct model *);

/*
 * {"iterations","converged","outputs":[{"class"?,"intercept",
 *   "coefficients":[{"feature","value" or "values":[...]}]}]}
 * The model's state is written, and set.
 */
void linear_weights_save(const struct model *, struct str *out);
int linear_weights_load(struct model *, const char *p, size_t n,
    struct diag *);

#endif
