/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Learners: one struct of functions each, one file each, listed in
 * learner_table.c.  A model is what a learner makes of a data set; it is
 * read-only afterwards and many threads may predict with it at once.
 */
#ifndef LEARNER_H
#define LEARNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "batch.h"
#include "jsondoc.h"
#include "params.h"
#include "schema.h"
#include "str.h"

enum task {
	TASK_REGRESSION,
	TASK_BINARY,
	TASK_MULTICLASS,
	TASK_ANOMALY,		/* how strange a row is: no target */
	TASK_CLUSTER,		/* which group it is of: no target */
	N_TASKS
};

const char *task_name(enum task);
bool task_has_target(enum task);
int task_parse(const char *, enum task *out, struct diag *) MUST_CHECK;

struct dataset;
struct learner;

struct model {
	const struct learner *learner;
	enum task task;
	struct schema features;	/* what predict wants, in this order */
	struct field target;	/* name and type (owned); no name: none */
	char **classes;		/* their text form; binary: [1] is positive;
				   cluster: its number, from 0 */
	size_t n_classes;	/* 0 for regression and anomaly */
	struct params params;
	char *warning;		/* what people should know of the training, or
				   NULL; not saved */
	char *found;		/* what a search for parameters came to, for
				   people, or NULL; not saved */
	json_t *told;		/* what only the training knows of itself, for
				   people: names and values; or NULL */
	void *state;		/* the learner's own */
	const struct model *from;	/* training goes on from it; NULL: it
					   begins. Not saved */
};

/* Rows of a batch of the features, with their targets. */
struct learner_rows {
	const struct batch *batch;
	const uint32_t *rows;	/* (n), ascending */
	size_t n;
	const double *y;	/* (n): the value, or the class number; 0 where
				   there is no target */
	const double *w;	/* (n), or NULL: all 1 */
};

/*
 * Training on rows that come by once and are not kept.  The model has its
 * task, features and classes when it begins; finish gives it its state.  A
 * fit is freed after finish too.
 */
struct learner_stream {
	void *(*begin)(const struct model *);
	int (*add)(void *fit, const struct learner_rows *, struct diag *);
	int (*finish)(void *fit, struct model *, struct diag *);
	void (*free)(void *fit);
};

struct coefficient;

struct learner {
	const char *name;
	const char *summary;
	const struct param_def *params;	/* ends with a NULL name */
	unsigned tasks;			/* bit set of 1 << enum task */
	bool takes_strings;	/* native categories; else strings are an
				   error that names the column */
	bool takes_missing;
	/* The parameter that says how long training goes on, and may be auto:
	   train then stops where the validation loss is least and settles it.
	   NULL: there is none. */
	const char *length;
	/* The parameter that says how many clusters there are. NULL: none. */
	const char *n_clusters;

	/* Train (see model_train.h): everything but state is filled in. NULL:
	   by the streaming form, which is NULL where there is none. */
	int (*train)(const struct dataset *, struct model *, struct diag *);
	const struct learner_stream *stream;
	/* The parameter that says how often the rows come by in this form.
	   NULL: once. */
	const char *passes;
	bool goes_on;		/* from a model of its own (model.from), whose
				   state it copies */
	/* What model.from has to have beside that; may take parameters over.
	   NULL: nothing. */
	int (*check_from)(struct model *, struct diag *);
	/* Before train: find parameters that were left to it. NULL: there are
	   none. */
	int (*search)(const struct dataset *, struct model *, struct diag *);
	bool has_checkpoints;	/* train heeds those of the data set */
	/* out: (n_rows, model_n_out) row-major. Batch: exactly the columns of
	   m->features, in their order. A row that cannot be answered (it lacks
	   a value that the learner needs) gives NaN.  Of a cluster task it is
	   the distance to each. */
	int (*predict)(const struct model *, const struct batch *,
	    double *out, struct diag *);
	/* What each feature adds to a row's score (predict's value before its
	   link). out: (n_rows, model_n_out, n features + 1); last is the
	   score's mean over the training rows, and all add up to the score.
	   Fails on models that lack what it needs. NULL: it cannot. */
	int (*explain)(const struct model *, const struct batch *,
	    double *out, struct diag *);
	/* Add to n_unknown (one a feature) the batch's categories that the
	   model does not know. NULL: it takes no categories. */
	void (*count_unknown)(const struct model *, const struct batch *,
	    uint64_t *n_unknown);
	/* How much each column of each feature counts: a heap array (*n_out,
	   schema_width(features)). NULL: there is nothing to tell. */
	double *(*importance)(const struct model *, size_t *n_out);
	/* Coefficient j of output k: 0 the intercept, then the columns of the
	   features in their order. NULL: it has none. */
	void (*coefficient)(const struct model *, size_t k, size_t j,
	    struct coefficient *out);
	const char *importance_measure;
	bool importance_adds;		/* can columns be added up? */
	/* What training came to, as the state tells it, for people: an object
	   of names and values, a new reference. NULL: nothing. */
	json_t *(*facts)(const struct model *);
	/* The learner's member of the model file, which people can read if its
	   name ends in .json; a model that is_large has large_member instead
	   (both NULL: none is). Load knows what it gets by its bytes. */
	const char *member;	/* "model.json" or "trees.bin" */
	const char *large_member;
	bool (*is_large)(const struct model *);
	void (*save)(const struct model *, struct str *out);
	int (*load)(struct model *, const char *p, size_t n, struct diag *);
	void (*free_state)(void *);
};

/* NaN: it is not known. */
struct coefficient {
	double value, error;	/* error: its standard error */
	double statistic;	/* value / error */
	char test;		/* whose statistic it is: 't' or 'z' */
	double p_value;		/* of a value that is 0, two-sided */
	double low, high;	/* of 95 % of such intervals hold the truth */
};

extern const struct learner *const learner_table[];	/* NULL-terminated */

const struct learner *learner_find(const char *name, struct diag *);

/* Has it a target, as all its tasks do?  Else it has one task. */
bool learner_has_target(const struct learner *);

/* Values per row: n_classes for multiclass and cluster, else 1 (regression:
   the value; binary: the probability of classes[1]; anomaly: the score). */
size_t model_n_out(const struct model *);
/* How many of them a row shows: of a cluster task the distance to its own. */
size_t model_n_scores(const struct model *);
/* The member of the model file that it goes to. */
const char *model_member(const struct model *);
/* With the default parameters; task, features, target and classes come from
   dataset_new, state from train. */
struct model *model_new(const struct learner *);
void model_free(struct model *);

/* Let training go on from a model: of the same learner, which goes_on, with the
   same task, classes and features. */
int model_set_from(struct model *, const struct model *from, struct diag *)
    MUST_CHECK;

/* What training came to, for people: an object of names and values, a new
   reference, or NULL. */
json_t *model_facts(const struct model *);

/* {"algorithm","task","target"?:{...},"classes"?,"params",
    "features":[schema],"told"?} for the manifest, and back (without state). */
json_t *model_to_json(const struct model *);
int model_from_json(const json_t *, struct model **out, struct diag *)
    MUST_CHECK;

#endif
