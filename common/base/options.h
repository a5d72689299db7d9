/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Command-line options: one table a tool, from which parsing and --help come.
 *
 * GNU style: --name, --name=VALUE, --name VALUE, -n VALUE, -nVALUE, -abc; "--"
 * ends the options; options and arguments may be mixed.  Unique prefixes of
 * long names are not taken (a script must not break when an option is added).
 * A wrong name gets "did you mean".
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "str.h"

enum option_kind {
	OPTION_END,		/* ends a table */
	OPTION_HEADING,		/* help is a heading in --help */
	OPTION_FLAG,		/* bool *: set to true */
	OPTION_TEXT,		/* const char **: points into argv */
	OPTION_TEXTS,		/* struct option_texts *: given many times */
	OPTION_INT,		/* int64_t * */
	OPTION_FLOAT,		/* double * */
	OPTION_SIZE,		/* uint64_t *: 512M, 2G */
	OPTION_CALL		/* call(value, this option, text or NULL) */
};

struct option_texts {
	const char **v;		/* heap memory; they point into argv */
	size_t n;
};

struct option_def {
	enum option_kind kind;
	char letter;		/* 0 if none */
	const char *name;	/* without the dashes */
	const char *arg;	/* the argument's name; NULL: takes none;
				   "[=NAME]": may be left out (call gets NULL)
				   and only stands after a '=' */
	const char *help;	/* folded at 80 columns, and at \n */
	void *value;
	int (*call)(void *value, const struct option_def *, const char *arg,
	    struct diag *);
	size_t at;		/* for options_bind: value's place */
	bool idle;		/* has no part in results: not in the lineage */
};

/* A copy (heap memory) of a table that was made before its values: where value
   is NULL it becomes what is `at` bytes into base. */
struct option_def *options_bind(const struct option_def *table, void *base);

/*
 * Parse against all tables of the NULL-terminated list. Arguments that are no
 * options are moved to the front: argv[1] .. argv[*n_args]. Values of INT and
 * FLOAT are parsed whole-field.
 */
int options_parse(const struct option_def *const *tables, int argc,
    char **argv, size_t *n_args, struct diag *) MUST_CHECK;

/* The options of the tables as text for --help, a line each, aligned. */
void options_help(const struct option_def *const *tables, struct str *out);

/*
 * The same for programs, a JSON object a line with commas between: heading,
 * letter (if there is one), name, arg (if it takes one; optional if it may be
 * left out), kind (flag text int float size call) and help.
 */
void options_help_json(const struct option_def *const *tables,
    struct str *out);

#endif
