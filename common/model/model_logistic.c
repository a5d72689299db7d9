/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Logistic regression, binary and multinomial, with an elastic net penalty.
 * sum_i v_i loss_i + l2 / 2 |coef|^2 + l1 sum |coef| is least: the penalties
 * are on coefficients in the units of the features, the intercept has none.
 */
#include "glm_fit.h"
#include "learner_table.h"
#include "link.h"

static const struct param_def logistic_params[] = {
	{ "l1", PARAM_FLOAT, 0, 0, 1e30, "auto",
	    "penalty of absolute coefficients; auto: by cross-validation" },
	{ "l2", PARAM_FLOAT, PARAM_AUTO, 0, 1e30, "auto",
	    "penalty of squared coefficients; auto: by cross-validation, 0 "
	    "beside l1" },
	{ "penalty-factor", PARAM_COLUMNS, 1, 0, 1e30, NULL,
	    "times both penalties, by column" },
	{ "max-iter", PARAM_INT, 500, 1, 1e6, NULL, "most iterations" },
	{ "tol", PARAM_FLOAT, 1e-6, 0, 1, NULL,
	    "largest gradient of the mean loss at the end" },
	{ .name = NULL }
};

static int
logistic_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	return (glm_fit(ds, m->task == TASK_BINARY ? &glm_logistic :
	    &glm_softmax, m, d));
}

static int
logistic_predict(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	size_t n_out = model_n_out(m);

	(void)d;
	linear_weights_scores(m->state, b, out);
	for (size_t i = 0; i < b->n_rows; i++) {
		if (n_out == 1)
			out[i] = sigmoid(out[i]);
		else
			softmax(out + i * n_out, n_out);
	}
	return (0);
}

const struct learner logistic_learner = {
	.name = "logistic",
	.summary = "logistic regression, binary and multinomial",
	.params = logistic_params,
	.tasks = 1u << TASK_BINARY | 1u << TASK_MULTICLASS,
	.train = logistic_train,
	.predict = logistic_predict,
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
