/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the searches of gbdt_split.c and gbdt_category.c share: the arithmetic
 * of one candidate, in steps of the packed sums.
 */
#ifndef GBDT_TRY_H
#define GBDT_TRY_H

#include "gbdt_split.h"

/* The leaf's sums and limits in steps. */
struct gbdt_try {
	double gradient, hessian;
	double l2, min_hessian;
	double rows;		/* a step of hessian is as many rows */
	double min_leaf, n_rows;
	double unsplit;		/* G^2 / (H + l2) */
	double unit;		/* of a gain, for the outside */
};

void gbdt_try_init(struct gbdt_try *, const struct gbdt_search *,
    double more_l2);

/* What a side in steps has to have. Counts are whole rows, up to rounding. */
static inline bool
gbdt_try_enough(const struct gbdt_try *t, double hessian)
{
	return (hessian * t->rows >= t->min_leaf &&
	    hessian >= t->min_hessian);
}

/* In steps, without the part of the leaf that is not split. */
static inline double
gbdt_try_value(const struct gbdt_try *t, int64_t left)
{
	double gl = gbdt_sum_gradient(left), gr = t->gradient - gl;
	double hl = gbdt_sum_hessian(left), hr = t->hessian - hl;

	hl += t->l2;
	hr += t->l2;
	return ((gl * gl * hr + gr * gr * hl) / (hl * hr));
}

/* From a value in steps to a gain; 0 if it is no more than rounding. */
double gbdt_try_gain(const struct gbdt_try *, double value);

#endif
