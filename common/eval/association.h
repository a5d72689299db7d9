/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How closely a column and the target go together, on the rows where both
 * have a value: 0 not at all, 1 (or -1) completely.
 *
 *	pearson		two numbers: Pearson's correlation, -1 to 1
 *	eta		a number and a category: the correlation ratio, the
 *			root of the share of the variance between categories
 *	cramer_v	two categories: Cramer's V, sqrt(chi2 / (n (k - 1)))
 *			with k the smaller number of kinds, no correction
 *
 * Numbers are int, float and time; categories are bool and string.  With more
 * than ASSOCIATION_LEVELS kinds of a category it is not defined, NaN, as it is
 * where one of the two is constant.
 */
#ifndef ASSOCIATION_H
#define ASSOCIATION_H

#include "column.h"

#define ASSOCIATION_LEVELS 1000

struct association;

/* Between columns of these types; NULL where neither kind fits. */
struct association *association_new(enum col_type a, enum col_type b);
void association_free(struct association *);

void association_add(struct association *, const struct column *a,
    const struct column *b);

const char *association_kind(const struct association *);
double association_value(const struct association *);

#endif
