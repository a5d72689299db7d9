/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Some rows of a table, to look at columns together: all rows while they are
 * no more than a limit, then those whose number has a hash that begins with d
 * zero bits, for the least d that leaves so few.  Which ones they are follows
 * from the count of rows alone.
 *
 * The limit is 65536 rows, and less where there are many columns: no more than
 * 2^23 values, and 2^28 pairs of values, but at least 1024 rows.
 *
 * A zeroed struct is empty.  Nothing here can fail.
 */
#ifndef ROW_SAMPLE_H
#define ROW_SAMPLE_H

#include "column_facts.h"

struct sampled_column {
	double *numbers;	/* of numbers; NaN: missing */
	uint32_t *ids;		/* of others: of their values (facts) */
	size_t cap_numbers, cap_ids;
};

struct row_sample {
	struct sampled_column *cols;	/* both are NULL where a column is only
					   counted */
	size_t n_cols;
	uint64_t *rows;		/* their numbers */
	size_t n, most, cap_rows;
	uint64_t mask;		/* hashes with one of these bits are left out */
	uint32_t *chosen;	/* of the batch at hand */
	size_t cap_chosen;
};

void row_sample_release(struct row_sample *);

/* A batch of which the facts of each column that counts know the rows. */
void row_sample_add(struct row_sample *, const struct batch *,
    const struct column_facts *);

/* Row i of a column has no value. */
bool row_sample_is_missing(const struct row_sample *, size_t col, size_t i);

#endif
