/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names of the fields of a CSV: from the header, from the options, from the
 * spec by which rows were read before, or by their places.
 */
#ifndef FMT_CSV_NAMES_H
#define FMT_CSV_NAMES_H

#include "fmt_csv_record.h"
#include "row_format.h"

/* Find out whether the first row, of n fields, is a header, and name the
   fields; t is behind it. */
int csv_set_names(struct layout *, const struct cell *row, size_t n,
    const struct row_text *t, struct diag *) MUST_CHECK;

#endif
