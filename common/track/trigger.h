/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Triggers: has what a command reads changed since it last ended well?  By the
 * bytes of files and data sets, not by times.
 *
 * A stamp is a file that is a sealed line: the command, the digest of each
 * input, and when it was made.
 */
#ifndef TRIGGER_H
#define TRIGGER_H

#include "jsondoc.h"

struct trigger {
	const char *store;	/* for data sets and drift */
	const char *const *inputs;	/* FILE or data:NAME */
	size_t n_inputs;
	const char *command;
	const json_t *runs;	/* NULL: drift is nothing to go by */
	const char *stamp;	/* its file, or NULL: one in the store */
};

/* What it would be stamped with now, a new reference. */
int trigger_look(const struct trigger *, json_t **now, struct diag *)
    MUST_CHECK;

/* Append why it is to be run, a line each; nothing where it is not. */
int trigger_why(const struct trigger *, const json_t *now, struct str *why,
    struct diag *) MUST_CHECK;

int trigger_stamp(const struct trigger *, const json_t *now, struct diag *)
    MUST_CHECK;

/* Write the SHA-256 of a file to another one, unless that holds it already, so
   that its time changes with the bytes. 1 it was written. */
int trigger_sum(const char *path, const char *to, struct diag *) MUST_CHECK;

#endif
