/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Features by the lasso: of the sample's inputs in units of their deviation
 * (missing is the mean), coefficients of least squares with an l1 penalty, for
 * each class of its indicator (of two classes that of one).  The penalty falls
 * from where all are 0 by tenths of its size, to a thousandth, until as many
 * inputs as wanted have a coefficient.
 */
#ifndef SELECT_L1_H
#define SELECT_L1_H

#include "select_fit.h"

#define SELECT_L1_MAX 4000	/* inputs: their products are held */

/* scores: (inputs), the largest size of each input's coefficients, which are
   Lasso(alpha) of scikit-learn at the penalty alpha, which is returned. */
double select_l1(const struct select_fit *, size_t n_classes, size_t most,
    double *scores);

#endif
