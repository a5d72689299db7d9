/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "linalg.h"
#include "mem.h"
#include "rng.h"

#include "truncated_svd.h"

#define SEED 7			/* of the first vectors: part of the results */
#define LEAST 1e-13		/* of the largest eigenvalue: a zero */
#define TOL 1e-12		/* likewise, of residuals */
#define SAME_SIZE 1e-9		/* components so near are of one size */
#define CHAIN 12		/* steps from a new vector that show whether
				   it finds an eigenvalue anew */

/*
 * An orthonormal basis q of vectors that are images of earlier ones, and of
 * A q[j], for j below done, the coordinates.  Those of an image that have no
 * vector in the basis are 0, so what they have beyond the first done ones is
 * the residual of what is computed with these.
 */
struct basis {
	const struct sparse_matrix *x;
	bool by_rows;		/* A is XX', else X'X */
	size_t m;		/* of A (m, m) */
	double *q;		/* (n, m) */
	size_t n, cap, done;
	double **image;		/* (done): n_image[j] coordinates */
	size_t *n_image, image_cap, n_image_cap;
	double *half, *w, *c;	/* (the other side), (m), scratch */
	size_t c_cap;
	double scale;		/* the largest image so far */
	uint64_t draws;
};

/* out (n) = X z */
static void
multiply(const struct sparse_matrix *x, const double *z, double *out)
{
	for (size_t i = 0; i < x->n; i++) {
		double sum = 0;

		for (size_t e = x->off[i]; e < x->off[i + 1]; e++)
			sum += (double)x->value[e] * z[x->index[e]];
		out[i] = sum;
	}
}

/* out (p) = X'z */
static void
multiply_transposed(const struct sparse_matrix *x, const double *z,
    double *out)
{
	memset(out, 0, x->p * sizeof(*out));
	for (size_t i = 0; i < x->n; i++) {
		for (size_t e = x->off[i]; e < x->off[i + 1]; e++)
			out[x->index[e]] += (double)x->value[e] * z[i];
	}
}

static double
length_of(const double *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i] * v[i];
	return (sqrt(sum));
}

/* Take what is in the basis off b->w, twice against rounding; coordinates (n)
   add up in sums, which may be NULL.  What length is left. */
static double
orthogonalise(struct basis *b, double *sums)
{
	b->c = mem_grow(b->c, &b->c_cap, b->n + 1, sizeof(*b->c));
	for (int twice = 0; twice < 2 && b->n > 0; twice++) {
		linear_scores(b->q, b->n, b->m, b->w, b->c);
		for (size_t i = 0; i < b->n; i++) {
			if (sums != NULL)
				sums[i] += b->c[i];
			b->c[i] = -b->c[i];
		}
		add_transposed(b->q, b->n, b->m, b->c, b->w);
	}
	return (length_of(b->w, b->m));
}

static void
append(struct basis *b, double length)
{
	b->q = mem_grow(b->q, &b->cap, (b->n + 1) * b->m, sizeof(*b->q));
	for (size_t i = 0; i < b->m; i++)
		b->q[b->n * b->m + i] = b->w[i] / length;
	b->n++;
}

/* Append a vector drawn at random, unless the basis is of the whole space. */
static bool
append_random(struct basis *b)
{
	if (b->n == b->m)
		return (false);
	for (size_t i = 0; i < b->m; i++)
		b->w[i] = rng_uniform_at(SEED, b->draws++) - 0.5;
	append(b, orthogonalise(b, NULL));
	return (true);
}

/* The image of the next vector. */
static void
step_on(struct basis *b)
{
	const double *q = b->q + b->done * b->m;
	double *sums = mem_calloc(b->n + 1, sizeof(*sums)), length;

	if (b->by_rows) {
		multiply_transposed(b->x, q, b->half);
		multiply(b->x, b->half, b->w);
	} else {
		multiply(b->x, q, b->half);
		multiply_transposed(b->x, b->half, b->w);
	}
	b->scale = fmax(b->scale, length_of(b->w, b->m));
	b->image = mem_grow(b->image, &b->image_cap, b->done + 1,
	    sizeof(*b->image));
	b->n_image = mem_grow(b->n_image, &b->n_image_cap, b->done + 1,
	    sizeof(*b->n_image));
	length = orthogonalise(b, sums);
	if (length > LEAST * b->scale && b->n < b->m) {
		sums[b->n] = length;
		append(b, length);
	}
	b->image[b->done] = sums;
	b->n_image[b->done++] = b->n;
}

/* The eigenvalues of A within the basis, values (done) ascending; column k of
   the result (done, done) is the vector of value k. */
static double *
solve_basis(const struct basis *b, double *values)
{
	size_t n = b->done;
	double *t = mem_calloc(n * n, sizeof(*t));

	for (size_t j = 0; j < n; j++) {
		for (size_t i = j; i < n && i < b->n_image[j]; i++)
			t[i * n + j] = b->image[j][i];
	}
	eigen_symmetric(t, n, values);
	return (t);
}

