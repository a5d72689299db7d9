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
	double *mean;		/* (n_coef), of the training rows, each of which
				   counts once; NULL: the file did not tell */
	double *coef;		/* (n_out, n_coef) */
	/* Of a fit without penalties, of one output: the standard errors, NaN
	   where a coefficient is not determined. Else NULL. */
	double *error;		/* (1 + n_coef): the intercept's is first */
	double df;		/* rows less coefficients */
	double dispersion;
	bool has_dispersion;	/* found from the rows; else it is 1 */
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

/* The learner's importance (the coefficients) and facts. */
double *linear_weights_importance(const struct model *, size_t *n_out);
json_t *linear_weights_facts(const struct model *);
void linear_weights_coefficient(const struct model *, size_t k, size_t j,
    struct coefficient *out);

/*
 * What each feature adds to the score (of classes: before the link, in log
 * odds) of a row, against the means: coefficient times (value - mean), and last
 * the score at the means. out (n_rows, n_out, n_features + 1); NaN where a
 * value is missing. Fails without means.
 */
int linear_weights_explain(const struct model *, const struct batch *,
    double *out, struct diag *) MUST_CHECK;

/*
 * In model.json:
 *	{"iterations","converged","means":[a column...],
 *	  "standard_errors"?:[intercept, a column...],"df","dispersion"?,
 *	  "outputs":[{"class"?,"intercept",
 *	    "coefficients":[{"feature","value" or "values":[...]}]}]}
 * and where there are more than LINEAR_JSON_MAX coefficients in weights.bin,
 * little-endian: "mlclines", as u64 the version 1, n_out, n_coef, iterations
 * and converged (0 or 1), as f64 the intercepts (n_out), the means (n_coef) and
 * the coefficients (n_out, n_coef).
 * The model's state is written, and set; load knows either form by its bytes.
 */
#define LINEAR_JSON_MAX 10000

bool linear_weights_is_large(const struct model *);
void linear_weights_save(const struct model *, struct str *out);
int linear_weights_load(struct model *, const char *p, size_t n,
    struct diag *) MUST_CHECK;

#endif
