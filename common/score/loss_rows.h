/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The errors of a regression's scored rows.
 */
#ifndef LOSS_ROWS_H
#define LOSS_ROWS_H

#include "loss_features.h"
#include "score_columns.h"
#include "stream.h"

enum loss { LOSS_ABSOLUTE, LOSS_SQUARED, N_LOSSES };

/* A truth may be wanting, or no number; time NULL: by role. */
int loss_columns_find(const struct schema *, const struct score_names *,
    const char *time, struct loss_columns *out, struct diag *) MUST_CHECK;
bool loss_truth_is_number(const struct schema *, const struct loss_columns *);

/* Are the rows those of a regression: has the truth or the prediction
   fractions, and is there no score? */
bool has_losses(const struct schema *, const struct score_names *);

/* NaN where truth or prediction is not known. */
double loss_of(const struct batch *, const struct loss_columns *, size_t row,
    enum loss);

/* The features of rows whose loss is known, and it as the target, last.  Takes
   the stream over, also if it fails. */
int loss_rows(struct stream *, const struct loss_features *,
    const struct loss_columns *, enum loss, struct stream **out,
    struct diag *) MUST_CHECK;

#endif
