/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "linear_objective.h"

/* In the order of the words. */
static const struct {
	const struct glm_family *family;
	const char *shape;	/* the parameter that it is, or NULL */
} objectives[] = {
	{ &glm_gaussian, NULL },
	{ &glm_poisson, NULL },
	{ &glm_gamma, NULL },
	{ &glm_tweedie, "power" },
	{ &glm_huber, "epsilon" },
	{ &glm_quantile, "alpha" },
};

struct glm_family
linear_family(const struct model *m)
{
	size_t k = (size_t)params_get(&m->params, "objective");
	struct glm_family family = *objectives[k].family;

	if (objectives[k].shape != NULL)
		family.shape = params_get(&m->params, objectives[k].shape);
	return (family);
}

bool
linear_has_log_link(const struct model *m)
{
	return (strcmp(m->learner->name, "linear") == 0 &&
	    linear_family(m).has_log_link);
}

int
linear_check_targets(const struct dataset *ds,
    const struct glm_family *family, struct diag *d)
{
	bool positive = !family->has_log_link;
	const double *y = ds->y_train;

	for (size_t i = 0; i < ds->n_train && family->has_log_link; i++) {
		if (y[i] < 0)
			return (diag_set(d, "objective %s: a target is "
			    "negative", family->name));
		if (y[i] == 0 && family->shape == 2)
			return (diag_set(d, "objective %s: a target is 0 "
			    "(tweedie takes zeros, with a --power below 2)",
			    family->name));
		positive |= y[i] > 0;
	}
	return (positive ? 0 : diag_set(d, "objective %s: all targets are 0",
	    family->name));
}
