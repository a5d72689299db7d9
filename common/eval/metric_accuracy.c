/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
accuracy_value(const struct sample *s)
{
	return (confusion_accuracy(s->confusion));
}

const struct metric metric_def_accuracy = {
	.name = "accuracy",
	.summary = "share of rows whose class is predicted",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_LABEL,
	.value = accuracy_value,
};
