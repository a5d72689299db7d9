/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The models that are served, each under a name, and what is counted of them.
 *
 * A version of a model is read-only and reference-counted: a reload puts a
 * new one in its place, requests that run finish on the one they began with,
 * and the last of them frees it.  A reload that fails leaves the old version.
 *
 * A scorer is what one request at a time needs of a version (the request's
 * table, the predictor's scratch); scorers are kept and used again.
 */
#ifndef REGISTRY_H
#define REGISTRY_H

#include <pthread.h>
#include <stdatomic.h>

#include "column_counts.h"
#include "digest.h"
#include "histogram.h"
#include "predictor.h"
#include "request_table.h"

enum model_count {
	COUNT_ROWS,
	COUNT_MISSING,
	COUNT_UNSEEN,
	COUNT_IMPUTED,
	COUNT_BAD_VALUES,
	COUNT_FAILED,
	COUNT_ABSENT,
	COUNT_UNKNOWN,
	COUNT_BROKEN,
	N_MODEL_COUNTS
};

struct model_version {
	struct served_model *of;
	struct predictor *p;
	char sha[DIGEST_HEX + 1];	/* of the model file */
	char name[9];		/* the first digits of sha */
	size_t refs;		/* under the model's lock, as idle is */
	struct scorer *idle;
};

struct served_model {
	char *name, *path;
	size_t max_rows;	/* of one request */
	pthread_mutex_t lock;
	struct model_version *current;	/* under lock */
	atomic_uint_fast64_t counts[N_MODEL_COUNTS];
	struct histogram predict_seconds;
	struct column_counts columns;
};

struct registry {
	struct served_model **models;	/* the first one is the default */
	size_t n;
};

void registry_init(struct registry *);
void registry_release(struct registry *);

/* "NAME=PATH" or "PATH", whose name is the file's without .mlc. */
int registry_add(struct registry *, const char *arg, size_t max_rows,
    struct diag *) MUST_CHECK;
/* NULL if there is none. */
struct served_model *registry_find(const struct registry *, const char *name,
    size_t n);

/* Read the model's file again. */
int served_model_reload(struct served_model *, struct diag *) MUST_CHECK;

/* The current version, to be given back. */
struct model_version *version_take(struct served_model *);
void version_give(struct model_version *);

struct scorer {
	struct model_version *version;
	struct predictor_run *run;
	struct request_table table;
	struct predictor_counts seen;	/* at the end of the last request */
	struct str line;	/* for the log */
	struct scorer *next;	/* idle */
};

/* A scorer of the current version, its table empty. */
struct scorer *scorer_take(struct served_model *);
void scorer_give(struct scorer *);

/* Score the table's rows, at least one, and count them. *out is valid until scorer_give. */
int scorer_score(struct scorer *, const struct batch **out, struct diag *)
    MUST_CHECK;

#endif
