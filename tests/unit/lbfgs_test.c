/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "lbfgs.h"
#include "mem.h"
#include "num_init.h"

/* Rosenbrock 1960, extended to n variables: 0 at (1, ..., 1). */
static double
rosenbrock(void *ctx, const double *x, double *grad)
{
	size_t n = *(size_t *)ctx;
	double f = 0, a, b;

	for (size_t i = 0; i < n; i += 2) {
		a = x[i + 1] - x[i] * x[i];
		b = 1 - x[i];
		f += 100 * a * a + b * b;
		grad[i] = -400 * a * x[i] - 2 * b;
		grad[i + 1] = 200 * a;
	}
	return (f);
}

static void
test_rosenbrock(size_t n)
{
	struct lbfgs_options o = { .max_iter = 200, .gtol = 1e-6 };
	struct lbfgs_result r;
	double *x = mem_alloc(n, sizeof(*x));

	o.gtol = 1e-9;
	for (size_t i = 0; i < n; i++)
		x[i] = i % 2 ? 1 : -1.2;	/* the customary start */
	r = lbfgs_minimise(&o, rosenbrock, &n, x, n);
	CHECK(r.converged);
	CHECK(r.iterations < 60);
	CHECK(r.grad_max <= 1e-9);
	CHECK_NEAR(r.f, 0, 1e-16);
	for (size_t i = 0; i < n; i++)
		CHECK_NEAR(x[i], 1, 1e-8);
	free(x);
}

/* sum d_i (x_i - c_i)^2 / 2 + l x_i^2 / 2: the minimum is d c / (d + l). */
#define N_RIDGE 50

static double
ridge(void *ctx, const double *x, double *grad)
{
	double lambda = *(double *)ctx, f = 0, d, e;

	for (size_t i = 0; i < N_RIDGE; i++) {
		d = pow(1.2, (double)i);	/* condition 7600 */
		e = x[i] - sin((double)i);
		f += d * e * e / 2 + lambda * x[i] * x[i] / 2;
		grad[i] = d * e + lambda * x[i];
	}
	return (f);
}

static void
test_ridge(void)
{
	struct lbfgs_options o = { .max_iter = 200, .gtol = 1e-6 };
	struct lbfgs_result r;
	double x[N_RIDGE] = { 0 }, lambda = 0.7, d;

	o.max_iter = 1000;
	o.gtol = 1e-8;
	r = lbfgs_minimise(&o, ridge, &lambda, x, N_RIDGE);
	CHECK_INT(r.status, LBFGS_CONVERGED);
	for (size_t i = 0; i < N_RIDGE; i++) {
		d = pow(1.2, (double)i);
		CHECK_NEAR(x[i], d * sin((double)i) / (d + lambda), 1e-7);
	}
	for (size_t i = 0; i < N_RIDGE; i++)
		x[i] = 0;
	o.max_iter = 3;
	r = lbfgs_minimise(&o, ridge, &lambda, x, N_RIDGE);
	CHECK_INT(r.status, LBFGS_MAX_ITER);
	CHECK_INT(r.iterations, 3);
}

/* x - log x, minimum 1 at 1; not finite for x <= 0, where a step may land. */
static double
barrier(void *ctx, const double *x, double *grad)
{
	(void)ctx;
	grad[0] = 1 - 1 / x[0];
	return (x[0] > 0 ? x[0] - log(x[0]) : NAN);
}

/* Falls for ever. */
static double
slope(void *ctx, const double *x, double *grad)
{
	(void)ctx;
	grad[0] = 1;
	return (x[0]);
}

/* The gradient points the wrong way. */
static double
liar(void *ctx, const double *x, double *grad)
{
	(void)ctx;
	grad[0] = -2 * x[0];
	return (x[0] * x[0]);
}

static void
test_edges(void)
{
	struct lbfgs_options o = { .max_iter = 200, .gtol = 1e-6 };
	struct lbfgs_result r;
	double x = 50;

	r = lbfgs_minimise(&o, barrier, NULL, &x, 1);
	CHECK(r.converged);
	CHECK_NEAR(x, 1, 1e-5);
	x = -1;
	r = lbfgs_minimise(&o, barrier, NULL, &x, 1);
	CHECK_INT(r.status, LBFGS_NOT_FINITE);
	x = 0;
	r = lbfgs_minimise(&o, slope, NULL, &x, 1);
	CHECK(!r.converged && x < -1e6);
	x = 3;
	r = lbfgs_minimise(&o, liar, NULL, &x, 1);
	CHECK_INT(r.status, LBFGS_STALLED);
	CHECK_NEAR(x, 3, 0);
}

/* The same with sum l1 |x_i|: each x is d c less l1 towards 0, over d + l. */
static void
test_l1(void)
{
	double x[N_RIDGE] = { 0 }, l1[N_RIDGE], lambda = 0.7, d, v;
	struct lbfgs_options o = { .max_iter = 1000, .gtol = 1e-8, .l1 = l1 };
	struct lbfgs_result r;
	size_t n_zero = 0;

	for (size_t i = 0; i < N_RIDGE; i++)
		l1[i] = i % 3 == 0 ? 0 : 5;
	r = lbfgs_minimise(&o, ridge, &lambda, x, N_RIDGE);
	CHECK_INT(r.status, LBFGS_CONVERGED);
	for (size_t i = 0; i < N_RIDGE; i++) {
		d = pow(1.2, (double)i);
		v = d * sin((double)i);
		v = fabs(v) > l1[i] ? v - copysign(l1[i], v) : 0;
		CHECK_NEAR(x[i], v / (d + lambda), 1e-7);
		n_zero += x[i] == 0;
	}
	CHECK(n_zero >= 5);
}

int
main(void)
{
	num_init();
	test_rosenbrock(2);
	test_rosenbrock(1000);
	test_ridge();
	test_edges();
	test_l1();
	return (check_done());
}
