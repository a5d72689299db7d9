/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Losses: what boosting makes small, as a function of a row's score s (the
 * sum of the trees) and its target y; a row of functions each, in
 * gbdt_loss_table.c.
 *
 *   name        loss                       gradient       hessian    value
 *   squared     (s - y)^2 / 2              s - y          1          s
 *   absolute    |s - y|                    sign(s - y)    1          s
 *   huber       squared up to delta, then  clipped s - y  1          s
 *               linear; delta: the alpha-
 *               quantile of |s - y|, anew
 *               each round (Friedman 2001)
 *   quantile    alpha (y - s) or           -alpha or      1          s
 *               (1 - alpha)(s - y)         1 - alpha
 *   poisson     e^s - y s                  e^s - y        e^s        e^s
 *   gamma       y e^-s + s             1 - y e^-s     y e^-s     e^s
 *   tweedie     b = 2 - power, a = b   e^(b s) -      b e^(b s)  e^s
 *               - 1: e^(b s) / b -     y e^(a s)      - a y e^(a s)
 *               y e^(a s) / a
 *   binary      log loss                   p - y          p (1 - p)  p
 *   multiclass  log loss of classes        p_k - y_k      p_k (1 - p_k)  p_k
 *
 * all times the row's weight.  Where the hessian says nothing (absolute,
 * huber, quantile) the leaves get their best values afterwards: medians,
 * quantiles, and Friedman's step of the huber loss.
 */
#ifndef GBDT_LOSS_H
#define GBDT_LOSS_H

#include "crew.h"
#include "learner.h"
#include "trees.h"

/* The words of gbdt_loss_find, in the order of the help. */
#define GBDT_LOSS_WORDS \
	"auto,squared,absolute,huber,quantile,poisson,gamma,tweedie,binary," \
	"multiclass"

struct gbdt_loss;

/* A loss and what it is trained with. */
struct gbdt_objective {
	const struct gbdt_loss *loss;
	double alpha;
	double power;		/* tweedie: of the mean, in the variance */
	size_t n_groups;
	struct crew *crew;
	double delta;		/* huber, of this round */
};

/* Rows with their targets and scores. */
struct gbdt_rows {
	size_t n;
	const double *y, *w;	/* w NULL: all 1 */
	double *scores;		/* (n_groups, n) */
	double *norm;		/* multiclass: log of the sum of e^s; (n) */
};

/* The rows from .. end - 1, as one thread works on them. */
struct gbdt_part {
	const struct gbdt_objective *obj;
	const struct gbdt_rows *rows;
	size_t group;
	size_t from, end;
	float *gradients, *hessians;	/* of all rows */
};

struct gbdt_loss {
	const char *name;
	unsigned tasks;		/* bit set of 1 << enum task */
	enum tree_link link;
	/* Targets that the loss cannot have are an error. NULL: any. */
	int (*check)(const struct gbdt_rows *, struct diag *);
	/* The best constant score of each group. */
	void (*base)(const struct gbdt_objective *, const struct gbdt_rows *,
	    double *out);
	/* Once a round, from the training rows. NULL: nothing to find. */
	void (*begin)(struct gbdt_objective *, const struct gbdt_rows *);
	/* Fill rows->norm, before gradients and sums. NULL: not used. */
	void (*norm)(const struct gbdt_part *);
	/* Of the part's rows, for the tree of its group. */
	void (*gradients)(const struct gbdt_part *);
	/* The sum of weight times loss. */
	double (*sum)(const struct gbdt_part *);
	/* The best constant for n > 0 residuals v with weights w (NULL: all
	   1); may sort v. NULL: gradients and hessians say it. */
	double (*leaf)(const struct gbdt_objective *, double *v,
	    const double *w, size_t n);
};

/* The loss of that name, "auto" for the task's own; one that is not for the
   task is an error. */
const struct gbdt_loss *gbdt_loss_find(const char *name, enum task,
    struct diag *);

/* Before the trees of a round. */
void gbdt_loss_begin(struct gbdt_objective *, const struct gbdt_rows *);

/* Of one group's tree. */
void gbdt_loss_gradients(const struct gbdt_objective *,
    const struct gbdt_rows *, size_t group, float *gradients,
    float *hessians);

/* What the loss says of the n > 0 rows of a leaf. */
double gbdt_loss_leaf(const struct gbdt_objective *,
    const struct gbdt_rows *, const uint32_t *rows, size_t n);

/* The weighted mean of the loss. */
double gbdt_loss_mean(const struct gbdt_objective *,
    const struct gbdt_rows *);

#endif
