/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The models that are served, each under a name, in the versions that its
 * file had, and what is counted of each version.
 *
 * A predictor is read-only and reference-counted: a reload puts a new version
 * in front, requests that run finish on the one they began with, and the last
 * of them frees its predictor.  The counts of a version stay after it was
 * replaced, for the last few of them.  A reload that fails, or that finds the
 * bytes that are served already, changes nothing.
 */
#ifndef REGISTRY_H
#define REGISTRY_H

#include <pthread.h>
#include <stdatomic.h>

#include "column_counts.h"
#include "histogram.h"
#include "file_state.h"
#include "predictor.h"
#include "score_counts.h"

#define VERSION_NAME 9

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
	COUNT_OUTDATED,
	COUNT_NONE,
	N_MODEL_COUNTS
};

struct model_version {
	struct served_model *of;
	char sha[DIGEST_HEX + 1];	/* of the model file */
	char name[VERSION_NAME];	/* the first digits of sha */

	/* Under the model's lock: */
	struct predictor *p;	/* NULL after its last user gave it back */
	size_t refs;		/* users; the version in front is in use */
	struct scorer *idle;	/* see scorer.h */
	struct model_version *next;	/* the one before it */

	/* Since it was first served: */
	atomic_uint_fast64_t counts[N_MODEL_COUNTS];
	struct histogram predict_seconds;
	struct column_counts columns;
	struct score_counts scores;
};

struct served_model {
	char *name, *path;
	size_t max_rows;	/* of one request */
	pthread_mutex_t reload_lock;	/* before lock */
	pthread_mutex_t lock;
	struct file_state tried;	/* what was read last, or not */
	/* Newest first: the first one takes all requests (version_take). */
	struct model_version *versions;
};

struct registry {
	struct served_model **models;	/* the first one is the default */
	size_t n;
	/* Told of each model that was replaced, and the like. */
	void (*tell)(void *ctx, const char *text);
	void *tell_ctx;
};

void registry_init(struct registry *);
void registry_release(struct registry *);

/* "NAME=PATH" or "PATH", whose name is the file's without .mlc. */
int registry_add(struct registry *, const char *arg, size_t max_rows,
    struct diag *) MUST_CHECK;
/* NULL if no model has the name. */
struct served_model *registry_find(const struct registry *, const char *name,
    size_t n);

/* Read a model's file again. */
int registry_reload(struct registry *, struct served_model *, struct diag *)
    MUST_CHECK;
void registry_tell(const struct registry *, const char *text);
/* Is the state of its file another than when it was read? */
bool served_model_is_stale(struct served_model *, const struct file_state *);

/* The version that a new request goes to, to be given back. */
struct model_version *version_take(struct served_model *);
void version_give(struct model_version *);

#endif
