/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The confusion matrix of k classes and what is computed from it.
 *
 * The caller owns the struct.  Cells are sums of weights, rows are the truth
 * and columns the prediction: (k, k).  Nothing here can fail.
 *
 * A rate is of one class against the rest, or an average over the classes that
 * occur in the truth or the prediction: the plain mean, the mean by the weight
 * of the truth, or the rate of the counts of all classes together.  Where a
 * denominator is zero the rate is 0, as scikit-learn has it; all are NaN for an
 * empty matrix.
 */
#ifndef CONFUSION_H
#define CONFUSION_H

#include <stddef.h>
#include <stdint.h>

#define CONFUSION_MACRO SIZE_MAX
#define CONFUSION_WEIGHTED (SIZE_MAX - 1)
#define CONFUSION_MICRO (SIZE_MAX - 2)

enum confusion_rate {		/* of tp, fp, fn and tn of a class */
	RATE_PRECISION,		/* tp / (tp + fp) */
	RATE_RECALL,		/* tp / (tp + fn) */
	RATE_F1,		/* 2 tp / (2 tp + fp + fn) */
	RATE_JACCARD,		/* tp / (tp + fp + fn) */
	RATE_SPECIFICITY,	/* tn / (tn + fp) */
	RATE_NPV,		/* tn / (tn + fn) */
	RATE_FPR,		/* fp / (fp + tn) */
	RATE_SELECTED,		/* (tp + fp) / all */
	RATE_SUPPORT		/* tp + fn: a count, no rate */
};

struct confusion {
	double *cell;
	size_t k;
};

void confusion_init(struct confusion *, size_t k);
void confusion_release(struct confusion *);

/* Count rows; weight may be NULL (all 1). */
void confusion_add(struct confusion *, const uint32_t *truth,
    const uint32_t *pred, const double *weight, size_t n);

/* of: a class or an average. */
double confusion_rate(const struct confusion *, enum confusion_rate,
    size_t of);

double confusion_accuracy(const struct confusion *);

/* Of the recalls of the classes in the truth: the plain and the geometric
   mean. */
double confusion_balanced(const struct confusion *);
double confusion_gmean(const struct confusion *);

/* Cohen 1960: the agreement beyond that by chance, over the most there can be;
   NaN where chance alone agrees. */
double confusion_kappa(const struct confusion *);

/*
 * Matthews' correlation coefficient, for k classes that of Gorodkin 2004; 0
 * where all truths or all predictions are of one class.
 */
double confusion_mcc(const struct confusion *);

#endif
