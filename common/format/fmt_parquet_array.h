/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of Parquet's leaves as Arrow arrays: validity, offsets and values of
 * each node, from the levels of a leaf below it.
 */
#ifndef FMT_PARQUET_ARRAY_H
#define FMT_PARQUET_ARRAY_H

#include "fmt_arrow_array.h"
#include "fmt_parquet_leaf.h"

/* The first n rows that wait, of the node and all below it; arrays point into
   the node and the leaves until the rows are dropped. Leaves that are unwanted
   have no rows. */
int parquet_array_fill(struct parquet_node *, struct arrow_array *,
    const struct parquet_leaf *leaves, size_t n, struct diag *) MUST_CHECK;

#endif
