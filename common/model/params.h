/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hyperparameters of a learner: a table of definitions, from which the help,
 * the checks and the manifest come, and the values of one run.
 */
#ifndef PARAMS_H
#define PARAMS_H

#include <stddef.h>

#include "jsondoc.h"
#include "str.h"

enum param_kind {
	PARAM_INT,
	PARAM_FLOAT,
	PARAM_CHOICE		/* one of the words of choices; value: which */
};

struct param_def {
	const char *name;	/* option and JSON key: "min-leaf" */
	enum param_kind kind;
	double def, min, max;	/* inclusive; for a choice only def */
	const char *choices;	/* "auto,squared,absolute" */
	const char *help;
};

#define PARAMS_MAX 32

struct params {
	const struct param_def *defs;
	double value[PARAMS_MAX];
};

void params_init(struct params *, const struct param_def *);	/* defaults */
int params_set(struct params *, const char *name, const char *text,
    struct diag *) MUST_CHECK;
/* By name; a name that is not in the table is a BUG. */
double params_get(const struct params *, const char *name);
const char *params_choice(const struct params *, const char *name,
    char *buf, size_t size);

json_t *params_to_json(const struct params *);
int params_from_json(const json_t *, const struct param_def *,
    struct params *out, struct diag *) MUST_CHECK;
/* Append " (default X)" for one of them. */
void params_default(const struct param_def *, struct str *out);
void params_help(const struct param_def *, struct str *out);

#endif
