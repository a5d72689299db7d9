/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference values: NumPy 1.24 on the same arrays, with the call beside. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "draw.h"
#include "linalg.h"
#include "mem.h"
#include "num_init.h"
#include "rng.h"

#define TOL 1e-13
#define ROWS 6
#define P 3

static const double x[ROWS * P] = {
	1, 0.5, -2,
	1, 1.5, 0.25,
	1, -3, 4,
	1, 2.25, 1,
	1, 0, -1.5,
	1, 0.75, 3,
};
static const double y[ROWS] = { 1, 2.5, -4, 3, 0.5, -1 };
static const double w[ROWS] = { 1, 2, 0.5, 1.5, 0, 3 };

static void
check_gram(const struct gram *g)
{
	/* X.T * w @ X and X.T @ (w * y) */
	static const double xx[] = { 8, 7.625, 18.53125, 11, 3.875, 40.625 };
	static const double xy[] = { 5.5, 21.875, -13.25 };
	/* linalg.solve */
	static const double want[] = {
		0.26880753534448326, 1.1767239175611175, -0.5111800140144898,
	};
	struct diag d = DIAG_INIT;
	double z[P], ridge = -1;

	for (size_t i = 0, k = 0; i < P; i++) {
		CHECK_NEAR(g->xy[i], xy[i], TOL);
		for (size_t j = 0; j <= i; j++)
			CHECK_NEAR(g->xx[i * P + j], xx[k++], TOL);
		z[i] = g->xy[i];
	}
	CHECK_INT(solve_symmetric(g->xx, z, P, &ridge, &d), 0);
	CHECK_NEAR(ridge, 0, 0);
	for (size_t i = 0; i < P; i++)
		CHECK_NEAR(z[i], want[i], TOL);
}

static void
test_gram(void)
{
	struct gram g, parts, more;
	double v[ROWS * P];

	gram_init(&g, P);
	gram_init(&parts, P);
	gram_init(&more, P);
	memcpy(v, x, sizeof(v));
	gram_add(&g, v, y, w, ROWS);
	check_gram(&g);
	CHECK_NEAR(v[P], sqrt(w[1]) * x[P], 1e-15);
	memcpy(v, x, sizeof(v));
	gram_add(&parts, v, y, w, 2);
	gram_add(&parts, NULL, NULL, NULL, 0);
	gram_add(&more, v + 2 * P, y + 2, w + 2, ROWS - 2);
	gram_merge(&parts, &more);
	check_gram(&parts);
	gram_release(&g);
	gram_release(&parts);
	gram_release(&more);
}

/* The Hilbert matrix of 4: its inverse times ones is -4, 60, -180, 140. */
static void
test_hilbert(void)
{
	double a[16], b[4] = { 1, 1, 1, 1 }, ridge;
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < 16; i++)
		a[i] = 1 / (double)(i / 4 + i % 4 + 1);
	CHECK_INT(solve_symmetric(a, b, 4, &ridge, &d), 0);
	CHECK_NEAR(ridge, 0, 0);
	CHECK_NEAR(b[0], -4, 1e-10);
	CHECK_NEAR(b[1], 60, 1e-10);
	CHECK_NEAR(b[2], -180, 1e-10);
	CHECK_NEAR(b[3], 140, 1e-10);
}

static void
test_singular(void)
{
	/* Two equal columns and one of zeros: the weight is shared. */
	static const double a[9] = { 4, 0, 0, 4, 4, 0, 0, 0, 0 };
	static const double indefinite[4] = { 1, 0, 5, 1 };
	static const double bad[4] = { 1, 0, NAN, 1 };
	double b[3] = { 8, 8, 0 }, c[2] = { 1, 2 }, ridge = 0;
	struct diag d = DIAG_INIT;

	CHECK_INT(solve_symmetric(a, b, 3, &ridge, &d), 0);
	CHECK(ridge > 0 && ridge < 1e-9);
	CHECK_NEAR(b[0], 1, 1e-3);
	CHECK_NEAR(b[0] + b[1], 2, 1e-9);
	CHECK_NEAR(b[2], 0, 0);
	CHECK_INT(solve_symmetric(indefinite, c, 2, NULL, &d), -1);
	CHECK_STR(d.text, "linear system: the matrix is not positive definite");
	CHECK(c[0] == 1 && c[1] == 2);
	CHECK_INT(solve_symmetric(bad, c, 2, NULL, &d), -1);
	CHECK_INT(solve_symmetric(NULL, NULL, 0, NULL, &d), 0);
}

static void
test_products(void)
{
	static const double coef[P] = { 1, 2, 3 };
	static const double scores[ROWS] = { -4, 4.75, 7, 8.5, -3.5, 11.5 };
	/* X.T @ y */
	static const double xty[P] = { 2, 22.25, -18.125 };
	double out[ROWS], g[P] = { 1, 0, 0 };

	linear_scores(x, ROWS, P, coef, out);
	add_transposed(x, ROWS, P, y, g);
	for (size_t i = 0; i < ROWS; i++)
		CHECK_NEAR(out[i], scores[i], TOL);
	for (size_t j = 0; j < P; j++)
		CHECK_NEAR(g[j], xty[j] + (j == 0), TOL);
	linear_scores(x, 0, P, coef, NULL);
	linear_scores(x, 1, 0, NULL, out);
	CHECK_NEAR(out[0], 0, 0);
}

/* A z = b for a random A = X'X of many columns: put z in and get it out. */
static void
test_large(size_t rows, size_t p)
{
	double *v = mem_alloc(rows * p, sizeof(*v));
	double *z = mem_alloc(p, sizeof(*z)), *t = mem_alloc(rows, sizeof(*t));
	double *ones = mem_alloc(rows, sizeof(*ones));
	struct diag d = DIAG_INIT;
	struct gram g;
	struct rng r;
	double off = 0;

	rng_init(&r, 1);
	for (size_t i = 0; i < rows * p; i++)
		v[i] = draw_normal(&r);
	for (size_t j = 0; j < p; j++)
		z[j] = cos((double)j);
	linear_scores(v, rows, p, z, t);
	for (size_t i = 0; i < rows; i++)
		ones[i] = 1;
	gram_init(&g, p);
	gram_add(&g, v, t, ones, rows);
	CHECK_INT(solve_symmetric(g.xx, g.xy, p, NULL, &d), 0);
	for (size_t j = 0; j < p; j++)
		off = fmax(off, fabs(g.xy[j] - z[j]));
	CHECK_(off < 1e-11, "off by %g", off);
	gram_release(&g);
	free(v);
	free(z);
	free(t);
	free(ones);
}

int
main(void)
{
	num_init();
	test_gram();
	test_hilbert();
	test_singular();
	test_products();
	test_large(2000, 300);
	return (check_done());
}
