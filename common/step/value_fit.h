/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What steps learn of the values of their inputs on training rows: the one fit
 * of all kinds but target encoding.  kind->needs says what is wanted of an
 * input of a type, or-ed; how many values are missing comes anyway.
 */
#ifndef VALUE_FIT_H
#define VALUE_FIT_H

#include "column_summary.h"
#include "step.h"

/* kind->needs of kinds that always need the same. */
unsigned need_sketch(const struct step *, enum col_type);
unsigned need_levels(const struct step *, enum col_type);
unsigned need_hours(const struct step *, enum col_type);

extern const struct fit_ops value_fit_ops;

/* For finish: what was learnt of input k; and its levels, which is an error
   (NULL) where there are too many for a category. */
const struct column_summary *value_fit_column(const void *fit, size_t k);
const struct level_counts *value_fit_levels(const struct step *,
    const void *fit, size_t k, struct diag *);

#endif
