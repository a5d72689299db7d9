/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Singular values that are known, found from rows and from products. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "draw.h"
#include "linalg.h"
#include "mem.h"
#include "num_init.h"
#include "truncated_svd.h"

#define TOL 1e-12

struct rows {
	size_t *off;
	uint32_t *index;
	float *value;
	struct sparse_matrix x;
};

/* Random entries, a tenth of all. */
static void
rows_init(struct rows *r, size_t n, size_t p)
{
	struct rng rng;
	size_t at = 0;

	rng_init(&rng, 3);
	r->off = mem_calloc(n + 1, sizeof(*r->off));
	r->index = mem_alloc(n * p, sizeof(*r->index));
	r->value = mem_alloc(n * p, sizeof(*r->value));
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < p; j++) {
			if (rng_below(&rng, 10) > 0)
				continue;
			r->index[at] = (uint32_t)j;
			r->value[at++] = (float)draw_normal(&rng);
		}
		r->off[i + 1] = at;
	}
	r->x = (struct sparse_matrix){ n, p, r->off, r->index, r->value };
}

static void
rows_release(struct rows *r)
{
	free(r->off);
	free(r->index);
	free(r->value);
}

static double *
products(const struct sparse_matrix *x)
{
	double *row = mem_calloc(x->p, sizeof(*row)), one = 1, zero = 0, *xx;
	struct gram g;

	gram_init(&g, x->p);
	for (size_t i = 0; i < x->n; i++) {
		for (size_t j = 0; j < x->p; j++)
			row[j] = 0;
		for (size_t e = x->off[i]; e < x->off[i + 1]; e++)
			row[x->index[e]] = (double)x->value[e];
		gram_add(&g, row, &zero, &one, 1);
	}
	free(row);
	xx = g.xx;
	g.xx = NULL;
	gram_release(&g);
	return (xx);
}

/* The iterations on either side and the whole decomposition agree. */
static void
test_random(size_t n, size_t p, size_t k)
{
	double *a = mem_calloc(k, sizeof(*a)), *b = mem_calloc(k, sizeof(*b));
	double *u = mem_calloc(k, p * sizeof(*u));
	double *v = mem_calloc(k, p * sizeof(*v)), *xx, off = 0;
	struct rows r;

	rows_init(&r, n, p);
	xx = products(&r.x);
	CHECK_INT(truncated_svd(&r.x, k, a, u), k);
	CHECK_INT(truncated_svd_gram(xx, p, k, b, v), k);
	for (size_t i = 0; i < k; i++)
		off = fmax(off, fabs(a[i] - b[i]));
	CHECK_(off < TOL * b[0], "values are off by %g", off);
	off = 0;
	for (size_t i = 0; i < k * p; i++)
		off = fmax(off, fabs(u[i] - v[i]));
	CHECK_(off < 1e-8, "vectors are off by %g", off);
	rows_release(&r);
	free(xx);
	free(a);
	free(b);
	free(u);
	free(v);
}

/* A diagonal of values that are there several times, in rows of their own. */
static void
test_equal(void)
{
	enum { N = 400, K = 12 };
	size_t off[N + 1];
	uint32_t index[N];
	float value[N];
	double values[K], *v = mem_calloc(K, N * sizeof(*v));
	const struct sparse_matrix x = { N, N, off, index, value };

	for (uint32_t i = 0; i < N; i++) {
		off[i] = i;
		index[i] = i;
		value[i] = i % 40 == 0 ? 3 : (float)(1 + i % 7 * .125);
	}
	off[N] = N;
	CHECK_INT(truncated_svd(&x, K, values, v), K);
	for (size_t i = 0; i < K; i++)
		CHECK_NEAR(values[i], i < 10 ? 3 : 1.75, TOL);
	free(v);
}

/* Of rank 1, and of nothing: (1, -2)'(3, 4) has the value sqrt(5) * 5. */
static void
test_rank(void)
{
	static const size_t off[] = { 0, 2, 4 };
	static const uint32_t index[] = { 0, 1, 0, 1 };
	static const float value[] = { 3, 4, -6, -8 };
	struct sparse_matrix x = { 2, 2, off, index, value };
	double values[2], v[4];

	CHECK_INT(truncated_svd(&x, 2, values, v), 1);
	CHECK_NEAR(values[0], sqrt(125), TOL);
	CHECK_NEAR(v[0], 0.6, TOL);
	CHECK_NEAR(v[1], 0.8, TOL);
	x.n = 0;
	CHECK_INT(truncated_svd(&x, 2, values, v), 0);
}

int
main(void)
{
	num_init();
	test_random(150, 400, 20);
	test_random(400, 150, 20);
	test_random(30, 40, 25);
	test_equal();
	test_rank();
	return (check_done());
}
