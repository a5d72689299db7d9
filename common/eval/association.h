/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How closely two columns go together, on the rows where both have a value: 0
 * not at all, 1 (or -1) completely.
 *
 *	pearson		two numbers: Pearson's correlation, -1 to 1
 *	eta		a number and a category: the correlation ratio, the
 *			root of the share of the variance between categories
 *	cramer_v	two categories: Cramer's V, sqrt(chi2 / (n (k - 1)))
 *			with k the smaller number of kinds, no correction
 *
 * Numbers are int, float and time; categories are bool and string, and any
 * column that is taken for one.  With more than the given number of kinds of a
 * category it is not defined, NaN, as it is where one of the two is constant.
 */
#ifndef ASSOCIATION_H
#define ASSOCIATION_H

#include "column_facts.h"

#define ASSOCIATION_LEVELS 1000

struct association;

bool is_category_type(enum col_type);

/* Is each of the two a category? */
struct association *association_new(bool a, bool b, size_t max_levels);
void association_free(struct association *);

/* n rows of a batch that the facts know. */
void association_add(struct association *, const struct column_facts *a,
    const struct column_facts *b, size_t n);

const char *association_kind(const struct association *);
double association_value(const struct association *);

/*
 * The same less what chance alone would give, 0 to 1: V by Bergsma 2013, "A
 * bias-correction for Cramer's V and Tschuprow's T"; eta as the root of
 * Kelley's epsilon squared (1935); Pearson's with the adjusted r^2.
 */
double association_strength(const struct association *);

/* A number and a category: do the ranges of the categories not even touch,
   each of at least so many rows? */
bool association_separates(const struct association *, uint64_t least);

#endif
