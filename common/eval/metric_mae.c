/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
mae_value(const struct sample *s)
{
	return (error_mae(s->errors));
}

const struct metric metric_def_mae = {
	.name = "mae",
	.summary = "mean absolute error",
	.tasks = SCORED_REGRESSION,
	.needs = NEEDS_LABEL,
	.value = mae_value,
};
