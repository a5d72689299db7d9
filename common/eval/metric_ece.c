/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
ece_value(const struct sample *s)
{
	const struct ranking *c = &s->rows->calibration;

	return (metric_ece(c->score, c->label, s->weight, s->rows->n));
}

const struct metric metric_def_ece = {
	.name = "ece",
	.summary = "expected calibration error, 10 bins of equal counts",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_PROBABILITY,
	.no_interval = true,
	.value = ece_value,
};
