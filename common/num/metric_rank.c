/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics that need the scores in order. */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "metric_math.h"
#include "quantile.h"
#include "radix.h"

typedef double metric_fn(const uint32_t *, const double *, const uint8_t *,
    const double *, size_t);

/* Row i of the ascending order. */
static size_t
row_at(const uint32_t *order, size_t i)
{
	return (order != NULL ? order[i] : i);
}

static double
weight_of(const double *weight, size_t i)
{
	return (weight != NULL ? weight[i] : 1);
}

static double
sort_and_call(metric_fn *metric, const double *score, const uint8_t *label,
    const double *weight, size_t n)
{
	uint32_t *order = mem_alloc(n, sizeof(*order));
	double value;

	sort_order(score, n, order);
	value = metric(order, score, label, weight, n);
	free(order);
	return (value);
}

/* Mann and Whitney's count of pairs in the right order, over all pairs. */
double
metric_auc_presorted(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n)
{
	double below = 0, pos = 0, pairs = 0;	/* below: negatives so far */
	double tied[2];
	size_t i = 0, row;

	while (i < n) {
		double s = score[row_at(order, i)];

		tied[0] = tied[1] = 0;
		for (; i < n && score[row = row_at(order, i)] == s; i++)
			tied[label[row] != 0] += weight_of(weight, row);
		pairs += tied[1] * (below + tied[0] / 2);
		below += tied[0];
		pos += tied[1];
	}
	return (pos > 0 && below > 0 ? pairs / (pos * below) : NAN);
}

double
metric_ap_presorted(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n)
{
	double above[2] = { 0, 0 }, area = 0;	/* above: by label, so far */
	size_t i = n, row;

	while (i > 0) {
		double s = score[row_at(order, i - 1)], gained = above[1];

		for (; i > 0 && score[row = row_at(order, i - 1)] == s; i--)
			above[label[row] != 0] += weight_of(weight, row);
		if ((gained = above[1] - gained) > 0)
			area += gained * above[1] / (above[0] + above[1]);
	}
	return (above[1] > 0 ? area / above[1] : NAN);
}

/* quantile_sorted() through an order. */
static double
edge_of_bin(const uint32_t *order, const double *score, size_t n, double p)
{
	size_t lo;
	double part = quantile_position(n, p, &lo);
	double a = score[row_at(order, lo)];

	if (part == 0)
		return (a);
	return (quantile_between(a, score[row_at(order, lo + 1)], part));
}

double
metric_ece_presorted(const uint32_t *order, const double *score,
    const uint8_t *label, const double *weight, size_t n)
{
	double sum = 0, total = 0;
	size_t i = 0;

	for (int b = 1; b <= METRIC_ECE_BINS && i < n; b++) {
		double gap = 0, edge = edge_of_bin(order, score, n,
		    (double)b / METRIC_ECE_BINS);

		for (; i < n; i++) {
			size_t row = row_at(order, i);
			double w = weight_of(weight, row);

			if (score[row] > edge && b < METRIC_ECE_BINS)
				break;
			gap += w * ((label[row] != 0) - score[row]);
			total += w;
		}
		sum += fabs(gap);
	}
	return (total > 0 ? sum / total : NAN);
}

double
metric_auc(const double *score, const uint8_t *label, const double *weight,
    size_t n)
{
	return (sort_and_call(metric_auc_presorted, score, label, weight, n));
}

double
metric_ap(const double *score, const uint8_t *label, const double *weight,
    size_t n)
{
	return (sort_and_call(metric_ap_presorted, score, label, weight, n));
}

double
metric_ece(const double *score, const uint8_t *label, const double *weight,
    size_t n)
{
	return (sort_and_call(metric_ece_presorted, score, label, weight, n));
}

double
metric_auc_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k)
{
	double *score = mem_alloc(n, sizeof(*score));
	uint8_t *is_class = mem_alloc(n, 1);
	double sum = 0, auc;
	size_t defined = 0;

	for (size_t c = 0; c < k; c++) {
		for (size_t i = 0; i < n; i++) {
			score[i] = prob[i * k + c];
			is_class[i] = label[i] == c;
		}
		auc = metric_auc(score, is_class, weight, n);
		if (!isnan(auc)) {
			sum += auc;
			defined++;
		}
	}
	free(score);
	free(is_class);
	return (defined > 0 ? sum / (double)defined : NAN);
}

double
metric_ece_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k)
{
	double *top = mem_alloc(n, sizeof(*top)), ece;
	uint8_t *hit = mem_alloc(n, 1);

	for (size_t i = 0; i < n; i++) {
		const double *p = prob + i * k;
		size_t best = 0;

		for (size_t c = 1; c < k; c++)
			if (p[c] > p[best])
				best = c;
		top[i] = p[best];
		hit[i] = label[i] == best;
	}
	ece = metric_ece(top, hit, weight, n);
	free(top);
	free(hit);
	return (ece);
}
