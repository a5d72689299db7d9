/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums of gradients and hessians as integers, and histograms of them: the sums
 * of the rows in each bin of each feature.  Integer sums are exact, so no
 * order of adding makes a difference: the trees are the same for any number of
 * threads, and a parent's histogram minus one child's is exactly the other's.
 *
 * A row's gradient and hessian are scaled to whole steps, rounded at random
 * (Shi et al. 2022, "Quantized Training of Gradient Boosting Decision Trees"),
 * and packed into one 64-bit number, gradient above hessian.  Rows are added
 * in this form, both numbers with one add, in pieces of at most 2^20 rows,
 * whose sums stay within 32 bits each; the sums of pieces are 64 bits wide.
 *
 * The steps follow from all rows: up to 2^20 of them the mean size of a
 * gradient is 2^31 / n steps (21 bits for a thousand rows, 11 for a million);
 * beyond, this falls no further once the largest gradient is 2^11 steps.
 */
#ifndef BIN_HIST_H
#define BIN_HIST_H

#include "bin_matrix.h"

#define BIN_ROWS_MAX UINT32_MAX	/* as rows are numbered in 32 bits */

struct bin_sum {
	int64_t gradient, hessian;	/* steps */
};

static inline bool
bin_sum_is_zero(struct bin_sum s)
{
	return ((s.gradient | s.hessian) == 0);
}

static inline struct bin_sum
bin_sum_less(struct bin_sum a, struct bin_sum b)
{
	return ((struct bin_sum){ a.gradient - b.gradient,
	    a.hessian - b.hessian });
}

/* The steps in a unit. */
struct bin_scale {
	double gradient, hessian;
};

/* The gradients and hessians of n <= BIN_ROWS_MAX rows; hessians are not
   negative. */
struct bin_pairs {
	const float *gradients, *hessians;
	size_t n;
	const uint32_t *numbers;	/* of the rows; NULL: 0, 1, 2 ... */
};

/* Pack all pairs into out (n). The draws depend on the key and the row's number
   alone.
   Returns -1 where a pair is not finite. */
int bin_pack(const struct bin_pairs *, uint64_t key, struct crew *,
    int64_t *out, struct bin_scale *) MUST_CHECK;

struct bin_hists {
	const struct bin_matrix *matrix;
	struct crew *crew;
	int64_t **packed;	/* of a piece, one a worker */
	uint8_t *in_use;
};

void bin_hists_init(struct bin_hists *, const struct bin_matrix *,
    struct crew *);
void bin_hists_release(struct bin_hists *);

/* The histogram of n rows, at m->first[feature] + bin; packed: of all rows of
   the matrix. */
void bin_hist_build(struct bin_hists *, const uint32_t *rows, size_t n,
    const int64_t *packed, struct bin_sum *out);

/* a -= b: a parent's histogram becomes the other child's. */
void bin_hist_subtract(const struct bin_hists *, struct bin_sum *a,
    const struct bin_sum *b);

#endif
