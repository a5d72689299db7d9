/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
mcc_value(const struct sample *s)
{
	return (confusion_mcc(s->confusion));
}

const struct metric metric_def_mcc = {
	.name = "mcc",
	.summary = "Matthews' correlation coefficient",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_LABEL,
	.value = mcc_value,
};
