/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linear regression by least squares, with an elastic net penalty on request.
 * Half of sum_i v_i (y_i - s_i)^2 + l2 |coef|^2, plus l1 sum |coef|, is least;
 * l1 = l2 = 0 is ordinary least squares.  Collinear columns share the effect:
 * the least ridge that makes the equations solvable is added.
 */
#include "glm_fit.h"
#include "learner_table.h"

static const struct param_def linear_params[] = {
	{ "l1", PARAM_FLOAT, 0, 0, 1e30, "auto",
	    "penalty of absolute coefficients; auto: by cross-validation" },
	{ "l2", PARAM_FLOAT, PARAM_AUTO, 0, 1e30, "auto",
	    "penalty of squared coefficients; auto: by cross-validation, 0 "
	    "beside l1" },
	{ "penalty-factor", PARAM_COLUMNS, 1, 0, 1e30, NULL,
	    "times both penalties, by column" },
	{ "max-iter", PARAM_INT, 500, 1, 1e6, NULL,
	    "most iterations, with l1 or very many columns" },
	{ "tol", PARAM_FLOAT, 1e-6, 0, 1, NULL,
	    "largest gradient at the end of these, in deviations of the "
	    "target" },
	{ .name = NULL }
};

static int
linear_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	return (glm_fit(ds, &glm_gaussian, m, d));
}

static int
linear_predict(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	(void)d;
	linear_weights_scores(m->state, b, out);
	return (0);
}

const struct learner linear_learner = {
	.name = "linear",
	.summary = "linear regression, ordinary, ridge, lasso or elastic net",
	.params = linear_params,
	.tasks = 1u << TASK_REGRESSION,
	.train = linear_train,
	.predict = linear_predict,
	.explain = linear_weights_explain,
	.importance = linear_weights_importance,
	.importance_measure = "coefficient",
	.facts = linear_weights_facts,
	.member = "model.json",
	.large_member = "weights.bin",
	.is_large = linear_weights_is_large,
	.save = linear_weights_save,
	.load = linear_weights_load,
	.free_state = linear_weights_free,
};
