/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of a recipe for forms that hold recipe and model, as C and ONNX do:
 * what of them the model needs goes through a table of writers, a row a kind,
 * input by input.  A column is a variable of the form, known by a number.
 */
#ifndef EXPORT_STEPS_H
#define EXPORT_STEPS_H

#include "dict.h"
#include "predictor.h"

struct export_var {
	size_t id;
	enum col_type type;
};

/* An input of a step and what becomes of it. */
struct export_step {
	union {			/* the file that is being made */
		struct c_source *c;
		struct onnx *onnx;
	};
	const struct step *step;
	size_t k;		/* the number of the input */
	struct export_var in;
	json_t *params;
	json_t *entry;		/* of the input in the step's state, or NULL */
	json_t *state;
	size_t n_out;		/* outputs that are made of it, */
	struct export_var **out;	/* and their variables */
	bool *wanted;		/* (n_out) */
};

struct export_writer {
	const char *kind;	/* of the step */
	int (*write)(struct export_step *, struct diag *);
};

struct export_run {
	const struct predictor *p;
	const char *form;	/* "C": what is not written as it is refused */
	const struct export_writer *const *tables;	/* ends with NULL, as
							   each of them does */
	union {
		struct c_source *c;
		struct onnx *onnx;
	};
	/* Of export_begin: which columns are needed, before each step and
	   after all; and the variables of the raw columns, to be filled in. */
	uint8_t **needs;
	struct export_var *vars;
};

void export_begin(struct export_run *);
/* All steps: vars become those of the columns after all steps. */
int export_steps(struct export_run *, struct diag *) MUST_CHECK;
void export_end(struct export_run *);

/* A text of the step's params, or "". */
const char *export_param(const struct export_step *, const char *key);

/* Values are row 0 of a column.  What stands for missing ones of the input. */
void export_fill(const struct export_step *, struct column *out);

/* Of a step that replaces values (replace, na): how many, number i of them,
   and what they become; missing ones come out as a column says. */
size_t export_n_replaced(const struct export_step *);
void export_replaced(const struct export_step *, size_t i, struct column *out);
void export_replacement(const struct export_step *, struct column *out);

/* The bounds of clip; infinite where there is none, whole ones for ints. */
int export_bounds(const struct export_step *, double *low, double *high,
    struct diag *) MUST_CHECK;

/* What target-encode puts for levels, unknown ones and missing ones. */
struct export_means {
	struct dict levels;
	double *means;		/* (levels.n, n_out) */
	size_t n_means, n_out;
	double *all, *missing;	/* (n_out) */
};
int export_means(const struct export_step *, struct export_means *,
    struct diag *) MUST_CHECK;
void export_means_release(struct export_means *);

#endif
