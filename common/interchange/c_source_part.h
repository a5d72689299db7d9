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

#include "export_steps.h"

struct c_source {
	const struct predictor *p;
	struct str tables;	/* constants and types of the file */
	struct str body;	/* of the function that makes features */
	struct str model;	/* the function that scores them */
	size_t n_vars, n_tables;
};

/* Begin a variable: "\tdouble v7 = ". */
struct export_var c_var_begin(struct c_source *, enum col_type);
/* It as a number, a boolean that says whether it is missing. */
void c_add_number(struct str *, struct export_var);
void c_add_missing(struct str *, struct export_var);

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
size_t c_find(struct c_source *, struct export_var, const struct dict *levels);

/* The functions of the file that the text calls, and these call. */
void c_helpers(const struct str *text, struct str *out);

/* They end with NULL. */
extern const struct export_writer c_cleaners[], c_encoders[];

/* Begin the variable of output j. */
struct export_var c_begin_out(struct export_step *, size_t j, enum col_type);
/* "MISSING ? " of the input. */
void c_add_if_missing(struct export_step *);

/* What becomes of its scores (outcome.h): the function answer, where there is
   any need of one, and the body of the function that tells the class. */
int c_answer(struct c_source *, struct diag *) MUST_CHECK;
bool c_has_answer(const struct predictor *);
void c_add_class(const struct predictor *, struct str *);

/* The model: features to x[] in the body, and the function score. */
int c_model(struct c_source *, const struct export_var *features, struct diag *)
    MUST_CHECK;

#endif
