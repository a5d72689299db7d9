/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The space of a search: its parameters, and what a point of it is.
 *
 * A parameter is given as NAME=SPEC[ if CONDITION].  SPEC is LOW..HIGH, with
 * ":int" for whole numbers and ":log" for a scale on which factors count
 * alike, or {WORD,WORD...}.  A condition is an expression (expr.h) over
 * parameters that were given before; where it is not true, the parameter is
 * not in use.
 *
 * A point is an array of a value for each parameter: the number, or the
 * number of the word; NaN where the parameter is not in use.  Floats have six
 * significant digits, so that a point is its own text.  The unit cube has
 * each parameter on [0, 1], words and whole numbers in equal parts of it.
 */
#ifndef SPACE_H
#define SPACE_H

#include <stdbool.h>
#include <stddef.h>

#include "expr.h"
#include "jsondoc.h"

#define SPACE_PARAMS_MAX 100
#define SPACE_WORDS_MAX 1000

enum space_kind { SPACE_FLOAT, SPACE_INT, SPACE_WORD };

struct space_param {
	char *name, *text;	/* text: as it was given */
	enum space_kind kind;
	double low, high;
	bool log;
	char **words;
	size_t n_words;
	enum col_type type;	/* of its values, in conditions and reports */
	struct expr *condition;	/* NULL: always in use */
};

struct space {
	struct space_param *params;
	size_t n;
};

void space_init(struct space *);
void space_release(struct space *);

int space_add(struct space *, const char *text, struct diag *) MUST_CHECK;
/* The parameter of a name of n bytes, or NULL. */
const struct space_param *space_find(const struct space *, const char *name,
    size_t n);

/* The point at unit[] of the cube. Fails where a condition cannot be
   computed. */
int space_place(const struct space *, const double *unit, double *point,
    struct diag *) MUST_CHECK;
/* Where a value lies on [0, 1]. */
double space_unit(const struct space_param *, double value);
/* How many values there are; 0: more than can be counted. */
size_t space_levels(const struct space_param *);

bool space_same(const struct space *, const double *a, const double *b);

/* The value of a parameter that is in use, as text. */
void space_value(const struct space_param *, double value, struct str *out);

/* {NAME: value...} of those in use, and back. A value that the space does not
   have is an error. */
json_t *space_point_to_json(const struct space *, const double *point);
int space_point_from_json(const struct space *, const json_t *,
    double *point, struct diag *) MUST_CHECK;

#endif
