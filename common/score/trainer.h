/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Training: from a stream to a predictor, its model file, and the scored
 * held-out rows.
 */
#ifndef TRAINER_H
#define TRAINER_H

#include <stdbool.h>

#include "dataset.h"
#include "outcome_fit.h"
#include "predictor.h"
#include "scored_stream.h"
#include "spool.h"
#include "stream.h"

struct train_options {
	const struct learner *learner;
	struct params params;
	struct dataset_options data;	/* task, positive, seed, threads */
	struct outcome_options outcome;
	uint64_t mem;
	bool lineage;		/* into the model file */
	bool no_profile;
	const char *from;	/* a model file to go on from, or NULL */
	const char *metric;	/* to stop early by (metric.h), or NULL */
	const char *checkpoint;	/* a file, or NULL; see checkpoint.h */
	int64_t every;		/* rounds between two of them */
	void (*progress)(void *ctx, size_t k, size_t n, const char *metric,
	    double value);
	void *progress_ctx;
};

/* What training made; every part is owned. */
struct trained {
	struct spool *spool;	/* all rows, as they came */
	struct predictor *predictor;
	json_t *profile;	/* of the training rows; NULL: not wanted */
	size_t n_folds;		/* that found the model's length; 0: none */
	size_t went_on;		/* at the round of a checkpoint; 0: it began */
	size_t n_train, n_valid;
	uint64_t n_test, n_no_target;
	uint64_t n_unseen_class;	/* valid rows left out for it */
	double read_seconds;	/* until the data was in memory */
	double train_seconds;	/* from then to the model being done */
	double profile_seconds;
};

/* Reads the stream to its end; the stream stays the caller's. */
int train_stream(struct stream *, const struct train_options *,
    struct trained *out, struct diag *) MUST_CHECK;
void trained_release(struct trained *);

/* Write the model file (see mlc-model(5)), atomically; checkpoints are taken
   away then. */
int trained_write(const struct trained *, const struct train_options *,
    const char *path, struct diag *) MUST_CHECK;

/* The valid and test rows with their scores: none when there is no split.
   Closing it leaves the trained. The options are those of processed rows. */
int trained_held_out(const struct trained *, const struct scored_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
