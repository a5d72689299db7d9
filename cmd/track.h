/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the verbs of mlc-track share. */
#ifndef TRACK_H
#define TRACK_H

#include "run.h"
#include "tool.h"

struct track {
	struct tool tool;
	char *store;		/* the folder .mlc */
	json_t *runs;		/* where the verb asked for them */
	size_t n_faults;	/* lines that were changed */
	/* Options: */
	const char *name, *metric, *slice, *reason, *verdict, *run;
	const char *owner, *note, *licence, *stamp, *key, *signature;
	const char **tags;
	size_t n_tags;
	bool json, all, dry_run, force, output, copy, dot, drift;
	int64_t n, grace;
};

/* A verb: its words after the program's name. */
struct track_verb {
	const char *name, *synopsis, *summary;
	const struct option_def *options;	/* or NULL */
	int least, most;	/* arguments behind the verb; most -1: any */
	unsigned wants;
	int (*run)(struct track *);	/* its status */
};

enum track_wants {
	WANT_STORE = 1,		/* one that is there */
	WANT_MADE = 2,		/* or is made */
	WANT_RUNS = 4
};

extern const struct track_verb track_run_verbs[], track_model_verbs[],
    track_data_verbs[], track_change_verbs[], track_sign_verbs[],
    track_exchange_verbs[];

/* Its argument i behind the verb. */
const char *track_arg(const struct track *, size_t i);
/* The run that a word says. */
const json_t *track_find(struct track *, const char *word);
/* The path of a model file, of the registry, or of a run's model, which is an
   object; heap. */
char *track_model(struct track *, const char *word);
/* Write a text to -o or standard output, and clear it. */
void track_write(const struct track *, struct str *);
/* The same with a document as a line. */
void track_print(const struct track *, const json_t *);

#endif
