/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A metric of evaluations (metric.h) as what training stops early by: of the
 * rows that are held out, on the scale that the learner is fitted on.
 */
#ifndef TRAIN_METRIC_H
#define TRAIN_METRIC_H

#include "dataset.h"
#include "metric.h"

struct train_metric {
	struct dataset_metric of_data;	/* whose ctx this is */
	enum scored_task task;
	size_t n_classes;
	double threshold;	/* of two classes */
	struct metric *metric;
	char *told;
};

/* Find the metric that the text names, for the model, which has its task and
   classes. Release it also after an error. */
int train_metric_init(struct train_metric *, const char *text,
    const struct model *, struct diag *) MUST_CHECK;
void train_metric_release(struct train_metric *);

#endif
