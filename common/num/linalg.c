/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cblas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "linalg.h"

#define SINGULAR 1e-13		/* of a pivot, whose diagonal was 1 */
#define RIDGE_FIRST 1e-12
#define RIDGE_LAST 2e-4

static int
blas_size(size_t n)
{
	if (n > INT_MAX)
		BUG("%zu is too large for BLAS", n);
	return ((int)n);
}

void
gram_init(struct gram *g, size_t p)
{
	memset(g, 0, sizeof(*g));
	g->p = p;
	g->xx = mem_calloc(p * p, sizeof(double));
	g->xy = mem_calloc(p, sizeof(double));
}

void
gram_release(struct gram *g)
{
	free(g->xx);
	free(g->xy);
	memset(g, 0, sizeof(*g));
}

/* v: the rows, each times the root of its weight. (rows, p) */
static void
add_products(struct gram *g, const double *v, size_t rows)
{
	int p = blas_size(g->p);

	if (rows == 0 || p == 0)
		return;
	cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, p,
	    blas_size(rows), 1, v, p, 1, g->xx, p);
}

/* v becomes the row times the root of its weight. */
static void
add_row(struct gram *g, double *v, double y, double w)
{
	double root = sqrt(w);

	for (size_t j = 0; j < g->p; j++) {
		g->xy[j] += w * y * v[j];
		v[j] *= root;
	}
}

void
gram_add(struct gram *g, double *x, const double *y, const double *w,
    size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		add_row(g, x + i * g->p, y[i], w[i]);
	add_products(g, x, rows);
}

void
gram_merge(struct gram *g, const struct gram *from)
{
	for (size_t i = 0; i < g->p * g->p; i++)
		g->xx[i] += from->xx[i];
	for (size_t j = 0; j < g->p; j++)
		g->xy[j] += from->xy[j];
}

/* f = scale a scale, with ridge on the diagonal of ones. (n, n) */
static void
scale_matrix(const double *a, const double *scale, double ridge, size_t n,
    double *f)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < i; j++)
			f[i * n + j] = a[i * n + j] * scale[i] * scale[j];
		f[i * n + i] = a[i * n + i] * scale[i] * scale[i] + ridge;
	}
}

static int
factor(double *f, size_t n)
{
	gsl_matrix_view m = gsl_matrix_view_array(f, n, n);

	if (gsl_linalg_cholesky_decomp1(&m.matrix) != GSL_SUCCESS)
		return (-1);
	for (size_t i = 0; i < n; i++)
		if (!(f[i * n + i] * f[i * n + i] > SINGULAR))
			return (-1);
	return (0);
}

/* b (n) becomes the solution; f is the factor of the scaled matrix. */
static void
solve_factored(double *f, const double *scale, double *b, size_t n)
{
	gsl_matrix_view m = gsl_matrix_view_array(f, n, n);
	gsl_vector_view v = gsl_vector_view_array(b, n);

	for (size_t i = 0; i < n; i++)
		b[i] *= scale[i];
	gsl_linalg_cholesky_svx(&m.matrix, &v.vector);
	for (size_t i = 0; i < n; i++)
		b[i] *= scale[i];
}

static int
is_finite_system(const double *a, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(b[i]))
			return (0);
		for (size_t j = 0; j <= i; j++)
			if (!isfinite(a[i * n + j]))
				return (0);
	}
	return (1);
}

int
solve_symmetric(const double *a, double *b, size_t n, double *ridge,
    struct diag *d)
{
	double *f, *scale, added = 0;
	int status;

	if (ridge != NULL)
		*ridge = 0;
	if (n == 0)
		return (0);
	if (!is_finite_system(a, b, n))
		return (diag_set(d, "linear system: not finite"));
	f = mem_calloc(n * n, sizeof(*f));
	scale = mem_alloc(n, sizeof(*scale));
	for (size_t i = 0; i < n; i++)
		scale[i] = a[i * n + i] > 0 ? 1 / sqrt(a[i * n + i]) : 1;
	scale_matrix(a, scale, 0, n, f);
	while ((status = factor(f, n)) != 0 && added < RIDGE_LAST / 10) {
		added = added > 0 ? added * 10 : RIDGE_FIRST;
		scale_matrix(a, scale, added, n, f);
	}
	if (status == 0) {
		solve_factored(f, scale, b, n);
		if (ridge != NULL)
			*ridge = added;
	} else {
		diag_set(d, "linear system: the matrix is not positive "
		    "definite");
	}
	free(f);
	free(scale);
	return (status);
}

void
eigen_symmetric(double *a, size_t n, double *values)
{
	gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(n);
	double *vectors = mem_alloc(n, n * sizeof(*vectors));
	gsl_matrix_view m = gsl_matrix_view_array(a, n, n);
	gsl_matrix_view v = gsl_matrix_view_array(vectors, n, n);
	gsl_vector_view l = gsl_vector_view_array(values, n);

	gsl_eigen_symmv(&m.matrix, &l.vector, &v.matrix, work);
	gsl_eigen_symmv_sort(&l.vector, &v.matrix, GSL_EIGEN_SORT_VAL_ASC);
	memcpy(a, vectors, n * n * sizeof(*a));
	free(vectors);
	gsl_eigen_symmv_free(work);
}

void
multiply_symmetric(const double *a, const double *v, size_t n, double *out)
{
	if (n > 0)
		cblas_dsymv(CblasRowMajor, CblasLower, blas_size(n), 1, a,
		    (int)n, v, 1, 0, out, 1);
}

void
linear_scores(const double *x, size_t rows, size_t p, const double *coef,
    double *out)
{
	if (p == 0)
		memset(out, 0, rows * sizeof(*out));
	else if (rows > 0)
		cblas_dgemv(CblasRowMajor, CblasNoTrans, blas_size(rows),
		    blas_size(p), 1, x, (int)p, coef, 1, 0, out, 1);
}

void
add_transposed(const double *x, size_t rows, size_t p, const double *r,
    double *grad)
{
	if (rows > 0 && p > 0)
		cblas_dgemv(CblasRowMajor, CblasTrans, blas_size(rows),
		    blas_size(p), 1, x, (int)p, r, 1, 1, grad, 1);
}
