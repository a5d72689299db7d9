/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "draw.h"
#include "mem.h"
#include "quantile.h"
#include "radix.h"
#include "rng.h"
#include "sketch.h"

#define BLOCK 4096
#define QUESTIONS 999

static double *
draw_normals(size_t n, uint64_t seed)
{
	double *v = mem_alloc(n, sizeof(*v));
	struct rng r;

	rng_init(&r, seed);
	for (size_t i = 0; i < n; i++)
		v[i] = draw_normal(&r);
	return (v);
}

static double
rank_of(const struct sketch *s, double x)
{
	struct sketch_view w;
	double rank;

	sketch_view_init(&w, s);
	rank = sketch_view_rank(&w, x);
	sketch_view_release(&w);
	return (rank);
}

/* Blocks into sketches of their own, merged in order. */
static void
sketch_blocks(struct sketch *s, const double *v, size_t n)
{
	struct sketch block;
	size_t m;

	for (size_t i = 0; i < n; i += m) {
		m = n - i < BLOCK ? n - i : BLOCK;
		sketch_init(&block, s->k, s->exact_cap);
		sketch_add_many(&block, v + i, m);
		sketch_merge(s, &block);
		sketch_release(&block);
	}
}

static void
test_exact(void)
{
	size_t n = 9000;
	double *v = draw_normals(n, 3);
	struct sketch s;

	sketch_init(&s, 100, 10000);
	sketch_blocks(&s, v, n);
	sketch_add(&s, NAN);
	CHECK(s.exact);
	CHECK_INT(s.n, n);
	sort_doubles(v, n);
	for (double p = 0; p <= 1; p += 0.03125)
		CHECK_NEAR(sketch_quantile(&s, p), quantile_sorted(v, n, p),
		    0);
	CHECK_NEAR(rank_of(&s, v[1234]), 1235.0 / 9000, 1e-15);
	sketch_release(&s);
	free(v);
}

/* How many of QUESTIONS ranks are further off than the bound of the header.
   v: sorted. */
static int
count_misses(const struct sketch *s, const double *v, size_t n)
{
	double bound = 2.296 / pow((double)s->k, 0.9723), p, off, x;
	struct sketch_view w;
	int misses = 0, wild = 0;

	sketch_view_init(&w, s);
	CHECK_INT(w.upto[w.n_items - 1], n);
	for (int i = 1; i <= QUESTIONS; i++) {
		p = (double)i / (QUESTIONS + 1);
		x = v[(size_t)(p * (double)(n - 1))];
		off = fabs(sketch_view_rank(&w, x) - p);
		misses += off > bound;
		off = fabs(sketch_view_quantile(&w, p) -
		    quantile_sorted(v, n, p));
		wild += off > 3 * bound * (v[n - 1] - v[0]) &&
		    p > 0.05 && p < 0.95;
	}
	CHECK_INT(wild, 0);
	CHECK_NEAR(sketch_view_quantile(&w, 0), v[0], 0);
	CHECK_NEAR(sketch_view_quantile(&w, 1), v[n - 1], 0);
	sketch_view_release(&w);
	return (misses);
}

static void
test_bound(size_t k, size_t exact_cap, int in_blocks)
{
	size_t n = 300000, seeds = 5;
	int misses = 0;

	for (size_t seed = 1; seed <= seeds; seed++) {
		double *v = draw_normals(n, seed);
		struct sketch s;

		sketch_init(&s, k, exact_cap);
		if (in_blocks)
			sketch_blocks(&s, v, n);
		else
			sketch_add_many(&s, v, n);
		CHECK(!s.exact);
		CHECK_INT(s.n, n);
		CHECK(s.n_items < 10 * k + 2000);
		sort_doubles(v, n);
		misses += count_misses(&s, v, n);
		sketch_release(&s);
		free(v);
	}
	CHECK_(misses <= QUESTIONS * (int)seeds / 100, "k %zu: %d misses", k,
	    misses);
}

/* Order of input must not matter to the bound: rising values. */
static void
test_sorted_input(void)
{
	size_t n = 200000;
	double *v = mem_alloc(n, sizeof(*v));
	struct sketch s, t;

	for (size_t i = 0; i < n; i++)
		v[i] = (double)i;
	sketch_init(&s, 200, 0);
	sketch_init(&t, 200, 0);
	sketch_add_many(&s, v, n);
	sketch_add_many(&t, v, n);
	CHECK(count_misses(&s, v, n) <= QUESTIONS / 100);
	for (double p = 0.1; p < 1; p += 0.1)
		CHECK_NEAR(sketch_quantile(&s, p), sketch_quantile(&t, p), 0);
	sketch_release(&s);
	sketch_release(&t);
	free(v);
}

static void
test_edges(void)
{
	struct sketch s, o;

	sketch_init(&s, 8, 0);
	sketch_init(&o, 8, 0);
	CHECK(isnan(sketch_quantile(&s, 0.5)));
	CHECK(isnan(rank_of(&s, 0)));
	sketch_merge(&s, &o);
	CHECK_INT(s.n, 0);
	sketch_add(&s, 3);
	CHECK_NEAR(sketch_quantile(&s, 0.3), 3, 0);
	CHECK(isnan(sketch_quantile(&s, NAN)));
	CHECK_NEAR(rank_of(&s, 2.9), 0, 0);
	CHECK_NEAR(rank_of(&s, 3), 1, 0);
	for (int i = 0; i < 1000; i++)
		sketch_add(&o, i % 2 ? INFINITY : -INFINITY);
	sketch_merge(&s, &o);
	CHECK_INT(s.n, 1001);
	CHECK(sketch_quantile(&s, 0.1) == -INFINITY);
	CHECK(sketch_quantile(&s, 0.9) == INFINITY);
	sketch_release(&s);
	sketch_release(&o);
}

int
main(void)
{
	test_exact();
	test_bound(200, 0, 0);
	test_bound(200, 0, 1);
	test_bound(200, 50000, 1);
	test_bound(SKETCH_K, 0, 1);
	test_sorted_input();
	test_edges();
	return (check_done());
}
