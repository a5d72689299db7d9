/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bins of features, found from the training rows.  Numbers with up to
 * max_bins distinct values get a bin each; else the bins hold about equal
 * counts of a sample of training rows.  Of a category with more levels than
 * fit in a byte those with enough rows are kept.
 */
#ifndef BIN_FIT_H
#define BIN_FIT_H

#include "dataset.h"
#include "trees.h"

/* Find the features of a data set and their bins: fills g->features, those
   whose bins fit in a byte first. */
int bin_fit(const struct dataset *, uint32_t max_bins, struct trees *g,
    struct diag *) MUST_CHECK;

/*
 * Thresholds between n values without NaN, which are sorted in place: at
 * most max_bins - 1, written to out; returns how many.
 */
uint32_t bin_thresholds(double *v, size_t n, uint32_t max_bins, double *out);

#endif
