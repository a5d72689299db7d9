/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The confusion matrix of k classes and what is computed from it.
 *
 * The caller owns the struct.  Cells are sums of weights, rows are the truth
 * and columns the prediction: (k, k).  Nothing here can fail.
 *
 * Precision, recall and F1 are of the class `positive`, or with
 * CONFUSION_MACRO the plain mean over the classes that occur in the truth or
 * the prediction.  Where a denominator is zero the value is 0, as scikit-learn
 * has it; all are NaN for an empty matrix.
 */
#ifndef CONFUSION_H
#define CONFUSION_H

#include <stddef.h>
#include <stdint.h>

#define CONFUSION_MACRO SIZE_MAX

struct confusion {
	double *cell;
	size_t k;
};

void confusion_init(struct confusion *, size_t k);
void confusion_release(struct confusion *);

/* Count rows; weight may be NULL (all 1). */
void confusion_add(struct confusion *, const uint32_t *truth,
    const uint32_t *pred, const double *weight, size_t n);

double confusion_accuracy(const struct confusion *);
double confusion_precision(const struct confusion *, size_t positive);
double confusion_recall(const struct confusion *, size_t positive);
double confusion_f1(const struct confusion *, size_t positive);

/*
 * Matthews' correlation coefficient, for k classes that of Gorodkin 2004; 0
 * where all truths or all predictions are of one class.
 */
double confusion_mcc(const struct confusion *);

#endif
