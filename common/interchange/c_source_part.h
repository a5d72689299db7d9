/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a file of C that is being made (c_source.h).  A column of the
 * recipe is a variable v1, v2 ... of the function that makes features:
 *
 *	bool		int, -1 where it is missing
 *	int, time	long long, LLONG_MIN where it is missing
 *	float		double, NaN where it is missing
 *	string		struct text, p is NULL where it is missing
 *	sparse		long, the place of the only entry, a 1; or -1
 */
#ifndef C_SOURCE_PART_H
#define C_SOURCE_PART_H

#include "dict.h"
#include "predictor.h"

struct c_var {
	size_t id;
	enum col_type type;
};

struct c_source {
	const struct predictor *p;
	struct str tables;	/* constants and types of the file */
	struct str body;	/* of the function that makes features */
	struct str model;	/* the function that scores them */
	size_t n_vars, n_tables;
};

/* Begin a variable: "\tdouble v7 = ". */
struct c_var c_var_begin(struct c_source *, enum col_type);
/* It as a number, a boolean that says whether it is missing. */
void c_add_number(struct str *, struct c_var);
void c_add_missing(struct str *, struct c_var);

/* Constants. In a comment nothing of the text ends it. */
void c_add_double(struct str *, double);
void c_add_string(struct str *, const char *p, size_t n);
void c_add_comment(struct str *, const char *);
/* Row 0 of a column, in the form of a variable of its type. */
void c_add_value(struct str *, const struct column *);

/* A table of numbers, by its number: "t3". */
size_t c_table(struct c_source *, const double *, size_t n);
/* Find the id of the variable among the levels, or -1: the variable "i4" of
   which the number is returned. */
size_t c_find(struct c_source *, struct c_var, const struct dict *levels);

/* The functions of the file that the text calls, and these call. */
void c_helpers(const struct str *text, struct str *out);

/* An input of a step and what becomes of it. */
struct c_step {
	struct c_source *c;
	const struct step *step;
	size_t k;		/* the number of the input */
	struct c_var in;
	json_t *params;
	json_t *entry;		/* of the input in the step's state, or NULL */
	json_t *state;
	size_t n_out;		/* outputs that are made of it, */
	struct c_var **out;	/* and their variables */
	bool *wanted;		/* (n_out) */
};

struct c_writer {
	const char *kind;	/* of the step */
	int (*write)(struct c_step *, struct diag *);
};
/* They end with NULL. */
extern const struct c_writer c_cleaners[], c_encoders[];

/* A text of the step's params, or "". */
const char *c_param(const struct c_step *, const char *key);
/* Begin the variable of output j. */
struct c_var c_begin_out(struct c_step *, size_t j, enum col_type);
/* "MISSING ? " of the input. */
void c_add_if_missing(struct c_step *);

/* Which columns the model needs: an array before each step and after all,
   heap memory all of it. */
uint8_t **c_needs(const struct predictor *);

/* All steps: vars, heap memory, holds the variables of the raw columns, and
   at last those of the columns after all steps. */
int c_steps(struct c_source *, struct c_var **vars, uint8_t *const *needs,
    struct diag *) MUST_CHECK;

/* Mark the columns after all steps that the model looks at. */
void c_model_needs(const struct predictor *, uint8_t *needed);

/* The model: features to x[] in the body, and the function score. */
int c_model(struct c_source *, const struct c_var *features, struct diag *)
    MUST_CHECK;

#endif
