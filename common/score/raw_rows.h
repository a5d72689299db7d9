/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are these rows what a model takes?  It replays its recipe on raw rows; rows
 * that went through the same steps before would be scaled twice, and rows of
 * another table would all get the answer for a row without any value.  Both
 * give scores that look like scores, so both are refused.
 */
#ifndef RAW_ROWS_H
#define RAW_ROWS_H

#include "column_notes.h"
#include "predictor.h"
#include "stream.h"

/* For a stream that source_open gave with the predictor's spec; the streams
   of the predictor itself need no check. */
int raw_rows_check(const struct predictor *, const struct stream *,
    struct diag *) MUST_CHECK;

/* Are features of the spec among the columns of the rows that these notes, if
   there are any, are of? */
int shared_columns_check(const struct read_spec *,
    const struct column_notes *, struct diag *) MUST_CHECK;

#endif
