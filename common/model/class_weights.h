/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights of classes: what the rows of each count for, beside their own. */
#ifndef CLASS_WEIGHTS_H
#define CLASS_WEIGHTS_H

#include "dataset.h"

/*
 * Multiply the weights of the rows, training and validation, by those of their
 * class.  text: "CLASS=W,...", where classes that are not named have 1; or
 * "balanced": the training rows of all classes come to the same weight, that of
 * all rows over the number of classes (scikit-learn's class_weight).
 */
int class_weights_apply(struct dataset *, const struct model *,
    const char *text, struct diag *) MUST_CHECK;

#endif
