/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bins: every value of a feature as a small number, so that the search for
 * splits is counting.  Bin 0 is missing.  A number's bin b >= 1 holds the
 * values above thresholds[b - 2] and up to thresholds[b - 1]; the bins of a
 * category are those of gbdt_trees.h.
 *
 * Numbers with up to max_bins distinct values get a bin each; else the bins
 * hold about equal counts of a sample of training rows.  Of a category with
 * more levels than fit in a byte those with enough rows are kept.
 *
 * A matrix holds the bins of rows, one row after the other: first the
 * features whose bins fit in a byte, then two bytes each for the others.
 */
#ifndef GBDT_BINS_H
#define GBDT_BINS_H

#include "dataset.h"
#include "gbdt_trees.h"

struct gbdt_matrix {
	const struct gbdt_feature *features;
	size_t n_features;
	size_t n_narrow;	/* features of one byte; they come first */
	uint32_t *first;	/* n_features + 1: where the bins of each
				   start in a histogram of all */
	size_t n_rows, stride;
	uint8_t *bins;		/* (n_rows, stride) */
};

/* Find the features of a data set and their bins: fills g->features. */
int gbdt_bins_fit(const struct dataset *, uint32_t max_bins,
    struct gbdt_trees *g, struct diag *) MUST_CHECK;

/* The training and the validation rows as bins of the features of g, which
   have to stay where they are. Release both, also after an error. */
int gbdt_matrix_fill(const struct dataset *, const struct gbdt_trees *g,
    struct gbdt_matrix *train, struct gbdt_matrix *valid, struct diag *)
    MUST_CHECK;
void gbdt_matrix_release(struct gbdt_matrix *);

/*
 * Thresholds between n values without NaN, which are sorted in place: at
 * most max_bins - 1, written to out; returns how many.
 */
uint32_t gbdt_thresholds(double *v, size_t n, uint32_t max_bins,
    double *out);

uint32_t gbdt_n_bins(const struct gbdt_feature *);

static inline uint32_t
gbdt_bin(const struct gbdt_matrix *m, size_t row, size_t feature)
{
	const uint8_t *p = m->bins + row * m->stride;

	if (feature < m->n_narrow)
		return (p[feature]);
	p += 2 * feature - m->n_narrow;
	return (p[0] | (uint32_t)p[1] << 8);
}

/* The leaf of a row in a tree in training. */
uint32_t gbdt_matrix_leaf(const struct gbdt_matrix *, size_t row,
    const struct gbdt_tree *);

#endif