/* The largest residual of the last k vectors of t. */
static double
residual(const struct basis *b, const double *t, size_t k)
{
	double worst = 0;

	for (size_t col = b->done - k; col < b->done; col++) {
		double squares = 0;

		for (size_t i = b->done; i < b->n; i++) {
			double sum = 0;

			for (size_t j = 0; j < b->done; j++) {
				if (i < b->n_image[j])
					sum += b->image[j][i] *
					    t[j * b->done + col];
			}
			squares += sum * sum;
		}
		worst = fmax(worst, sqrt(squares));
	}
	return (worst);
}

/*
 * Go on until the k largest have converged, and a further random vector has
 * not found a larger one: of equal eigenvalues one chain finds one.
 */
static void
build_basis(struct basis *b, size_t k)
{
	size_t next = 2 * k + 20;
	double before = -1, sum, *values, *t;

	while (b->done < b->n || append_random(b)) {
		step_on(b);
		if (b->done < next)
			continue;
		values = mem_alloc(b->done, sizeof(*values));
		t = solve_basis(b, values);
		sum = 0;
		for (size_t i = b->done - k; i < b->done; i++)
			sum += values[i];
		next = b->done + (b->done < 80 ? 20 : b->done / 4);
		if (residual(b, t, k) <= TOL * values[b->done - 1]) {
			if (sum <= before * (1 + LEAST * 100))
				next = 0;
			before = sum;
			if (next > 0 && append_random(b))
				next = b->done + CHAIN * (b->n - b->done);
		}
		free(values);
		free(t);
		if (next == 0)
			return;
	}
}

static void
fix_sign(double *v, size_t p)
{
	double most = 0, sign;
	size_t at = 0;

	for (size_t i = 0; i < p; i++)
		most = fmax(most, fabs(v[i]));
	while (at + 1 < p && fabs(v[at]) < most * (1 - SAME_SIZE))
		at++;
	sign = v[at] < 0 ? -1 : 1;
	for (size_t i = 0; i < p; i++)
		v[i] = v[i] == 0 ? 0 : sign * v[i];
}

/* The vector of a singular value from that of A in the basis, column col of
   t (done, done). */
static void
right_vector(struct basis *b, const double *t, size_t col, double *v)
{
	double *z = mem_calloc(b->m, sizeof(*z)), length;

	for (size_t j = 0; j < b->done; j++) {
		double c = t[j * b->done + col];

		for (size_t i = 0; i < b->m; i++)
			z[i] += c * b->q[j * b->m + i];
	}
	if (b->by_rows)
		multiply_transposed(b->x, z, v);
	else
		memcpy(v, z, b->m * sizeof(*v));
	length = length_of(v, b->x->p);
	for (size_t i = 0; i < b->x->p; i++)
		v[i] /= length;
	fix_sign(v, b->x->p);
	free(z);
}

static size_t
count_found(const double *values, size_t n, size_t k)
{
	size_t found = 0;

	while (found < k && found < n && values[n - 1] > 0 &&
	    values[n - 1 - found] > LEAST * values[n - 1])
		found++;
	return (found);
}

static void
basis_release(struct basis *b)
{
	for (size_t j = 0; j < b->done; j++)
		free(b->image[j]);
	free(b->image);
	free(b->n_image);
	free(b->q);
	free(b->half);
	free(b->w);
	free(b->c);
}

size_t
truncated_svd(const struct sparse_matrix *x, size_t k, double *values,
    double *v)
{
	struct basis b = { .x = x, .by_rows = x->n < x->p };
	double *all, *t;
	size_t found;

	b.m = b.by_rows ? x->n : x->p;
	k = k < b.m ? k : b.m;
	if (k == 0)
		return (0);
	b.half = mem_alloc(b.by_rows ? x->p : x->n, sizeof(*b.half));
	b.w = mem_alloc(b.m, sizeof(*b.w));
	build_basis(&b, k);
	all = mem_alloc(b.done, sizeof(*all));
	t = solve_basis(&b, all);
	found = count_found(all, b.done, k);
	for (size_t i = 0; i < found; i++) {
		values[i] = sqrt(all[b.done - 1 - i]);
		right_vector(&b, t, b.done - 1 - i, v + i * x->p);
	}
	free(all);
	free(t);
	basis_release(&b);
	return (found);
}

size_t
truncated_svd_gram(double *xx, size_t p, size_t k, double *values, double *v)
{
	double *all = mem_alloc(p, sizeof(*all));
	size_t found;

	eigen_symmetric(xx, p, all);
	found = count_found(all, p, k);
	for (size_t i = 0; i < found; i++) {
		values[i] = sqrt(all[p - 1 - i]);
		for (size_t j = 0; j < p; j++)
			v[i * p + j] = xx[j * p + p - 1 - i];
		fix_sign(v + i * p, p);
	}
	free(all);
	return (found);
}
