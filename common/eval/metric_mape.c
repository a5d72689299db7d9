/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
mape_value(const struct sample *s)
{
	return (error_mape(s->errors));
}

const struct metric metric_def_mape = {
	.name = "mape",
	.summary = "mean of |error| / |truth|, where the truth is not 0",
	.tasks = SCORED_REGRESSION,
	.needs = NEEDS_LABEL,
	.value = mape_value,
};
