/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows within a quoted field: where quotes are plain text, as in a column of
 * titles, two of them that begin and end fields of different lines make one
 * field of all that is between, and rows are gone.
 */
#ifndef FMT_CSV_WITHIN_H
#define FMT_CSV_WITHIN_H

#include "row_format.h"

/* Count the fields of the record, of n cells, that look as if they held rows:
   each line has the delimiters that it takes for that. */
void csv_find_rows_within(const struct record *, const struct csv_form *,
    const struct cell *row, size_t n, struct odd_count *);

#endif
