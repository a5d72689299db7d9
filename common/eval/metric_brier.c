/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
brier_loss(const struct scored *s, size_t row)
{
	const double *p = s->score + row * s->n_scores;
	uint32_t class = s->truth_class[row];

	if (s->task == SCORED_BINARY)
		return (metric_brier(*p, class == 1));
	return (metric_brier_multi(p, class, s->n_scores));
}

const struct metric metric_def_brier = {
	.name = "brier",
	.summary = "mean squared difference of probability and truth",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_PROBABILITY,
	.loss = brier_loss,
};
