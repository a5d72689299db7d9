/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The objectives of linear models. */
#ifndef LINEAR_OBJECTIVE_H
#define LINEAR_OBJECTIVE_H

#include "dataset.h"
#include "glm_family.h"

#define LINEAR_OBJECTIVES "squared,poisson,gamma,tweedie,huber,quantile"

/* Of the parameter objective, and with it power, epsilon or alpha. */
struct glm_family linear_family(const struct model *);
/* Is the prediction of a model e^score? */
bool linear_has_log_link(const struct model *);
/* The targets of the training rows: a mean of e^s is over 0. */
int linear_check_targets(const struct dataset *, const struct glm_family *,
    struct diag *) MUST_CHECK;

#endif
