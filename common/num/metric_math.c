/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics that are sums over rows, and the losses of a row. */
#include <math.h>
#include <string.h>

#include "metric_math.h"

#define CLIP 1e-15

static double
mean_of(double sum, double weight)
{
	return (weight > 0 ? sum / weight : NAN);
}

/* The probability of what is not so is clipped itself: 1 - (1 - 1e-15) is
   9.99e-16. */
double
metric_log_loss(double prob, bool positive)
{
	if (positive)
		return (-log(fmax(prob, CLIP)));
	return (prob > 0.5 ? -log(fmax(1 - prob, CLIP)) : -log1p(-prob));
}

double
metric_log_loss_multi(const double *prob, uint32_t class)
{
	return (-log(fmax(prob[class], CLIP)));
}

double
metric_brier(double prob, bool positive)
{
	double e = prob - positive;

	return (e * e);
}

double
metric_brier_multi(const double *prob, uint32_t class, size_t k)
{
	double sum = 0;

	for (uint32_t c = 0; c < k; c++)
		sum += metric_brier(prob[c], c == class);
	return (sum);
}

double
metric_deviance(double y, double mean, double power)
{
	double p1 = 1 - power, p2 = 2 - power;

	if (power == 0)
		return ((y - mean) * (y - mean));
	if (!(mean > 0) || (power > 0 && power < 1) ||
	    (power >= 1 && y < 0) || (power >= 2 && y == 0))
		return (NAN);
	if (power == 1)
		return (2 * ((y > 0 ? y * log(y / mean) : 0) - y + mean));
	if (power == 2)
		return (2 * (log(mean / y) + y / mean - 1));
	return (2 * (pow(fmax(y, 0), p2) / (p1 * p2) -
	    y * pow(mean, p1) / p1 + pow(mean, p2) / p2));
}

double
metric_pinball(double truth, double value, double q)
{
	double e = truth - value;

	return (e > 0 ? q * e : (q - 1) * e);
}

void
error_sums_init(struct error_sums *s)
{
	memset(s, 0, sizeof(*s));
}

/* d w / total; all of d is just that, so that a constant has no variance. */
static double
part_of(double d, double w, double total)
{
	return (w == total ? d : d * w / total);
}

/* West 1979 for the moments: one pass, weighted, no cancellation. */
void
error_sums_add(struct error_sums *s, const double *truth, const double *pred,
    const double *weight, size_t n)
{
	double w, e, d;

	for (size_t i = 0; i < n; i++) {
		w = weight != NULL ? weight[i] : 1;
		if (w <= 0)
			continue;
		e = fabs(truth[i] - pred[i]);
		d = truth[i] - s->mean;
		s->weight += w;
		s->squared += w * e * e;
		s->absolute += w * e;
		s->mean += part_of(d, w, s->weight);
		s->m2 += w * d * (truth[i] - s->mean);
		d = truth[i] - pred[i] - s->mean_error;
		s->mean_error += part_of(d, w, s->weight);
		s->m2_error += w * d * (truth[i] - pred[i] - s->mean_error);
		if (truth[i] == 0)
			continue;
		s->relative += w * e / fabs(truth[i]);
		s->weight_relative += w;
	}
}

double
error_rmse(const struct error_sums *s)
{
	return (sqrt(mean_of(s->squared, s->weight)));
}

double
error_mae(const struct error_sums *s)
{
	return (mean_of(s->absolute, s->weight));
}

double
error_r2(const struct error_sums *s)
{
	return (s->m2 > 0 ? 1 - s->squared / s->m2 : NAN);
}

double
error_explained(const struct error_sums *s)
{
	return (s->m2 > 0 ? 1 - s->m2_error / s->m2 : NAN);
}

double
error_mape(const struct error_sums *s)
{
	return (mean_of(s->relative, s->weight_relative));
}
