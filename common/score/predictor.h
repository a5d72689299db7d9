/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The predictor: recipe and model together, from raw rows to scores.  It is
 * the one place where the two meet: mlc-serve on stdin and over HTTP,
 * mlc-eval on a model, mlc-drift and mlc-train's held-out scoring all go
 * through it, so that what was served is what was trained.
 *
 * A predictor is read-only and shared; each thread has a predictor_run.
 */
#ifndef PREDICTOR_H
#define PREDICTOR_H

#include <stdint.h>

#include "batch.h"
#include "bundle.h"
#include "learner.h"
#include "outcome.h"
#include "read_spec.h"
#include "recipe.h"

/* Attachments of the recipe are members NAME.part of a model file. */
#define ATTACHMENT_ENDING ".part"

struct predictor {
	json_t *manifest;
	json_t *recipe_json;
	struct str profile;	/* as it stands in the file: the largest part of
				   a wide model, which few ask for; or "" */
	struct read_spec spec;	/* the raw columns; field_is_input tells which
				   of them recipe and model need */
	struct attachments attachments;	/* of the recipe */
	struct recipe recipe;	/* raw columns -> features */
	struct model *model;
	struct outcome outcome;	/* from its scores to what is answered */
	size_t *feature_cols;	/* in the recipe's output */
	size_t target_raw;	/* in the raw schema, or COLUMN_NONE */
	size_t target_out;	/* after the recipe, or COLUMN_NONE */
	/* What scoring appends: "prediction", then "score" for two classes and
	   anomalies, "score_CLASS" for each of several (the field's unit is the
	   class), or "distance" to the cluster,
	   and at last "prediction_low" and "prediction_high" of a regression,
	   "prediction_set" of classes, where the outcome has them. */
	struct schema outputs;
	char sha[DIGEST_HEX + 1];	/* of the model file, or "" */
};

int predictor_open(const char *path, struct predictor **out, struct diag *)
    MUST_CHECK;
/* Of parts in memory: takes the model over; recipe_json is borrowed, its
   attachments are shared. */
int predictor_new(const json_t *recipe_json, const struct attachments *,
    struct model *, struct predictor **out, struct diag *) MUST_CHECK;
void predictor_free(struct predictor *);
/* Give one that has none an outcome, which is taken over. */
int predictor_set_outcome(struct predictor *, struct outcome *, struct diag *)
    MUST_CHECK;

/* The profile, a new reference; *out is NULL where there is none. */
int predictor_profile(const struct predictor *, json_t **out, struct diag *)
    MUST_CHECK;

/* The outputs as they are called beside the columns of these rows, whose own
   names stay: "score_" where a column that is no score is called "score". */
void predictor_outputs_beside(const struct predictor *,
    const struct schema *rows, struct schema *out);

struct predictor_run;

struct predictor_counts {
	uint64_t rows;
	uint64_t unseen;	/* categories not known from training */
	uint64_t imputed;
	uint64_t failed;	/* values a step could not convert */
	uint64_t broken;	/* rows that break an expectation */
	uint64_t outdated;	/* rows looked up in what a file was */
	uint64_t none;		/* rows without a prediction */
	const char *gap;	/* the feature that most of them lack, or
				   NULL: what was computed is not finite */
};

struct predictor_run *predictor_run_new(const struct predictor *);
void predictor_run_free(struct predictor_run *);

/*
 * Score raw rows (the columns of p->spec.schema). The result is a batch of
 * the columns p->outputs, valid until the next call.
 */
int predictor_score(struct predictor_run *, const struct batch *raw,
    const struct batch **out, struct diag *) MUST_CHECK;

/* Score rows to which the recipe was applied already: the columns of the
   predictor's features are found by name in b. */
int predictor_score_features(struct predictor_run *, const struct batch *b,
    const struct batch **out, struct diag *) MUST_CHECK;

/* After predictor_score: the target as the recipe left it, or NULL. */
const struct column *predictor_target(const struct predictor_run *);

/* Of the rows that were scored last: the model's features, and their final
   scores: (n_rows, model_n_out). */
const struct batch *predictor_run_features(const struct predictor_run *);
const double *predictor_run_scores(const struct predictor_run *);

/* After predictor_score: why the row has no prediction, "no value of a, b" or
   "the result is not finite". */
void predictor_none_reason(const struct predictor_run *, size_t row,
    struct str *out);

void predictor_run_counts(const struct predictor_run *,
    struct predictor_counts *out);

/* Visit the columns with categories not known from training, by the names
   that they have where these are looked up; then these counts, and only
   these, are 0 again. */
void predictor_run_take_unseen(struct predictor_run *,
    void (*visit)(void *ctx, const char *column, uint64_t n), void *ctx);

#endif
