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

static double
sum_label(const uint8_t *label, const double *weight, size_t n, bool positive)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (label[i] != 0) == positive ? weight_of(weight, i) : 0;
	return (sum);
}

double
metric_ks(const uint32_t *order, const double *score, const uint8_t *label,
    const double *weight, size_t n)
{
	double below[2] = { 0, 0 }, most = 0;
	double all[2] = { sum_label(label, weight, n, false),
	    sum_label(label, weight, n, true) };
	size_t i = 0, row;

	if (!(all[0] > 0) || !(all[1] > 0))
		return (NAN);
	while (i < n) {
		double s = score[row_at(order, i)];

		for (; i < n && score[row = row_at(order, i)] == s; i++)
			below[label[row] != 0] += weight_of(weight, row);
		most = fmax(most, fabs(below[0] / all[0] - below[1] / all[1]));
	}
	return (most);
}

double
metric_gain(const struct metric_ranked *r, double share)
{
	double positives = sum_label(r->label, r->weight, r->n, true), top;
	double wanted, got = 0, tied[2], part;
	size_t i = r->n, row;

	top = positives + sum_label(r->label, r->weight, r->n, false);
	wanted = share * top;
	while (i > 0 && wanted > 0) {
		double s = r->score[row_at(r->order, i - 1)];

		tied[0] = tied[1] = 0;
		for (; i > 0 && r->score[row = row_at(r->order, i - 1)] == s;
		    i--)
			tied[r->label[row] != 0] += weight_of(r->weight, row);
		part = tied[0] + tied[1];
		part = part > wanted ? wanted / part : 1;
		got += part * tied[1];
		wanted -= tied[0] + tied[1];
	}
	return (positives > 0 ? got / positives : NAN);
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
