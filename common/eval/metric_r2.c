/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
r2_value(const struct sample *s)
{
	return (error_r2(s->errors));
}

const struct metric metric_def_r2 = {
	.name = "r2",
	.summary = "share of the truth's variance that is explained",
	.tasks = SCORED_REGRESSION,
	.needs = NEEDS_LABEL,
	.value = r2_value,
};
