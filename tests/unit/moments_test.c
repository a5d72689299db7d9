/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "mem.h"
#include "moments.h"

#define TOL 1e-14

static void
add_one(struct moments *m, double x)
{
	moments_add_many(m, &x, 1);
}

static double
variance(const struct moments *m, unsigned ddof)
{
	double sd = moments_stddev(m, ddof);

	return (sd * sd);
}

static const double v[] = {
	2.5, NAN, -1, 4, 4, 0.25, 1e3, NAN, 7, -3.75, 11, 0,
};
#define N (sizeof(v) / sizeof(v[0]))

/* numpy.var(x, ddof=1), var(x); NumPy 1.24 */
static void
check_all(const struct moments *m)
{
	CHECK_INT(m->n, 10);
	CHECK_NEAR(m->mean, 102.4, TOL);
	CHECK_NEAR(variance(m, 1), 99485.08611111113, TOL);
	CHECK_NEAR(variance(m, 0), 89536.57750000001, TOL);
	CHECK_NEAR(moments_stddev(m, 1), 315.41256492269156, TOL);
	CHECK_NEAR(m->min, -3.75, 0);
	CHECK_NEAR(m->max, 1000, 0);
}

static void
test_merge(void)
{
	struct moments a, b, none;

	for (size_t cut = 0; cut <= N; cut++) {
		moments_init(&a);
		moments_init(&b);
		moments_init(&none);
		moments_add_many(&a, v, cut);
		for (size_t i = cut; i < N; i++)
			add_one(&b, v[i]);
		moments_merge(&a, &b);
		moments_merge(&a, &none);
		check_all(&a);
	}
}

/*
 * Values whose squares are no doubles, times a unit: Python's
 * statistics.mean and statistics.stdev of [1, 2, 4, 8.5].
 */
static void
check_scaled(double unit)
{
	const double x[] = { unit, 2 * unit, 4 * unit, 8.5 * unit };
	struct moments m, each, part;

	moments_init(&m);
	moments_init(&each);
	moments_add_many(&m, x, 4);
	for (size_t i = 0; i < 4; i += 2) {
		moments_init(&part);
		add_one(&part, x[i]);
		add_one(&part, x[i + 1]);
		moments_merge(&each, &part);
	}
	CHECK_NEAR(m.mean / unit, 3.875, TOL);
	CHECK_NEAR(moments_stddev(&m, 1) / unit, 3.3260336739125156, TOL);
	CHECK_NEAR(each.mean / unit, 3.875, TOL);
	CHECK_NEAR(moments_stddev(&each, 1) / unit, 3.3260336739125156, TOL);
	add_one(&each, 1e200);
	CHECK_NEAR(each.max, unit > 1 ? 8.5 * unit : 1e200, 0);
	CHECK(isfinite(moments_stddev(&each, 1)));
}

/* 1e9 + (0 .. 9999): the variance is (n^2 - 1) / 12, whatever the offset. */
static void
test_offset(void)
{
	size_t n = 10000;
	double *x = mem_alloc(n, sizeof(*x));
	struct moments m;

	for (size_t i = 0; i < n; i++)
		x[i] = 1e9 + (double)(i * 7919 % n);
	moments_init(&m);
	moments_add_many(&m, x, n);
	CHECK_NEAR(m.mean, 1e9 + 4999.5, 1e-15);
	CHECK_NEAR(variance(&m, 0), ((double)n * (double)n - 1) / 12,
	    1e-12);
	free(x);
}

static void
test_edges(void)
{
	static const double same[] = { 0.1, 0.1, 0.1 }, inf[] = { 1, INFINITY };
	struct moments m;

	moments_init(&m);
	CHECK(isnan(moments_stddev(&m, 0)));
	add_one(&m, NAN);
	CHECK_INT(m.n, 0);
	CHECK(m.min == INFINITY && m.max == -INFINITY);
	moments_add_many(&m, same, 1);
	CHECK_NEAR(variance(&m, 0), 0, 0);
	CHECK(isnan(moments_stddev(&m, 1)));
	moments_add_many(&m, same, 3);
	CHECK_NEAR(variance(&m, 1), 0, 0);
	moments_add_many(&m, inf, 2);
	CHECK(m.max == INFINITY);
	CHECK_NEAR(m.min, 0.1, 0);
}

int
main(void)
{
	test_merge();
	check_scaled(1);
	check_scaled(1e308 / 6);
	check_scaled(1e-300);
	test_offset();
	test_edges();
	return (check_done());
}
