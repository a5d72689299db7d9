/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The value that fills the gaps of a column: a column of one row, missing
 * where there is nothing to fill with.
 */
#ifndef FILL_VALUE_H
#define FILL_VALUE_H

#include "level_counts.h"

/* Make one (out is not yet initialised). A number for an int column is an int
   where it is whole; NaN is missing. */
void fill_with_number(enum col_type, double v, struct column *out);
/* The most frequent level, of equally frequent ones the least. */
int fill_with_mode(enum col_type, const struct level_counts *,
    struct column *out, struct diag *) MUST_CHECK;
/* What a text means in a column of the type; in an int column a float is
   taken too. Fails with 'no TYPE: "text"'. */
int fill_with_text(enum col_type, const char *text, struct column *out,
    struct diag *) MUST_CHECK;

/* Append a column of the type of fill or one that becomes it, with its gaps
   filled. */
void fill_gaps(const struct column *, const struct column *fill,
    struct column *out);

/* As JSON, and back as the type of out. */
json_t *fill_to_json(const struct column *fill);
int fill_from_json(const json_t *, const char *key, struct column *out,
    struct diag *) MUST_CHECK;

#endif
