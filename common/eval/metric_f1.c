/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
f1_value(const struct sample *s)
{
	return (confusion_f1(s->confusion, metric_positive(s)));
}

const struct metric metric_def_f1 = {
	.name = "f1",
	.summary = "harmonic mean of precision and recall; macro for classes",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_LABEL,
	.value = f1_value,
};
