/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dist.h"
#include "quantile.h"

#include "interval.h"

/*
 * The (n + 1) p-th of n > 1 values, below which another one falls with
 * probability p (Davison and Hinkley 1997, section 5.2.1): of 200, type 7
 * would make intervals of 95 % that hold 94 %.
 */
static double
percentile(const double *sorted, size_t n, double p)
{
	double m = (double)n;

	return (quantile_sorted(sorted, n, ((m + 1) * p - 1) / (m - 1)));
}

void
interval_wilson(double share, double n, double level, struct interval *out)
{
	double z = normal_quantile((1 + level) / 2), z2 = z * z;
	double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
	double half = z / (1 + z2 / n) *
	    sqrt(share * (1 - share) / n + z2 / (4 * n * n));

	out->low = fmax(0, middle - half);
	out->high = fmin(1, middle + half);
}

void
interval_difference(const struct interval_pair *p, struct interval *out)
{
	struct interval a, b;

	interval_wilson(p->a, p->n_a, p->level, &a);
	interval_wilson(p->b, p->n_b, p->level, &b);
	out->low = p->a - p->b - hypot(p->a - a.low, b.high - p->b);
	out->high = p->a - p->b + hypot(a.high - p->a, p->b - b.low);
}

void
interval_ratio(const struct interval_pair *p, struct interval *out)
{
	double z = normal_quantile((1 + p->level) / 2);
	double se = sqrt((1 - p->a) / (p->a * p->n_a) +
	    (1 - p->b) / (p->b * p->n_b));

	if (!(p->a > 0) || !(p->b > 0))
		se = NAN;
	out->low = p->a / p->b * exp(-z * se);
	out->high = p->a / p->b * exp(z * se);
}

void
interval_studentised(const double *sorted, size_t k, double level,
    double mean, double se, struct interval *out)
{
	*out = (struct interval){ NAN, NAN };
	if (k < 2 || !(mean > 0))
		return;
	out->low = mean * exp(-percentile(sorted, k, (1 + level) / 2) * se /
	    mean);
	out->high = mean * exp(-percentile(sorted, k, (1 - level) / 2) * se /
	    mean);
}

double
interval_acceleration(const double *left_out, size_t n)
{
	double mean = 0, u, square = 0, cube = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(left_out[i]))
			mean += (left_out[i] - mean) / (double)++k;
	}
	for (size_t i = 0; i < n; i++) {
		u = mean - left_out[i];
		if (isnan(u))
			continue;
		square += u * u;
		cube += u * u * u;
	}
	return (square > 0 ? cube / (6 * pow(square, 1.5)) : 0);
}

/* Where the percentile of normal deviate z is to be read. */
static double
move(double z, double bias, double acceleration)
{
	double w = bias + z;

	return (normal_sf(-(bias + w / (1 - acceleration * w))));
}

void
interval_bca(const double *sorted, size_t k, const struct interval_bca *b,
    struct interval *out)
{
	double below, bias, z;

	*out = (struct interval){ NAN, NAN };
	if (k < 2 || !(b->n > 1))
		return;
	/* Half of those that are equal are below. */
	below = 0.5 * (double)(count_less(sorted, k, b->value) +
	    count_at_most(sorted, k, b->value));
	bias = normal_quantile((below + 0.5) / ((double)k + 1));
	z = sqrt(b->n / (b->n - 1)) *
	    student_quantile((1 + b->level) / 2, b->n - 1);
	out->low = percentile(sorted, k, move(-z, bias, b->acceleration));
	out->high = percentile(sorted, k, move(z, bias, b->acceleration));
}
