/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "check.h"
#include "draw.h"
#include "mem.h"
#include "radix.h"
#include "rng.h"

/* Values of all signs and sizes, many of them equal. */
static double
draw(struct rng *r)
{
	switch (rng_below(r, 8)) {
	case 0:
		return (rng_below(r, 2) ? 0.0 : -0.0);
	case 1:
		return (rng_below(r, 2) ? INFINITY : -INFINITY);
	case 2:
		return ((double)rng_below(r, 5) - 2);
	case 3:
		return (draw_normal(r) * 1e300);
	case 4:
		return (draw_normal(r) * 1e-310);
	default:
		return (draw_normal(r));
	}
}

static void
test_sizes(size_t n)
{
	double *v = mem_alloc(n, sizeof(*v)), *s;
	uint32_t *order = mem_alloc(n, sizeof(*order));
	char *seen = mem_calloc(n, 1);
	struct rng r;
	int sorted = 1, stable = 1, whole = 1, equal = 1;

	rng_init(&r, n);
	for (size_t i = 0; i < n; i++)
		v[i] = draw(&r);
	s = mem_dup(v, n, sizeof(*v));
	sort_order(v, n, order);
	sort_doubles(s, n);
	for (size_t i = 0; i < n; i++) {
		whole &= order[i] < n && seen[order[i]]++ == 0;
		equal &= s[i] == v[order[i]];
		if (i == 0)
			continue;
		sorted &= s[i - 1] <= s[i];
		sorted &= !(s[i] == 0 && signbit(s[i]) && !signbit(s[i - 1]));
		stable &= v[order[i - 1]] < v[order[i]] ||
		    order[i - 1] < order[i];
	}
	CHECK_(sorted && stable && whole && equal, "n %zu: %d %d %d %d", n,
	    sorted, stable, whole, equal);
	free(v);
	free(s);
	free(order);
	free(seen);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y ? -1 : x > y);
}

/* Numbers that differ in their lowest bits only, with two far ones or without:
   beside qsort. Of equal_of neighbours each, one value. */
static void
test_close(size_t n, bool has_far, size_t equal_of)
{
	double *v = mem_alloc(n, sizeof(*v)), *s;
	struct rng r;
	size_t wrong = 0;

	rng_init(&r, n);
	for (size_t i = 0; i < n; i++)
		v[i] = 1 + (double)(rng_below(&r, n) / equal_of) * 0x1p-52;
	if (has_far) {
		v[n / 2] = -1e300;
		v[n / 3] = 1e300;
	}
	s = mem_dup(v, n, sizeof(*v));
	qsort(v, n, sizeof(*v), compare);
	sort_doubles(s, n);
	for (size_t i = 0; i < n; i++)
		wrong += s[i] != v[i];
	CHECK_INT(wrong, 0);
	free(v);
	free(s);
}

int
main(void)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 63, 64, 65, 1000, 100000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		test_sizes(sizes[i]);
	test_close(5000, false, 1);
	test_close(5000, true, 1);
	test_close(5000, true, 2500);
	return (check_done());
}
