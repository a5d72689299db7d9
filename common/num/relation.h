/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much numbers tell of a target, by which features are chosen.  The target
 * is a class (y holds class numbers, below n_classes) or, with n_classes 0, a
 * number.  NaN where nothing can be said (a constant, too few rows).  No value
 * is missing.  Nothing here can fail.
 */
#ifndef RELATION_H
#define RELATION_H

#include <stddef.h>

struct relation {
	const double *x, *y;
	size_t n, n_classes;
};

/* The F statistic: of classes that of a one-way analysis of variance, of
   numbers r^2 / (1 - r^2) (n - 2) with their correlation r.  f_classif and
   f_regression of scikit-learn. */
double relation_f(const struct relation *);

/* Of counts or shares x >= 0: chi-square of their sums by class against what
   the shares of the classes would give.  chi2 of scikit-learn. */
double relation_chi2(const struct relation *);

/*
 * Mutual information in nats by the 3 nearest neighbours: Kraskov, Stoegbauer
 * and Grassberger 2004 (the first estimator), of classes Ross 2014, with
 * numbers in units of their deviation and a noise of 1e-10 of their size, so
 * that no two are equal.  mutual_info_classif and mutual_info_regression of
 * scikit-learn, but for the noise.  0 where it would be negative.
 */
double relation_mi(const struct relation *);

#endif
