/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of rows: the distinct values of some columns taken together, kept and
 * compared in full.  Memory grows with the distinct rows.  Missing equals
 * missing.  Nothing here can fail.
 */
#ifndef ROW_SET_H
#define ROW_SET_H

#include "batch.h"

struct row_set;

/* Of the columns cols[0] .. cols[n - 1] of the schema. */
struct row_set *row_set_new(const struct schema *, const size_t *cols,
    size_t n);
void row_set_free(struct row_set *);

/* Add row i of a batch of the schema; was it new? */
bool row_set_add(struct row_set *, const struct batch *, size_t i);

#endif
