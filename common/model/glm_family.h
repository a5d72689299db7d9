/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Families of generalised linear models: a loss of target and score, with its
 * derivatives, over a range of rows.
 *
 * The loss is (y - s)^2 / 2 for the gaussian, log(1 + e^s) - y s for the
 * logistic and -log(e^s_y / sum_k e^s_k) for the softmax family (McCullagh and
 * Nelder 1989; Hastie, Tibshirani and Friedman 2009, section 4.4).  Nothing
 * here can fail.
 */
#ifndef GLM_FAMILY_H
#define GLM_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

struct glm_rows {
	const double *y, *w;	/* (n); w NULL: all 1 */
	size_t n, n_out;
	double *score;		/* (n_out, stride) */
	size_t stride;
	double *curve;		/* (n) */
};

struct glm_family {
	const char *name;
	bool has_classes;	/* y is a class number, each has a score */
	bool is_quadratic;	/* the hessian is the same everywhere */
	/* Scores become weighted derivatives of the loss, curve the weighted
	   second derivatives (not where there are classes). The loss. */
	double (*derive)(const struct glm_rows *);
	/* The largest second derivative that a row of weight 1 may have. */
	double (*curvature_max)(size_t n_out);
	/* The score of rows whose mean (or share of the class) is this. */
	double (*intercept)(double mean);
};

extern const struct glm_family glm_gaussian, glm_softmax;
extern const struct glm_family glm_logistic;	/* y is 0 or 1 */

#endif
