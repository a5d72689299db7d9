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

#endif
