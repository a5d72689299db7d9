/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Histograms: the packed sums (bin_sums.h) of the rows in each bin of each
 * feature, at m->first[feature] + bin.  Nothing here can fail.
 */
#ifndef BIN_HIST_H
#define BIN_HIST_H

#include "bin_matrix.h"

struct bin_hists {
	const struct bin_matrix *matrix;
	struct crew *crew;
	int64_t **partial;	/* one a worker but the first */
	uint8_t *in_use;
};

void bin_hists_init(struct bin_hists *, const struct bin_matrix *,
    struct crew *);
void bin_hists_release(struct bin_hists *);

/* The histogram of n rows; packed: of all rows. */
void bin_hist_build(struct bin_hists *, const uint32_t *rows, size_t n,
    const int64_t *packed, int64_t *out);

/* a -= b: a parent's histogram becomes the other child's. */
void bin_hist_subtract(const struct bin_hists *, int64_t *a,
    const int64_t *b);

#endif
