/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are these rows what a model takes?  It replays its recipe on raw rows; rows
 * that went through the same steps before would be scaled twice, and rows of
 * another table would all get the answer for a row without any value.  Both
 * give scores that look like scores, so both are refused.
 */
#ifndef RAW_ROWS_H
#define RAW_ROWS_H

#include <stdbool.h>

#include "predictor.h"
#include "read_report.h"
#include "stream.h"

/* For a stream that was opened with the predictor's spec, to whose end more
   columns may have been added, and its report. */
int raw_rows_check(const struct predictor *, const struct stream *,
    const struct read_report *, struct diag *) MUST_CHECK;

/* Are features of the spec among the columns of the rows that were read by it?
   The report is of them. */
int shared_columns_check(const struct read_spec *, const struct read_report *,
    struct diag *) MUST_CHECK;

/* Were rows of the same sources, by their digests, trained on?  After the last
   row of the stream. */
bool rows_were_trained_on(const struct predictor *, const struct stream *);

#endif
