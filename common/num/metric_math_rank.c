/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics that need the scores in order. */
#include <math.h>

#include "metric_math.h"
#include "quantile.h"

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

/* Mann and Whitney's count of pairs in the right order, over all pairs. */
double
metric_auc(const uint32_t *order, const double *score,
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
metric_ap(const uint32_t *order, const double *score,
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

double
metric_ece(const double *score, const uint8_t *label, const double *weight,
    size_t n)
{
	double sum = 0, total = 0;
	size_t i = 0;

	for (int b = 1; b <= METRIC_ECE_BINS && i < n; b++) {
		double gap = 0, edge = quantile_sorted(score, n,
		    (double)b / METRIC_ECE_BINS);

		for (; i < n; i++) {
			double w = weight_of(weight, i);

			if (score[i] > edge && b < METRIC_ECE_BINS)
				break;
			gap += w * ((label[i] != 0) - score[i]);
			total += w;
		}
		sum += fabs(gap);
	}
	return (total > 0 ? sum / total : NAN);
}
