/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The models that are served, by name.  Several files may have one name, each
 * with a label: churn@3 and churn@4 are versions of churn.  Which of them
 * "churn" is says the alias production, if there is one, or else it is the
 * latest: of numbers the highest, of other labels the one that was added last.
 */
#ifndef REGISTRY_H
#define REGISTRY_H

#include "served_model.h"

/* A part of a text, which has no end of its own. */
struct part {
	const char *p;
	size_t n;
};

struct alias {
	char *name, *alias;	/* "churn", "production" */
	struct served_model *of;
};

struct registry {
	struct served_model **models;
	size_t n;
	struct alias *aliases;
	size_t n_aliases;
	/* Of each model: see there. */
	size_t max_rows, drift_rows;
	/* Told of each model that was replaced, and the like. */
	void (*tell)(void *ctx, const char *text);
	void *tell_ctx;
	struct admission admission;
};

void registry_init(struct registry *, size_t max_rows, size_t drift_rows);
void registry_release(struct registry *);

/* "NAME=PATH", "NAME@LABEL=PATH", or "PATH", whose name (and label) is the
   file's without .mlc. */
int registry_add(struct registry *, const char *arg, struct diag *)
    MUST_CHECK;
/* "NAME@ALIAS=LABEL", or "ALIAS=LABEL" of the first model; after all models. */
int registry_add_alias(struct registry *, const char *arg, struct diag *)
    MUST_CHECK;

/* A model that stands beside what the name of "NAME=PATH", or for "PATH" the
   first model's, stands for: as a version "canary" or "shadow" of it. */
struct served_beside {
	struct served_model *champion, *model;
};

int registry_add_beside(struct registry *, struct part arg, enum served_as,
    struct served_beside *out, struct diag *) MUST_CHECK;

/* The version that a new request goes to, to be given back (version_give): of
   the name, or the first model's if it has no bytes; by a label, an alias,
   "latest", or the digits that its file's digest begins with, or the one that
   the name stands for. NULL with the diag filled if there is none. */
struct model_version *registry_take(const struct registry *, struct part name,
    struct part version, struct diag *);

/* Read a model's file again. */
int registry_reload(struct registry *, struct served_model *, struct diag *)
    MUST_CHECK;
void registry_tell(const struct registry *, const char *text);

#endif
