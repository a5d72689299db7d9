/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A data set: the rows of a spool as a learner sees them, features and
 * target, training and validation rows; test rows are not in it.
 *
 * Training rows are numbered 0 .. n_train - 1 in stream order, validation
 * rows likewise.  Rows whose target is missing are in neither and counted;
 * where the learner has no target, all are in.
 * Learners pass over the rows as often as they like; nothing but the targets
 * and weights is held here.
 */
#ifndef DATASET_H
#define DATASET_H

#include <stddef.h>
#include <stdint.h>

#include "learner.h"
#include "pass.h"

/*
 * What training stops early by, in place of its loss: of the predictions
 * (n, model_n_out) of rows.  Thread-safe; NaN: it is not defined for them.
 */
struct dataset_metric {
	const char *name, *told;	/* "auc", "valid auc" */
	bool less;		/* is better */
	double (*value)(const void *ctx, const double *out, const double *y,
	    const double *w, size_t n);
	const void *ctx;
};

struct dataset {
	const struct spool *spool;
	const struct schema *features;	/* of the batches given out */
	size_t *cols;			/* their positions in the spool */
	enum task task;
	size_t n_classes;
	size_t n_train, n_valid;
	/* Targets: the value, or the class number; 0 without a target. */
	double *y_train, *y_valid;
	double *w_train, *w_valid;	/* NULL: all 1 */
	double *class_weights;	/* (n_classes): factors in these, or NULL */
	uint64_t n_no_target;
	uint64_t n_unseen_class;	/* validation rows left out: their
					   class is in no training row */
	uint64_t seed;
	struct crew *crew;
	/* Progress for people, or NULL: round k of n, with a metric. */
	void (*progress)(void *ctx, size_t k, size_t n, const char *metric,
	    double value);
	void *progress_ctx;
	const struct dataset_metric *metric;	/* NULL: the loss */
	struct checkpointing *checkpoint;	/* of training; NULL: none */
	uint8_t *parts;			/* of each row of the spool */
	size_t *first_train, *first_valid;	/* of each block */
};

struct dataset_options {
	const char *task;	/* a task's name, or "classification" (by the
				   classes), or NULL: from the target */
	const char *positive;	/* class, or NULL: see classes.h */
	const char *class_weight;	/* see class_weights.h; NULL: none */
	uint64_t seed;
	struct crew *crew;
};

/*
 * Find target, features (role feature, of any type; a time is the number of
 * its microseconds) and weights in the spool, the task and the classes (see
 * classes.h), and fill the task, features, target and classes of a model that
 * comes from model_new; its parameters are resolved.
 *
 * Text and bool targets are classes, floats are not; an int is if it has at
 * most two values in the training rows, or if the learner knows no regression
 * (and never if it knows nothing else).  Two classes are a binary task unless
 * "multiclass" was asked for.  A learner without a target does not see one
 * that the rows have.  Errors name the column: text or missing values
 * that the learner does not take, a weight that is missing or negative, a
 * target with one class, no training rows.  The model has to outlive the data
 * set.
 */
int dataset_new(const struct spool *, const struct dataset_options *,
    struct model *, struct dataset **out, struct diag *) MUST_CHECK;
void dataset_free(struct dataset *);

/*
 * The numbers that the training rows have in the whole table, modulo 2^32, for
 * draws (rng.h): a heap array (n_train), or NULL where they are 0, 1, 2 ...
 */
uint32_t *dataset_row_numbers(const struct dataset *);

/* What a pass knows of the rows of a block (fit_rows.more). */
struct dataset_rows {
	const uint8_t *parts;	/* PART_TRAIN, PART_VALID or PART_NONE */
	size_t first_train;	/* number of its first training row */
	size_t first_valid;
	const uint32_t *train;	/* (n_train): the rows to train on */
	size_t n_train;
	const double *y, *w;	/* (n_train); w NULL: all 1 */
};

/* A pass over the blocks of a data set: see pass.h. */
struct dataset_pass {
	size_t unit, stride;
	/* Called for each block; NULL: nothing but the fitters. */
	int (*visit)(void *ctx, const struct fit_rows *, struct diag *);
	void *ctx;
};

/* batch has the features, mask the training rows, more is a dataset_rows. */
int dataset_pass(const struct dataset *, const struct dataset_pass *,
    struct fitter *, size_t n, struct diag *) MUST_CHECK;

#endif
