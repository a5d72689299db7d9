/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a split: which rows fit, which choose, which judge.
 *
 * A split column (role split) holds "train", "valid" or "test"; a missing
 * value belongs to no part. Without a split column every row is training.
 */
#ifndef SPLIT_PART_H
#define SPLIT_PART_H

#include <stdint.h>

#include "batch.h"

enum split_part {
	PART_TRAIN,
	PART_VALID,
	PART_TEST,
	PART_NONE
};

const char *split_part_name(enum split_part);

/* The part of each row; split_col may be COLUMN_NONE. An unknown word is an
   error that names it. */
int split_parts(const struct batch *, size_t split_col, uint8_t *parts,
    struct diag *) MUST_CHECK;

/* The same as a mask: rows[i] is 1 where row i is in the part. */
int split_mask(const struct batch *, size_t split_col, enum split_part,
    uint8_t *rows, struct diag *) MUST_CHECK;

#endif
