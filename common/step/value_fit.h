/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What cleaning learns of the values of a step's inputs on training rows:
 * moments and quantiles of numbers, how often each value comes, and how many
 * are missing.  For the fit of impute and clip, which say what they need of a
 * column by its type.
 */
#ifndef VALUE_FIT_H
#define VALUE_FIT_H

#include "level_fit.h"
#include "moments.h"
#include "sketch.h"

enum value_need {
	NEED_NOTHING = 0,	/* the count of missing values comes anyway */
	NEED_MOMENTS = 1,
	NEED_SKETCH = 2,
	NEED_LEVELS = 4
};

struct value_fit_column {
	enum col_type type;	/* N_COL_TYPES while no batch was seen */
	uint64_t n_missing;
	struct moments moments;
	struct sketch sketch;
	struct level_counts levels;
};

struct value_fit {
	struct value_fit_column *cols;	/* one an input */
	size_t n;
	double *numbers;		/* of one batch */
	unsigned (*needs)(const struct step *, enum col_type);
};

struct value_fit *value_fit_new(const struct step *,
    unsigned (*needs)(const struct step *, enum col_type));

/* For struct fit_ops, whose what is the step. */
void value_fit_add(void *fit, const void *what, const struct batch *,
    const uint8_t *rows);
void value_fit_merge(void *into, const void *what, void *from);
void value_fit_free(void *fit);

#endif
