/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sample of training rows with a target: numeric inputs and the target of at
 * most SELECT_ROWS rows, those whose draws are the smallest, so that it is the
 * same however the rows were dealt to states.
 */
#ifndef SELECT_FIT_H
#define SELECT_FIT_H

#include "dict.h"
#include "fit.h"

struct select_fit {
	size_t width;		/* of a row of values: inputs + 1 */
	double *values;		/* (n, width): the target last, of texts and
				   bools the id of the class; NaN: missing */
	uint64_t *rows;		/* (n): their numbers in the table */
	size_t n, values_cap, rows_cap;
	struct dict classes;
};

/* what is the step. */
extern const struct fit_ops select_fit_ops;

/* For the end: the sample and no more, in the order of the rows. */
void select_fit_finish(struct select_fit *, uint64_t seed);

#endif
