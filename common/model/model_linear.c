/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Linear regression by least squares or another loss (glm_family.h), with an
 * elastic net penalty on request: sum_i v_i loss_i + l2 / 2 |coef|^2 + l1 sum
 * |coef| is least; of squares, l1 = l2 = 0 is ordinary least squares.
 * Collinear columns share the effect: the least ridge that makes the equations
 * solvable is added.
 */
#include <math.h>

#include "glm_fit.h"
#include "learner_table.h"
#include "linear_objective.h"

static const struct param_def linear_params[] = {
	{ "objective", PARAM_CHOICE, 0, 0, 0,
	    LINEAR_OBJECTIVES, "loss" },
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
	{ "alpha", PARAM_FLOAT, 0.5, 1e-6, 1 - 1e-6, NULL,
	    "quantile: which one" },
	{ "power", PARAM_FLOAT, 1.5, 1, 2, NULL,
	    "tweedie: the power of the mean that the variance goes with" },
	{ "epsilon", PARAM_FLOAT, 1.35, 1, 1e6, NULL,
	    "huber: residuals of more scales than that are outliers" },
	{ .name = NULL }
};

static int
linear_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	struct glm_family family = linear_family(m);

	if (linear_check_targets(ds, &family, d) == -1)
		return (-1);
	return (glm_fit(ds, &family, m, d));
}

static int
linear_predict(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	(void)d;
	linear_weights_scores(m->state, b, out);
	for (size_t i = 0; i < b->n_rows && linear_has_log_link(m); i++)
		out[i] = exp(out[i]);
	return (0);
}

const struct learner linear_learner = {
	.name = "linear",
	.summary = "linear regression: squared and other losses",
	.params = linear_params,
	.tasks = 1u << TASK_REGRESSION,
	.train = linear_train,
	.predict = linear_predict,
	.explain = linear_weights_explain,
	.importance = linear_weights_importance,
	.coefficient = linear_weights_coefficient,
	.importance_measure = "coefficient",
	.facts = linear_weights_facts,
	.member = "model.json",
	.large_member = "weights.bin",
	.is_large = linear_weights_is_large,
	.save = linear_weights_save,
	.load = linear_weights_load,
	.free_state = linear_weights_free,
};
