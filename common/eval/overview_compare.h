/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two tables beside each other, column by column: those of the first in their
 * order, then those that only the second has.
 *
 * How far the values of a column are apart is told by one measure of 0 to 1,
 * the greatest difference between the shares that any set of its kind has:
 *
 *	ks	two numbers or times: of values up to a point, Kolmogorov and
 *		Smirnov's D; exact where the laws are (profile.h)
 *	tv	two categories: of any levels, the total variation distance;
 *		levels beyond the 1000 most frequent count as one
 *
 * Missing values do not count.  Other pairs of types have none, NaN.
 */
#ifndef OVERVIEW_COMPARE_H
#define OVERVIEW_COMPARE_H

#include "overview.h"
#include "str.h"

struct compared_column {
	size_t a, b;		/* COLUMN_NONE: the table has none */
	const char *measure;	/* NULL: none */
	double distance;
	/* Levels of a category that only one of them has, and the most
	   frequent of them; not known where a table has too many. */
	bool has_levels;
	size_t n_new, n_gone;
	struct str some_new, some_gone;
};

struct overview_compare {
	const struct overview *a, *b;
	const char *names[2];
	struct compared_column *v;
	size_t n;
};

/* The overviews and names stay the caller's. */
void overview_compare(const struct overview *a, const struct overview *b,
    const char *const names[2], struct overview_compare *out);
void overview_compare_release(struct overview_compare *);

/*
 * A report (report.h), a row a column: column, in (both, first or second),
 * type, type2, missing_rate, missing_rate2, distinct, distinct2, mean, mean2,
 * measure, distance, new, gone, new_levels, gone_levels.
 */
struct stream *overview_compare_report(const struct overview_compare *,
    const struct stream *about);

/* A section of a page (page.h): a table, and a chart for each column that
   both have. */
void overview_compare_page(const struct overview_compare *, struct str *out);

#endif
