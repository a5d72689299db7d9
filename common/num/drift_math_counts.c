/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drift between two histograms. */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "dist.h"
#include "drift_math.h"
#include "radix.h"

static double
sum_counts(const double *count, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		sum += count[i];
	return (sum);
}

double
drift_psi(const double *ref, const double *cur, size_t k)
{
	double n = sum_counts(ref, k), m = sum_counts(cur, k), sum = 0, r, c;

	if (!(n > 0 && m > 0))
		return (NAN);
	for (size_t i = 0; i < k; i++) {
		r = (ref[i] + 0.5) / (n + 0.5 * (double)k);
		c = (cur[i] + 0.5) / (m + 0.5 * (double)k);
		sum += (c - r) * log(c / r);
	}
	return (sum);
}

/* p log2(p / q), 0 for p = 0 */
static double
bits_of(double p, double q)
{
	return (p > 0 ? p * log2(p / q) : 0);
}

double
drift_jensen_shannon(const double *ref, const double *cur, size_t k)
{
	double n = sum_counts(ref, k), m = sum_counts(cur, k), sum = 0;
	double r, c, mid;

	if (!(n > 0 && m > 0))
		return (NAN);
	for (size_t i = 0; i < k; i++) {
		r = ref[i] / n;
		c = cur[i] / m;
		mid = (r + c) / 2;
		sum += bits_of(r, mid) + bits_of(c, mid);
	}
	return (sum > 0 ? sqrt(sum / 2) : 0);
}

static struct test_result
no_result(void)
{
	return ((struct test_result){ NAN, NAN, NAN });
}

struct test_result
drift_chi_square(const double *ref, const double *cur, size_t k)
{
	double n = sum_counts(ref, k), m = sum_counts(cur, k);
	double sum = 0, cells = 0, d;
	struct test_result t = { 0, 1, 0 };

	if (!(n > 0 && m > 0))
		return (no_result());
	for (size_t i = 0; i < k; i++) {
		if (ref[i] + cur[i] <= 0)
			continue;
		d = ref[i] / n - cur[i] / m;
		sum += d * d / (ref[i] + cur[i]) * n * m;
		cells++;
	}
	if (cells > 1) {
		t.statistic = sum;
		t.p_value = chi_square_sf(sum, cells - 1);
		t.effect = sqrt(sum * (1 / n + 1 / m));
	}
	return (t);
}

struct test_result
drift_two_proportions(double x, double n, double y, double m)
{
	double both, error;
	struct test_result t = no_result();

	if (!(n > 0 && m > 0))
		return (t);
	both = (x + y) / (n + m);
	error = sqrt(both * (1 - both) * (1 / n + 1 / m));
	t.effect = fabs(y / m - x / n);
	t.statistic = error > 0 ? (y / m - x / n) / error : 0;
	t.p_value = 2 * normal_sf(fabs(t.statistic));
	return (t);
}

void
benjamini_hochberg(const double *p, size_t n, double *adjusted)
{
	uint32_t *order = mem_alloc(n, sizeof(*order));
	size_t *test = mem_alloc(n, sizeof(*test)), m = 0;
	double *known = mem_alloc(n, sizeof(*known)), least = 1;

	for (size_t i = 0; i < n; i++) {
		adjusted[i] = p[i];
		if (!isnan(p[i])) {
			known[m] = p[i];
			test[m++] = i;
		}
	}
	sort_order(known, m, order);
	for (size_t i = m; i > 0; i--) {
		double scaled = known[order[i - 1]] * (double)m / (double)i;

		least = scaled < least ? scaled : least;
		adjusted[test[order[i - 1]]] = least;
	}
	free(order);
	free(test);
	free(known);
}
