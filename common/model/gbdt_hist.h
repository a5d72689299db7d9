/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Histograms: the packed sums (gbdt_sums.h) of the rows in each bin of each
 * feature, at m->first[feature] + bin.  Nothing here can fail.
 */
#ifndef GBDT_HIST_H
#define GBDT_HIST_H

#include "gbdt_bins.h"

struct gbdt_hists {
	const struct gbdt_matrix *matrix;
	struct threads *threads;
	int64_t **partial;	/* one a worker but the first */
	uint8_t *in_use;
	int n_workers;
};

void gbdt_hists_init(struct gbdt_hists *, const struct gbdt_matrix *,
    struct threads *, int n_workers);
void gbdt_hists_release(struct gbdt_hists *);

/* The histogram of n rows; packed: of all rows. */
void gbdt_hist_build(struct gbdt_hists *, const uint32_t *rows, size_t n,
    const int64_t *packed, int64_t *out);

/* a -= b: a parent's histogram becomes the other child's. */
void gbdt_hist_subtract(const struct gbdt_hists *, int64_t *a,
    const int64_t *b);

#endif
