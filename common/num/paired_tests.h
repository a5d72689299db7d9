/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tests of two sets of answers to the same rows.  Nothing here can fail;
 * num_init() as for dist.h.
 */
#ifndef PAIRED_TESTS_H
#define PAIRED_TESTS_H

#include <stddef.h>
#include <stdint.h>

#include "room.h"

/*
 * The difference a - b of the areas under two ROC curves and its standard
 * error (DeLong, DeLong and Clarke-Pearson 1988), by midranks (Sun and Xu
 * 2014).  label is 1 for the positive class; all three are arrays of n rows in
 * one order.  The areas are NaN without rows of both classes, the error with
 * fewer than two of either.  What it needs of them is taken in the room.
 */
struct auc_difference {
	double a, b, se;
};
struct auc_difference delong(struct room *, const double *a, const double *b,
    const uint8_t *label, size_t n);

/* The p-value of a difference by its standard error, two-sided; 1 for 0/0. */
double normal_p(double difference, double se);

/*
 * McNemar's test (1947) of rows that only the one, and only the other, has
 * right: the exact one up to 25 of them, else chi-square with the correction
 * for continuity.  1 where there are none.
 */
double mcnemar_p(double only_a, double only_b);

#endif
