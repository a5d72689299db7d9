/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bins: every value of a feature as a small number, so that the search for
 * splits is counting.  Bin 0 is missing.  A number's bin b >= 1 holds the
 * values above thresholds[b - 2] and up to thresholds[b - 1]; the bins of a
 * category are those of trees.h.
 *
 * A matrix holds the bins of rows, one row after the other: first the
 * features whose bins fit in a byte, then two bytes each for the others.  Of
 * the places of sparse columns, which come last, it has a list for each row of
 * the bins that are not those of 0.
 */
#ifndef BIN_MATRIX_H
#define BIN_MATRIX_H

#include "dataset.h"
#include "trees.h"

struct bin_matrix {
	const struct tree_feature *features;
	size_t n_features;
	size_t n_narrow;	/* features of one byte; they come first */
	size_t n_dense;		/* and those of two bytes; then the places */
	uint32_t *first;	/* n_features + 1: where the bins of each
				   start in a histogram of all */
	size_t n_bins;		/* of a histogram; where there are places, the
				   last one is of all rows */
	size_t n_rows, stride;
	uint8_t *bins;		/* (n_rows, stride) */
	uint8_t *columns;	/* (stride, n_rows), the same bytes: a feature's
				   bins of many rows in few cache lines */
	/* NULL without places: entries start[i] .. start[i + 1] - 1 are row i's
	   bins in a histogram, ascending; and the bin of 0 of each place. */
	size_t *start;
	uint32_t *entries;
	uint32_t *zeros;	/* (n_features - n_dense) */
};

/* The training and the validation rows as bins of the features of g, which
   have to stay where they are. Release both, also after an error. */
int bin_matrix_fill(const struct dataset *, const struct trees *g,
    struct bin_matrix *train, struct bin_matrix *valid, struct diag *)
    MUST_CHECK;
void bin_matrix_release(struct bin_matrix *);

uint32_t bin_count(const struct tree_feature *);

/* The bin of a row at a place: a feature from n_dense on. */
uint32_t bin_at_place(const struct bin_matrix *, size_t row, size_t feature);

static inline uint32_t
bin_at(const struct bin_matrix *m, size_t row, size_t feature)
{
	const uint8_t *p = m->bins + row * m->stride;

	if (feature >= m->n_dense)
		return (bin_at_place(m, row, feature));
	if (feature < m->n_narrow)
		return (p[feature]);
	p += 2 * feature - m->n_narrow;
	return (p[0] | (uint32_t)p[1] << 8);
}

#endif
