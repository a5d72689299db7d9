/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A regression on another scale: the learner is fitted to f(y), and what it
 * predicts goes back through the inverse of f.
 *
 * log		log(y), y > 0; back e^z
 * log1p	log(1 + y), y > -1; back e^z - 1
 * sqrt		the root of y >= 0; back z^2, and 0 for z < 0
 * quantile	the normal quantile of the rank of y among training rows (up to
 *		1000 quantiles of them, between which it is linear); back to
 *		between the least and the largest of them.  This is scikit-
 *		learn's QuantileTransformer(output_distribution="normal")
 *
 * All of them ascend, so a quantile stays a quantile and the ends of an
 * interval its ends; a mean does not stay a mean: what comes back of a mean of
 * f(y) is the median of y where f(y) is symmetric around its mean.
 */
#ifndef TARGET_TRANSFORM_H
#define TARGET_TRANSFORM_H

#include "jsondoc.h"

enum transform_kind {
	TRANSFORM_NONE,
	TRANSFORM_LOG,
	TRANSFORM_LOG1P,
	TRANSFORM_SQRT,
	TRANSFORM_QUANTILE
};

struct target_transform {
	enum transform_kind kind;
	double *quantiles;	/* (n), ascending */
	size_t n;
};

int target_transform_parse(const char *word, struct target_transform *,
    struct diag *) MUST_CHECK;
void target_transform_release(struct target_transform *);

/* Find what it needs of the targets of training rows, n > 0. */
void target_transform_fit(struct target_transform *, const double *y,
    size_t n);
/* A new array of f(y); fails on values that f does not have. */
int target_transform_make(const struct target_transform *, const double *y,
    size_t n, double **out, struct diag *) MUST_CHECK;
double target_transform_value(const struct target_transform *, double y);
double target_transform_back(const struct target_transform *, double z);

/* {"kind","quantiles"?}, a new reference, and back. */
json_t *target_transform_to_json(const struct target_transform *);
int target_transform_from_json(const json_t *, struct target_transform *,
    struct diag *) MUST_CHECK;

#endif
