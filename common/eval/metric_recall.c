/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
recall_value(const struct sample *s)
{
	return (confusion_recall(s->confusion, metric_positive(s)));
}

const struct metric metric_def_recall = {
	.name = "recall",
	.summary = "share of the true that are predicted; macro for classes",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_LABEL,
	.value = recall_value,
};
