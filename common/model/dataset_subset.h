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

/*
 * At most so many training rows, evenly spaced, to train on, in a spool of
 * their own: passes over it do not look at the rows that were left out.  Free
 * with dataset_sample_free, which goes before *from.
 */
int dataset_sample(const struct dataset *from, size_t most,
    struct dataset **out, struct diag *) MUST_CHECK;
void dataset_sample_free(struct dataset *);

#endif
