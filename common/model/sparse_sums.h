/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums over the training rows for each column of the sparse features of a
 * design matrix, of which there may be millions.
 *
 * The threads share the columns, not the rows: each goes through all rows for
 * its range of columns, so there is one array of sums and nothing to merge.
 * Every sum is in the order of the rows, for any number of threads.
 */
#ifndef SPARSE_SUMS_H
#define SPARSE_SUMS_H

#include "design_matrix.h"

struct sparse_sums {
	const struct design *design;
	const struct dataset *ds;
	/*
	 * (n_out, n_train), and out (n_out, design.n) += its product with the
	 * scaled columns. NULL: out (2, design.n) += the values as they are
	 * and their squares.
	 */
	const double *residual;
	size_t n_out;
	double *out;
};

int sparse_sums_add(const struct sparse_sums *, struct diag *) MUST_CHECK;

#endif
