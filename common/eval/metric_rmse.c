/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
rmse_value(const struct sample *s)
{
	return (error_rmse(s->errors));
}

const struct metric metric_def_rmse = {
	.name = "rmse",
	.summary = "root of the mean squared error",
	.tasks = SCORED_REGRESSION,
	.needs = NEEDS_LABEL,
	.value = rmse_value,
};
