/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The coefficients of models as rows: model, output (a class, where there are
 * several), column (a place of a one-hot column is called by its level),
 * coefficient, standard_error, test (t or z), statistic, p_value, ci_low and
 * ci_high; what a model does not know is missing.
 */
#ifndef COEFFICIENT_ROWS_H
#define COEFFICIENT_ROWS_H

#include "predictor.h"

/* Fails for a model without coefficients. */
int coefficient_rows(struct predictor *const *models,
    const char *const *names, size_t n, struct stream **out, struct diag *)
    MUST_CHECK;

#endif
