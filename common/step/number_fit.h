/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moments and quantiles of a step's numeric inputs on training rows: the fit
 * of steps of numbers.
 *
 * Quantiles are exact for up to NUMBER_FIT_EXACT values of a column, beyond
 * that those of a sketch.  They are left out where the step's param "method"
 * is "standard" or "minmax", which need none.
 */
#ifndef NUMBER_FIT_H
#define NUMBER_FIT_H

#include "fit.h"
#include "moments.h"
#include "sketch.h"
#include "step.h"

#define NUMBER_FIT_EXACT 65536

struct number_fit {
	struct moments *moments;	/* one an input */
	struct sketch *sketches;	/* likewise, or NULL */
	double *numbers;		/* scratch for a batch */
	size_t n;
};

extern const struct fit_ops number_fit_ops;

#endif
