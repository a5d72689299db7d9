/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hyperparameters of a learner: a table of definitions, from which the help,
 * the checks and the manifest come, and the values of one run.
 *
 * A parameter of the kind PARAM_COLUMNS has a value for each feature.  It is
 * given as "age:0,x*:2", a term of select.h and a value each, of which later
 * ones overrule earlier ones; features that none names have the default.  As
 * the features are not known at first, the text is kept until params_resolve.
 */
#ifndef PARAMS_H
#define PARAMS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "jsondoc.h"
#include "schema.h"
#include "str.h"

enum param_kind {
	PARAM_INT,		/* or, if choices is not NULL, that word: */
	PARAM_FLOAT,		/* "auto", whose value is PARAM_AUTO */
	PARAM_PAIRS,		/* a text, pairs of features: A*B,... */
	PARAM_CHOICE,		/* one of the words of choices; value: which */
	PARAM_COLUMNS		/* a number for each feature, or of choices
				   a word: the first is min, the next min + 1 */
};

struct param_def {
	const char *name;	/* option and JSON key: "min-leaf" */
	enum param_kind kind;
	double def, min, max;	/* inclusive; for a choice only def */
	const char *choices;	/* "auto,squared,absolute" */
	const char *help;
};

#define PARAMS_MAX 32
#define PARAM_AUTO NAN	/* training finds the value */

struct params {
	const struct param_def *defs;
	double value[PARAMS_MAX];
	char *given[PARAMS_MAX];	/* PARAM_COLUMNS, PARAM_PAIRS: the text,
					   or NULL */
	double *columns[PARAMS_MAX];	/* (features), or NULL: the default */
};

void params_init(struct params *, const struct param_def *);	/* defaults */
void params_copy(struct params *to, const struct params *from);
void params_release(struct params *);
int params_set(struct params *, const char *name, const char *text,
    struct diag *) MUST_CHECK;
/* Find the columns among the features that are meant. After params_set; a
   copy that is made later is not resolved. */
int params_resolve(struct params *, const struct schema *features,
    struct diag *) MUST_CHECK;
/* By name; a name that is not in the table is a BUG. */
double params_get(const struct params *, const char *name);
/* Is it auto, and the value that training found for it. */
bool params_auto(const struct params *, const char *name);
void params_settle(struct params *, const char *name, double value);
/* After params_resolve: a value for each feature; NULL: all have the
   default. */
const double *params_columns(const struct params *, const char *name);
/* Of PARAM_PAIRS: the text, or NULL. */
const char *params_text(const struct params *, const char *name);
const char *params_choice(const struct params *, const char *name,
    char *buf, size_t size);

/* {"NAME": value, or {"FEATURE": value...}}; the features whose value is the
   default are left out, and so is a parameter where all are. Read back into
   what params_init has made. */
json_t *params_to_json(const struct params *, const struct schema *features);
int params_from_json(const json_t *, const struct schema *features,
    struct params *out, struct diag *) MUST_CHECK;
/* Is the value a word of choices, or a number, though "auto" may stand in its
   place? */
bool param_is_word(const struct param_def *);
/* The word of such a value; not terminated. */
const char *param_word(const struct param_def *, double value, size_t *n);
/* Append " (default X)" for one of them. */
void params_default(const struct param_def *, struct str *out);
void params_help(const struct param_def *, struct str *out);

#endif
