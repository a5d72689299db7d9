/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of rows by some columns of theirs: numbers and times by value,
 * false before true, text by its bytes.  Missing values come last, ascending
 * or descending.  Vectors and sparse rows have no order.
 */
#ifndef ROW_ORDER_H
#define ROW_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "batch.h"
#include "diag.h"

struct order_key {
	size_t col;
	bool descending;
};

/* The columns of "COL[:desc],..." in a heap array of *n. */
int order_parse(const char *text, const struct schema *,
    struct order_key **keys, size_t *n, struct diag *) MUST_CHECK;

/* An unsigned number that is less for what comes before, or equal: all that
   there is to know of a number, and the first eight bytes of a text. */
uint64_t order_prefix(const struct column *, size_t i, bool descending);

/* Append the value of a number, time or truth that has this order_prefix,
   ascending. */
void order_add_value(struct column *, uint64_t prefix);

/* < 0, 0 or > 0 as row i of a comes before row j of b, by n keys. */
int order_rows(const struct order_key *, size_t n, const struct batch *a,
    size_t i, const struct batch *b, size_t j);

#endif
