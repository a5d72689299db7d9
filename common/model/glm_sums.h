/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The objective of a generalised linear model over the training rows, with
 * its derivatives.  For rows x (of a design matrix) and weights v
 *
 *	f(b) = sum_i v_i loss(y_i, x_i b) + 1/2 sum_j penalty_j b_j^2
 *
 * where the loss is (y - s)^2 / 2 for the gaussian, log(1 + e^s) - y s for the
 * logistic and -log(e^s_y / sum_k e^s_k) for the softmax family (McCullagh and
 * Nelder 1989; Hastie, Tibshirani and Friedman 2009, section 4.4).
 */
#ifndef GLM_SUMS_H
#define GLM_SUMS_H

#include <stdbool.h>
#include <stddef.h>

#include "dataset.h"
#include "design_matrix.h"

enum glm_family {
	GLM_GAUSSIAN,
	GLM_LOGISTIC,		/* y is 0 or 1 */
	GLM_SOFTMAX		/* y is a class number */
};

struct glm {
	const struct dataset *ds;
	enum glm_family family;
	size_t n_out;		/* 1, or the classes of softmax */
	struct design design;
	double *penalty;	/* (design.n), of standardised coefficients */
	double total_weight;	/* of the training rows */
};

/* l2 is the penalty of coefficients in the units of the features; the
   intercept has none. */
int glm_init(struct glm *, const struct dataset *, enum glm_family,
    double l2, struct diag *) MUST_CHECK;
void glm_release(struct glm *);

struct glm_sums {
	double value;
	double *grad;		/* (n_out, design.n) */
	double *hess;		/* (design.n, design.n), lower triangle, or
				   NULL: one output and dense columns only */
	double weight;		/* of the rows looked at */
};

void glm_sums_init(struct glm_sums *, const struct glm *, bool with_hess);
void glm_sums_release(struct glm_sums *);

/*
 * At coef (n_out, design.n), over every stride-th block, the penalty taken in
 * proportion to the weight of the rows; the hessian if want_hess. One pass.
 */
struct glm_at {
	const double *coef;
	size_t stride;
	bool want_hess;
};

int glm_evaluate(const struct glm *, const struct glm_at *,
    struct glm_sums *out, struct diag *) MUST_CHECK;

#endif
