/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Families of generalised linear models: a loss of target and score, with its
 * derivatives, over a range of rows.
 *
 * The loss is (y - s)^2 / 2 for the gaussian, log(1 + e^s) - y s for the
 * logistic and -log(e^s_y / sum_k e^s_k) for the softmax family (McCullagh and
 * Nelder 1989; Hastie, Tibshirani and Friedman 2009, section 4.4).  A mean of
 * e^s whose variance goes with its power p has the loss
 * e^((2-p)s) / (2-p) - y e^((1-p)s) / (1-p): p = 1 is poisson, where the last
 * term is y s, p = 2 gamma, where the first is s, and between lies tweedie.
 *
 * Two losses are squared about 0 and straight beyond, r = y - s over a unit u:
 * huber, r^2 / 2u up to |r| = c u, with u / 2 added, so that the least loss
 * finds the scale u too (Huber and Ronchetti 2009, section 7.7), and quantile,
 * the check function made smooth, r^2 / 2u from -(1 - q) u to q u, which is the
 * check function itself as u goes to 0.
 *
 * Nothing here can fail.
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
	double shape;		/* of the family: power, c or q */
	double unit;		/* u */
};

/* How a unit is found. */
enum glm_unit {
	GLM_NO_UNIT,
	GLM_UNIT_SCALE,		/* with the least loss */
	GLM_UNIT_SMOOTHING	/* so small that it makes no difference */
};

struct glm_family {
	const char *name;
	bool has_classes;	/* y is a class number, each has a score */
	bool is_quadratic;	/* the hessian is the same everywhere */
	bool has_log_link;	/* the mean is e^s */
	enum glm_unit unit;
	double shape;		/* see glm_rows; poisson and gamma have theirs,
				   of others it is set in a copy */
	/* Scores become weighted derivatives of the loss, curve the weighted
	   second derivatives (not where there are classes). The loss. */
	double (*derive)(const struct glm_rows *);
	/* The same but that curve is the expected second derivative. NULL:
	   there is none. */
	double (*inform)(const struct glm_rows *);
	/* Its variance has a factor of its own, or a scale is its unit: then
	   inform returns the sum of squared Pearson residuals, those of huber
	   in the unit and cut at c. */
	bool has_dispersion;
	/* The largest second derivative that a row of weight 1 may have.
	   NULL: it depends on the target (glm.curvature). */
	double (*curvature_max)(size_t n_out);
	/* The score of rows whose mean (or share of the class) is this. */
	double (*intercept)(double mean);
};

extern const struct glm_family glm_gaussian, glm_softmax;
extern const struct glm_family glm_logistic;	/* y is 0 or 1 */
extern const struct glm_family glm_poisson, glm_gamma, glm_tweedie;
extern const struct glm_family glm_huber, glm_quantile;

/* For the files of families. */
static inline double
glm_row_weight(const struct glm_rows *r, size_t i)
{
	return (r->w != NULL ? r->w[i] : 1);
}

#endif
