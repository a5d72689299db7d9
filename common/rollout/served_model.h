/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model that is served from a file, in the versions that its file had, and
 * what is counted of each.
 *
 * A predictor is read-only and reference-counted: a reload puts a new version
 * in front, requests that run finish on the one they began with, and the last
 * of them frees its predictor.  The counts of a version stay after it was
 * replaced, for the last few of them.  A reload that fails, or that finds the
 * bytes that are served already, changes nothing.
 */
#ifndef SERVED_MODEL_H
#define SERVED_MODEL_H

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
	struct live_drift *drift;	/* while p is there, or NULL */
	struct model_version *next;	/* the one before it */

	/* Since it was first served: */
	atomic_uint_fast64_t counts[N_MODEL_COUNTS];
	struct histogram predict_seconds;
	struct column_counts columns;
	struct score_counts scores;
};

enum served_as {
	SERVED_VERSION,
	SERVED_CANARY,		/* see canary.h */
	SERVED_SHADOW		/* never answers: see shadow.h */
};

/* Asked of each model before it is served: 1 it may be, 0 or -1 and why not. */
struct admission {
	int (*ask)(void *ctx, const char *path, const char *sha,
	    struct diag *);	/* NULL: all may be */
	void *ctx;
};

struct served_model {
	enum served_as as;
	/* What stands beside it, or NULL. */
	struct canary *canary;
	struct shadow *shadow;
	char *name;		/* "churn" */
	char *label;		/* "3" of "churn@3", or NULL */
	char *title;		/* the one or the other */
	char *path;
	size_t max_rows;	/* of one request */
	size_t drift_rows;	/* see live_drift.h; 0: it is not watched */
	struct admission admission;
	pthread_mutex_t reload_lock;	/* before lock */
	pthread_mutex_t lock;
	struct file_state tried;	/* what was read last, or not */
	/* Newest first: the first one takes all requests (version_take). */
	struct model_version *versions;
};

/* Without versions, and without names. */
struct served_model *served_model_new(const char *path);
void served_model_free(struct served_model *);

/* The version in front before and after a reload; the same if the bytes of the
   file are, "" if there was none. */
struct version_change {
	char from[VERSION_NAME], to[VERSION_NAME];
};

/* Read the model's file, or read it again. */
int served_model_reload(struct served_model *, struct version_change *,
    struct diag *) MUST_CHECK;
/* Is the state of its file another than when it was read? */
bool served_model_is_stale(struct served_model *, const struct file_state *);

/* The version in front, to be given back. */
struct model_version *version_take(struct served_model *);
void version_give(struct model_version *);

/* What the version is called: as the model was labelled, or its name. */
const char *version_label(const struct model_version *);

#endif
