/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A part of a data set, as a data set: some of its training rows to train on,
 * and some to validate on.
 */
#ifndef DATASET_SUBSET_H
#define DATASET_SUBSET_H

#include "dataset.h"

/*
 * Row i of the training rows has the part parts[i] in it: PART_TRAIN,
 * PART_VALID or PART_NONE; those that were validation rows are in none.
 * Shares what it can with *from, which has to outlive it. Free with
 * dataset_subset_free.
 */
struct dataset *dataset_subset(const struct dataset *from,
    const uint8_t *parts);
void dataset_subset_free(struct dataset *);

/* Deal at most so many training rows, evenly spaced, to folds 1 .. n_folds, in
   turn within each class; the others are in fold 0. fold: (n_train). */
void dataset_deal(const struct dataset *, size_t most, size_t n_folds,
    uint8_t *fold);

/*
 * At most so many training rows, evenly spaced, to train on, in a spool of
 * their own: passes over it do not look at the rows that were left out.  Free
 * with dataset_sample_free, which goes before *from.
 */
int dataset_sample(const struct dataset *from, size_t most,
    struct dataset **out, struct diag *) MUST_CHECK;
void dataset_sample_free(struct dataset *);

#endif
