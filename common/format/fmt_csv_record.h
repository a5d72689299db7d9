/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV records and fields.  A field that begins with a quote ends at the next
 * quote that is followed by a delimiter, a line end or the end; a doubled one
 * is a quote, any other stands for itself, and so do quotes in fields that
 * begin without one.  Line ends are LF and CR LF.  This is what libcsv takes
 * when it is not strict.
 */
#ifndef FMT_CSV_RECORD_H
#define FMT_CSV_RECORD_H

#include "row_format.h"

/* As cut of struct row_format. Empty lines are passed over, unless they are
   rows. A quote that is not closed is an error. */
int csv_cut(struct layout *, struct row_text *, struct record *,
    struct diag *) MUST_CHECK;

/* Split a record; returns the number of fields, of which the first n are
   filled in. */
size_t csv_split(const struct record *, char delimiter, struct cell *row,
    size_t n, struct cell_store *);

#endif
