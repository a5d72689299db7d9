/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The smooth part of the objective of a generalised linear model over the
 * training rows, with its derivatives.  For rows x (of a design matrix),
 * weights v and the loss of a family
 *
 *	f(b) = sum_i v_i loss(y_i, x_i b) + 1/2 sum_j l2_j b_j^2
 *
 * beside which solvers take sum_j l1_j |b_j| into account.
 */
#ifndef GLM_SUMS_H
#define GLM_SUMS_H

#include <stdbool.h>
#include <stddef.h>

#include "dataset.h"
#include "design_matrix.h"
#include "glm_family.h"

/* Of standardised coefficients; of several outputs each has the same. */
struct glm_penalty {
	double *l1, *l2;	/* (design.n); the intercept has none */
	bool has_l1;
};

struct glm {
	const struct dataset *ds;
	const struct glm_family *family;
	size_t n_out;		/* 1, or the classes */
	struct design design;
	struct glm_penalty penalty;
	double total_weight;	/* of the training rows */
	double unit;		/* of the family (glm_rows); 0: not found yet */
	/* Of the target, where it is a number. */
	double target_mean, target_sd;
	double curvature;	/* what is typical of a row of weight 1 */
};

/* Penalties of coefficients in the units of the features. */
struct glm_penalties {
	double l1, l2;
	const double *factor;	/* (features), of both; NULL: all 1 */
};

int glm_init(struct glm *, const struct dataset *, const struct glm_family *,
    const struct glm_penalties *, struct diag *) MUST_CHECK;
void glm_release(struct glm *);
/* Others than before. */
void glm_set_penalties(struct glm *, const struct glm_penalties *);

struct glm_sums {
	double value;		/* without l1 */
	double *grad;		/* (n_out, design.n) */
	double *hess;		/* (design.n, design.n), lower triangle, or
				   NULL: one output and dense columns only */
	double weight;		/* of the rows looked at */
};

void glm_sums_init(struct glm_sums *, const struct glm *, bool with_hess);
void glm_sums_release(struct glm_sums *);

/*
 * At coef (n_out, design.n), over every stride-th block, the l2 penalty taken
 * in proportion to the weight of the rows; the hessian if want_hess. One pass.
 */
struct glm_at {
	const double *coef;
	size_t stride;
	bool want_hess;
	bool inform;		/* the hessian, and the value, are those of
				   the family's inform, without a penalty */
};

int glm_evaluate(const struct glm *, const struct glm_at *,
    struct glm_sums *out, struct diag *) MUST_CHECK;

#endif
