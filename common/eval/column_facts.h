/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of a column beside its profile (profile.h), from one pass over
 * its rows: how often each value is there, its skewness, whether its halves
 * look alike, and a print by which equal columns are found.
 *
 * Of the batch at hand it has each row's hash, id and number, for those who
 * look at several columns together.  Bounded memory; nothing here can fail.
 */
#ifndef COLUMN_FACTS_H
#define COLUMN_FACTS_H

#include "batch.h"
#include "halves.h"
#include "value_sample.h"

/* Pebay 2008, "Formulas for robust, one-pass parallel computation of
   covariances and arbitrary-order statistical moments", to the third. */
struct third_moment {
	double n, mean, m2, m3;
};

struct column_facts {
	struct value_sample values;
	struct third_moment moments;	/* of numbers */
	struct halves halves;
	uint64_t print;		/* equal for columns of equal values: an int
				   and a float may be equal, a text is not */

	/* The batch at hand: */
	uint64_t *hashes;	/* equal for equal values; one for missing */
	uint32_t *ids;		/* of its value, or VALUE_MISSING, _OTHER */
	const double *numbers;	/* NaN where missing; of int, float, time */
	double *room;		/* for them */
	size_t cap_hashes, cap_ids, cap_room;
};

void column_facts_release(struct column_facts *);

/* Look at the rows of a batch. */
void column_facts_add(struct column_facts *, const struct column *,
    uint64_t first_row);

/* The hash of a value of a bool or string column by its text. */
uint64_t column_facts_hash(enum col_type, const char *text, size_t n);

/* The adjusted Fisher-Pearson coefficient G1, as pandas has it (Joanes and
   Gill 1998); NaN for fewer than three values or a constant. */
double column_facts_skew(const struct column_facts *);

/* int, float and time. */
bool is_number_type(enum col_type);

#endif
