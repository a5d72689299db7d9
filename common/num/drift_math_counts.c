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

/* Neighbours together until both sides expect enough; the rest to the last. */
static size_t
pool_neighbours(double *ref, double *cur, size_t k, double least)
{
	size_t n = 0;
	double a = 0, b = 0;

	for (size_t i = 0; i < k; i++) {
		a += ref[i];
		b += cur[i];
		if ((a + b) * least < DRIFT_CELL_ROWS)
			continue;
		ref[n] = a;
		cur[n++] = b;
		a = b = 0;
	}
	if (n == 0) {
		ref[0] = cur[0] = 0;
		n = 1;
	}
	ref[n - 1] += a;
	cur[n - 1] += b;
	return (n);
}

/* The rare ones into one cell; if that is rare, it goes to the smallest. */
static size_t
pool_rare(double *ref, double *cur, size_t k, double least)
{
	size_t n = 0, smallest = 0;
	double a = 0, b = 0;

	for (size_t i = 0; i < k; i++) {
		if ((ref[i] + cur[i]) * least < DRIFT_CELL_ROWS) {
			a += ref[i];
			b += cur[i];
			continue;
		}
		ref[n] = ref[i];
		cur[n] = cur[i];
		if (ref[n] + cur[n] < ref[smallest] + cur[smallest])
			smallest = n;
		n++;
	}
	if (n == 0 || (a + b) * least >= DRIFT_CELL_ROWS) {
		smallest = n++;
		ref[smallest] = cur[smallest] = 0;
	}
	ref[smallest] += a;
	cur[smallest] += b;
	return (n);
}

size_t
drift_pool(double *ref, double *cur, size_t k, bool in_order)
{
	double n = sum_counts(ref, k), m = sum_counts(cur, k);
	double least = (n < m ? n : m) / (n + m);

	if (k == 0 || !(n > 0 && m > 0))
		return (k);
	return (in_order ? pool_neighbours(ref, cur, k, least) :
	    pool_rare(ref, cur, k, least));
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

/* x ln(x / expected), 0 for x = 0 */
static double
surprise(double x, double expected)
{
	return (x > 0 ? x * log(x / expected) : 0);
}

double
drift_likelihood_sf(const double *ref, const double *cur, size_t k)
{
	double n = sum_counts(ref, k), m = sum_counts(cur, k);
	double sum = 0, cells = 0, both;

	if (!(n > 0 && m > 0))
		return (NAN);
	for (size_t i = 0; i < k; i++) {
		both = (ref[i] + cur[i]) / (n + m);
		sum += surprise(ref[i], both * n) +
		    surprise(cur[i], both * m);
		cells += both > 0;
	}
	return (cells > 1 ? chi_square_sf(fmax(0, 2 * sum), cells - 1) : 1);
}

double
drift_least_expected(const double *ref, const double *cur, size_t k)
{
	double n = sum_counts(ref, k), m = sum_counts(cur, k);
	double least = INFINITY;

	for (size_t i = 0; i < k; i++)
		least = fmin(least, ref[i] + cur[i]);
	return (least * fmin(n, m) / (n + m));
}

/* ln of n over k, for numbers that need not be whole. */
static double
ln_choose(double n, double k)
{
	return (lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1));
}

double
drift_share_sf(double x, double m, double y, double n)
{
	double term, sum, all = x + y;

	if (!(x > 0 && x * n > y * m))
		return (1);
	term = exp(ln_choose(m, x) + ln_choose(n, y) -
	    ln_choose(n + m, all));
	sum = term;
	for (double k = x; k < m && k < all && term > 1e-17 * sum; k++) {
		term *= (all - k) * (m - k) / ((k + 1) * (n - all + k + 1));
		sum += term;
	}
	return (sum < 1 ? sum : 1);
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
