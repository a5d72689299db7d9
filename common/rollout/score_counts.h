/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Histograms of the scores that a version gave, one a class, for /metrics:
 * probabilities in steps of .05; for a regression predictions, between the
 * deciles of the score in the model's profile.
 *
 * Many threads may add at once.  Scores that are missing are not counted, and
 * of a model with many classes only the first ones are.
 */
#ifndef SCORE_COUNTS_H
#define SCORE_COUNTS_H

#include <pthread.h>
#include <stdint.h>

#include "predictor.h"

#define SCORE_CLASSES_MAX 20
#define SCORE_BOUNDS_MAX 20

struct score_histogram {
	char *class_name;		/* NULL: a regression's */
	uint64_t buckets[SCORE_BOUNDS_MAX + 1];	/* the last: above */
	double sum;
};

struct score_counts {
	pthread_mutex_t lock;
	double bounds[SCORE_BOUNDS_MAX];	/* ascending */
	size_t n_bounds;
	size_t first;			/* output column of classes[0] */
	struct score_histogram *classes;
	size_t n_classes;
};

void score_counts_init(struct score_counts *, const struct predictor *);
void score_counts_release(struct score_counts *);

/* The rows of a batch of the predictor's outputs. */
void score_counts_add(struct score_counts *, const struct batch *scored);

#endif
