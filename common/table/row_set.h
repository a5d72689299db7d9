/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of rows: the distinct values of some columns taken together, kept and
 * compared in full, with ids 0, 1, 2 ... in order of first sight.  Memory
 * grows with the distinct rows.  Missing equals missing.  Nothing here can
 * fail.
 */
#ifndef ROW_SET_H
#define ROW_SET_H

#include "batch.h"

struct row_set;

/* Of the columns cols[0] .. cols[n - 1] of the schema. */
struct row_set *row_set_new(const struct schema *, const size_t *cols,
    size_t n);
/* Of its first n columns. */
struct row_set *row_set_first(const struct schema *, size_t n);
void row_set_free(struct row_set *);

size_t row_set_count(const struct row_set *);
size_t row_set_bytes(const struct row_set *);

/* Add row i of a batch of the schema; was it new? */
bool row_set_add(struct row_set *, const struct batch *, size_t i);
/* The same; its id. */
size_t row_set_id(struct row_set *, const struct batch *, size_t i);

/* The id of row i of a batch of the same columns in any schema, where cols[k]
   is the place of column k; SIZE_MAX if it is not there. Safe for many readers
   at once. */
size_t row_set_find(const struct row_set *, const struct batch *,
    const size_t *cols, size_t i);

/* Column k of those it was made of, as a chunk in which the row of an id
   stands at *row. */
const struct column *row_set_column(const struct row_set *, size_t id,
    size_t k, size_t *row);

#endif
