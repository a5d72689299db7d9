/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
precision_value(const struct sample *s)
{
	return (confusion_precision(s->confusion, metric_positive(s)));
}

const struct metric metric_def_precision = {
	.name = "precision",
	.summary = "share of the predicted that are true; macro for classes",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_LABEL,
	.value = precision_value,
};
