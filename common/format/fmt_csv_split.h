/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of a CSV record (fmt_csv_record.h says what they are).
 */
#ifndef FMT_CSV_SPLIT_H
#define FMT_CSV_SPLIT_H

#include "row_format.h"

/* Split a record; returns the number of fields, of which the first n are
   filled in. Of a broken one they mean nothing. */
size_t csv_split(const struct record *, const struct csv_form *,
    struct cell *row, size_t n, struct cell_store *);

/* Split into a new array (heap). */
struct cell *csv_split_new(const struct record *, const struct csv_form *,
    size_t *n, struct cell_store *);

#endif
