/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the bins of features are made from, an accumulator over training rows:
 * the numbers of a sample of the rows, and how many rows have each level.  A
 * sparse column is one feature here, of which the entries are kept.
 *
 * Of each stride rows of the table one is drawn, and counts if it is a
 * training row.
 */
#ifndef BIN_SAMPLE_H
#define BIN_SAMPLE_H

#include "fit.h"
#include "level_counts.h"
#include "trees.h"

/* What is to be looked at, the `what' of the fit. */
struct bin_sampling {
	const struct trees *trees;	/* the features */
	uint64_t seed;
	size_t stride;
};

extern const struct fit_ops bin_sample_fit;

size_t bin_sample_n_rows(const void *fit);

/* The numbers of feature j that are not missing, into out (n_rows); how many
   they are. */
size_t bin_sample_numbers(const void *fit, size_t j, double *out);

/* Of a sparse column: its entries in the sample, which the caller may sort. */
struct bin_entry {
	uint32_t place;
	float value;
};
struct bin_entry *bin_sample_entries(const void *fit, size_t j, size_t *n);

/* Of a category. */
const struct level_counts *bin_sample_levels(const void *fit, size_t j);

#endif
