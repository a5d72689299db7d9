/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The design matrix of a linear model: which columns the features become, and
 * how they are standardised so that fitting is well-conditioned.
 *
 * Column 0 is the intercept, all ones.  Then come the dense features in their
 * order (bool, int, float and time one column each, a vector width columns),
 * and last the sparse ones, width columns each; where all are few, the sparse
 * ones are taken as dense, so that every solver may have them.  Dense columns
 * are centred and divided by their standard deviation, sparse ones divided by
 * their root mean square (their zeros stay zeros); the scale of a constant is
 * 1.
 */
#ifndef DESIGN_MATRIX_H
#define DESIGN_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dataset.h"

#define DESIGN_FEW 500		/* columns, with those of sparse features */

struct design {
	const struct schema *features;
	bool few;		/* all columns are dense */
	size_t n;		/* columns */
	size_t n_dense;		/* the first of them, with the intercept */
	size_t *first;		/* of each feature: its first column */
	double *mean, *scale;	/* (n) */
	size_t n_tiny;		/* columns of deviations too small to divide
				   by: they are as good as constant */
};

static inline bool
design_is_sparse(const struct design *x, size_t feature)
{
	return (x->features->fields[feature].type == COL_SPARSE && !x->few);
}

/* A pass over the training rows. Fails on an infinite value. */
int design_init(struct design *, const struct dataset *, struct diag *)
    MUST_CHECK;
void design_release(struct design *);

/* Some rows of a batch of the features. */
struct design_rows {
	const struct batch *batch;
	const uint32_t *rows;
	size_t n;
};

/* out: (n, n_dense) row-major, standardised. */
void design_fill(const struct design *, const struct design_rows *,
    double *out);
/* out (n) += the sparse columns times coef; coef (design n). */
void design_add_scores(const struct design *, const struct design_rows *,
    const double *coef, double *out);

#endif
