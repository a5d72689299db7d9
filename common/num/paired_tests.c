/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dist.h"
#include "radix.h"

#include "paired_tests.h"

#define EXACT_MAX 25

struct ranked {
	struct room *room;
	const uint8_t *label;
	size_t n;
};

/*
 * How many of the other class's rows are on the right side of each row, ties
 * one half: below a positive one, above a negative one.  Their sum over the
 * rows of either class is the AUC times all pairs.
 */
static void
place_rows(const struct ranked *r, const double *score, const double *n_of,
    double *out)
{
	uint32_t *order = room_alloc(r->room, r->n, sizeof(*order));
	const uint8_t *label = r->label;
	size_t n = r->n;
	double below[2] = { 0, 0 }, tied[2];
	size_t i = 0, end;

	sort_order_in(r->room, score, n, order);
	while (i < n) {
		tied[0] = tied[1] = 0;
		for (end = i; end < n && score[order[end]] == score[order[i]];
		    end++)
			tied[label[order[end]]]++;
		for (; i < end; i++) {
			uint8_t k = label[order[i]];
			double less = below[!k] + tied[!k] / 2;

			out[order[i]] = k ? less : n_of[1] - less;
		}
		below[0] += tied[0];
		below[1] += tied[1];
	}
	room_release(r->room, order);
}

/* The variance of the mean of x over the rows of a class. */
static double
variance_of_mean(const double *x, const uint8_t *label, uint8_t class,
    size_t n, double count)
{
	double sum = 0, squares = 0, mean;

	for (size_t i = 0; i < n; i++)
		sum += label[i] == class ? x[i] : 0;
	mean = sum / count;
	for (size_t i = 0; i < n; i++)
		squares += label[i] == class ?
		    (x[i] - mean) * (x[i] - mean) : 0;
	return (squares / (count - 1) / count);
}

struct auc_difference
delong(struct room *room, const double *a, const double *b,
    const uint8_t *label, size_t n)
{
	const struct ranked r = { room, label, n };
	double n_of[2] = { 0, 0 }, *x = room_alloc(room, n, sizeof(*x));
	double *y = room_alloc(room, n, sizeof(*y));
	struct auc_difference d = { 0, 0, NAN };

	for (size_t i = 0; i < n; i++)
		n_of[label[i]]++;
	place_rows(&r, a, n_of, x);
	place_rows(&r, b, n_of, y);
	for (size_t i = 0; i < n; i++) {
		d.a += label[i] ? x[i] : 0;
		d.b += label[i] ? y[i] : 0;
		x[i] = (x[i] - y[i]) / n_of[!label[i]];
	}
	d.a /= n_of[0] * n_of[1];	/* NaN of one class: 0 / 0 */
	d.b /= n_of[0] * n_of[1];
	if (n_of[0] > 1 && n_of[1] > 1)
		d.se = sqrt(variance_of_mean(x, label, 1, n, n_of[1]) +
		    variance_of_mean(x, label, 0, n, n_of[0]));
	room_release(room, x);
	room_release(room, y);
	return (d);
}

double
normal_p(double difference, double se)
{
	if (difference == 0)
		return (1);
	return (2 * normal_sf(fabs(difference) / se));
}

double
mcnemar_p(double only_a, double only_b)
{
	double n = only_a + only_b, least = fmin(only_a, only_b);
	double gap = fabs(only_a - only_b) - 1, term = exp2(-n), sum = 0;

	if (n == 0)
		return (1);
	if (n > EXACT_MAX)
		return (chi_square_sf(gap > 0 ? gap * gap / n : 0, 1));
	for (double k = 0; k <= least; k++) {
		sum += term;
		term *= (n - k) / (k + 1);
	}
	return (fmin(1, 2 * sum));
}
