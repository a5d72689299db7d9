/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often the values of a column are there: of a category or of few numbers
 * each value, of others the ranges of equal width between round numbers, then
 * what is left: values that are not told apart, and missing ones.
 *
 * Ranges hold their lower end, the last one both.  Their counts are exact
 * where the law of the column is (profile.h), else its estimates.
 */
#ifndef VALUE_SHARES_H
#define VALUE_SHARES_H

#include "overview.h"

#define SHARES_RANGES 20	/* about so many */
#define SHARES_NUMBERS 30	/* with more different ones there are ranges */

enum share_kind {
	OF_A_VALUE,
	OF_A_RANGE,
	OF_OTHERS,
	OF_MISSING
};

struct value_share {
	enum share_kind kind;
	size_t rank;		/* of a value: for overview_add_value */
	double from, upto;	/* of numbers and times */
	uint64_t n;
	double share;		/* of all rows */
};

/* A heap array of *n; at most so many levels of a category. Categories have
   the most frequent first, numbers ascend. */
struct value_share *value_shares(const struct overview *, size_t col,
    size_t most, size_t *n);

/* Append what it is of: "basic", "10 to 20", "others", "missing". */
void value_share_name(const struct overview *, size_t col,
    const struct value_share *, struct str *out);

/* Of these columns, a row each (report.h): column, kind, value, from, upto, n,
   share. */
struct stream *value_shares_report(const struct overview *,
    const size_t *cols, size_t n_cols, const struct stream *about);

#endif
