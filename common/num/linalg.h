/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dense linear algebra for linear models, over CBLAS and GSL.
 *
 * Matrices are row-major; X is (rows, p), one row a case.  The program must
 * have called num_init() (num_init.h): each call then runs in its own thread,
 * and equal blocks merged in order give equal bytes with any number of threads
 * (on one kind of processor: OpenBLAS has a kernel for each).
 */
#ifndef LINALG_H
#define LINALG_H

#include <stddef.h>

#include "diag.h"

/*
 * The sums of least squares, gathered block by block.
 * The caller owns the struct.  Columns whose mean is large against their
 * spread are to be centred first, or digits are lost.
 */
struct gram {
	size_t p;
	double *xx;		/* (p, p): X'WX, lower triangle only */
	double *xy;		/* (p): X'Wy */
};

void gram_init(struct gram *, size_t p);
void gram_release(struct gram *);

/* Weights are not negative. Each row of x is left times the root of its
   weight. */
void gram_add(struct gram *, double *x, const double *y,
    const double *w, size_t rows);

void gram_merge(struct gram *, const struct gram *from);

/*
 * Solve A z = b for a symmetric A (n, n) of which the lower triangle is read
 * and no eigenvalue is negative; b (n) becomes z.  Cholesky after scaling to a
 * diagonal of ones.  Where A is singular to working precision, the least ridge
 * of 1e-12, 1e-11 ... 1e-4 that helps is added to that diagonal, and told in
 * *ridge (may be NULL; 0 when none was needed).  -1: not even that helped, or
 * A or b is not finite; then b is as it was.
 */
int solve_symmetric(const double *a, double *b, size_t n, double *ridge,
    struct diag *) MUST_CHECK;

/* The eigenvalues of a symmetric A (n, n), of which the lower triangle is read,
   into values (n), ascending; A becomes their vectors, column k of them that of
   value k. */
void eigen_symmetric(double *a, size_t n, double *values);

/* out (n) = A v; of A (n, n) the lower triangle is read. */
void multiply_symmetric(const double *a, const double *v, size_t n,
    double *out);

/* out (rows) = X coef; coef (p). */
void linear_scores(const double *x, size_t rows, size_t p,
    const double *coef, double *out);

/* grad (p) += X' r; r (rows). */
void add_transposed(const double *x, size_t rows, size_t p, const double *r,
    double *grad);

#endif
