/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest singular values of a matrix and their right vectors.
 *
 * They are those of X'X.  Each vector is of length 1, and of a sign that makes
 * its component of largest size positive (of equal sizes the first).  One
 * thread computes them, so they are the same bytes for any number.  Values
 * below 3e-7 of the largest are not told from 0 and not given.
 */
#ifndef TRUNCATED_SVD_H
#define TRUNCATED_SVD_H

#include <stddef.h>
#include <stdint.h>

/* X (n, p) by rows: the entries of row i are off[i] .. off[i + 1], their
   columns below p. */
struct sparse_matrix {
	size_t n, p;
	const size_t *off;	/* (n + 1) */
	const uint32_t *index;
	const float *value;
};

/* Of X up to k values, descending, and as rows of v (k, p) their vectors; how
   many.  By Lanczos iterations with full orthogonalisation (Golub and Van Loan
   2013, 10.3) on the smaller of X'X and XX', neither of which is formed, until
   the residuals are 1e-12 of the largest value. */
size_t truncated_svd(const struct sparse_matrix *, size_t k, double *values,
    double *v);

/* The same of the lower triangle of X'X (p, p), which is overwritten. */
size_t truncated_svd_gram(double *xx, size_t p, size_t k, double *values,
    double *v);

#endif
