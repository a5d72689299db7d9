/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metric_table.h"

static double
logloss_loss(const struct scored *s, size_t row)
{
	const double *p = s->score + row * s->n_scores;
	uint32_t class = s->truth_class[row];

	if (s->task == SCORED_BINARY)
		return (metric_log_loss(*p, class == 1));
	return (metric_log_loss_multi(p, class));
}

const struct metric metric_def_logloss = {
	.name = "logloss",
	.summary = "mean of -log(probability of the truth), clipped at 1e-15",
	.tasks = SCORED_CLASSES,
	.needs = NEEDS_PROBABILITY,
	.loss = logloss_loss,
};
