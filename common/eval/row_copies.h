/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows that are there twice, in one pass: rows that are equal in all columns,
 * in all but the target, and in all but one column that looks like an id (whose
 * values in the first batch all differ): of each, a sample of the different
 * rows by their hashes (value_sample.h).
 *
 * Nothing here can fail.
 */
#ifndef ROW_COPIES_H
#define ROW_COPIES_H

#include "column_facts.h"

#define COPIES_BUT 8		/* columns that are left out, each in turn */

struct row_copies {
	struct rows_but {
		size_t col;	/* left out, or COLUMN_NONE */
		struct value_sample rows;
	} but[1 + COPIES_BUT];	/* [0]: none is left out */
	size_t n;		/* 0: no batch was seen */
	uint64_t *sums;
	size_t cap;
};

void row_copies_release(struct row_copies *);

/* A batch of which the facts of each column that counts know the rows; those
   without any have no hashes. */
void row_copies_add(struct row_copies *, const struct schema *,
    const struct batch *, const struct column_facts *);

/* The share of rows that an earlier one is equal to, in all columns but one
   (COLUMN_NONE: in all); NaN where that was not looked at. */
double row_copies_share(const struct row_copies *, size_t but);

#endif
