/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
ap_value(const struct sample *s)
{
	return (metric_by_rank(s, metric_ap));
}

const struct metric metric_def_ap = {
	.name = "ap",
	.summary = "average precision, equal scores as one step",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_SCORE,
	.value = ap_value,
};
