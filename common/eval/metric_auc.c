/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
auc_value(const struct sample *s)
{
	return (metric_by_rank(s, metric_auc));
}

const struct metric metric_def_auc = {
	.name = "auc",
	.summary = "area under the ROC curve, a tie counting one half",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_SCORE,
	.value = auc_value,
};
