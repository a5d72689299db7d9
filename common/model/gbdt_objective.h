/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Objectives: what boosting makes small, as a function of a row's score s
 * (the sum of the trees) and its target y.
 *
 *   name      loss                         gradient       hessian    value
 *   squared   (s - y)^2 / 2                s - y          1          s
 *   absolute  |s - y|                      sign(s - y)    1          s
 *   huber     squared up to delta, then    clipped s - y  1          s
 *             linear; delta: the alpha-
 *             quantile of |s - y|, anew
 *             each round (Friedman 2001)
 *   quantile  alpha (y - s) or             -alpha or      1          s
 *             (1 - alpha)(s - y)           1 - alpha
 *   poisson   e^s - y s                    e^s - y        e^s        e^s
 *   binary    log loss                     p - y          p (1 - p)  p
 *   softmax   log loss of classes          p_k - y_k      p_k (1 - p_k)  p_k
 *
 * all times the row's weight.  Where the hessian says nothing (absolute,
 * huber, quantile) the leaves get their best values afterwards: medians,
 * quantiles, and Friedman's step of the huber loss.
 */
#ifndef GBDT_OBJECTIVE_H
#define GBDT_OBJECTIVE_H

#include "trees.h"
#include "crew.h"

enum gbdt_loss {
	GBDT_SQUARED,
	GBDT_ABSOLUTE,
	GBDT_HUBER,
	GBDT_QUANTILE,
	GBDT_POISSON,
	GBDT_BINARY,
	GBDT_MULTICLASS
};

struct gbdt_objective {
	enum gbdt_loss loss;
	double alpha;
	size_t n_groups;
	struct crew *crew;
	double delta;		/* huber, of this round */
};

/* Rows with their targets and scores. */
struct gbdt_rows {
	size_t n;
	const double *y, *w;	/* w NULL: all 1 */
	double *scores;		/* (n_groups, n) */
	double *norm;		/* softmax: log of the sum of e^s; (n) */
};

enum tree_link gbdt_objective_link(const struct gbdt_objective *);

/* Targets that the objective cannot have are an error. */
int gbdt_objective_check(const struct gbdt_objective *,
    const struct gbdt_rows *, struct diag *) MUST_CHECK;

/* The best constant score of each group. */
void gbdt_objective_base(const struct gbdt_objective *,
    const struct gbdt_rows *, double *out);

/* Before the trees of a round. */
void gbdt_objective_begin(struct gbdt_objective *, struct gbdt_rows *);

/* Of one group's tree. */
void gbdt_objective_gradients(const struct gbdt_objective *,
    const struct gbdt_rows *, size_t group, float *gradients,
    float *hessians);

/* Does the objective give leaves their values itself? */
bool gbdt_objective_renews(const struct gbdt_objective *);
/* The best value for the n > 0 rows of a leaf. */
double gbdt_objective_leaf(const struct gbdt_objective *,
    const struct gbdt_rows *, const uint32_t *rows, size_t n);

/* The weighted mean of the loss. */
double gbdt_objective_loss(const struct gbdt_objective *, struct gbdt_rows *);

/* The p-quantile of v with weights (NULL: quantile_sorted): the least value
   with at least a share p of the weight at or below it. Sorts v if it can. */
double gbdt_weighted_quantile(double *v, const double *w, size_t n,
    double p);

#endif
