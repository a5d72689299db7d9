/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the target statistics of levels to their encodings: smoothed means,
 * of all folds or without one.  The formula is in step_target_encode.c.
 */
#ifndef TARGET_MEANS_H
#define TARGET_MEANS_H

#include "target_fit.h"

#define ALL_FOLDS TARGET_FOLDS	/* the encoding that leaves out none */

/*
 * How targets become what is averaged: (value - zero) / unit, so that two
 * classes given as ints are 0 and 1, of which the greater is 1.
 */
struct target_encoder {
	const struct target_fit *fit;
	const uint32_t *channels;	/* of each output; borrowed */
	size_t n_outputs;
	double zero, unit;
	double smooth;			/* NaN: auto, the default */
};

void target_encoder_init(struct target_encoder *, const struct target_fit *,
    const uint32_t *channels, size_t n_outputs);

/*
 * The encodings of a column without fold skip (or ALL_FOLDS): a heap array of
 * (levels + 1, n_outputs), row 0 for missing. means, if it is not NULL, gets
 * the (n_outputs) means of all rows.
 */
double *target_means(const struct target_encoder *,
    const struct target_levels *, size_t skip, double *means);

#endif
