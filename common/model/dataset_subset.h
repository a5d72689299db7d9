/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A part of a data set, as a data set: some of its training rows to train on.
 */
#ifndef DATASET_SUBSET_H
#define DATASET_SUBSET_H

#include "dataset.h"

/*
 * The training rows with keep[row] != 0; no validation rows. Shares what it
 * can with *from, which has to outlive it. Free with dataset_subset_free.
 */
struct dataset *dataset_subset(const struct dataset *from,
    const uint8_t *keep);
void dataset_subset_free(struct dataset *);

#endif
