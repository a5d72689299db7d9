/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics that are sums over rows. */
#include <math.h>
#include <string.h>

#include "metric_math.h"

#define CLIP 1e-15

static double
weight_of(const double *weight, size_t i)
{
	return (weight != NULL ? weight[i] : 1);
}

static double
mean_of(double sum, double weight)
{
	return (weight > 0 ? sum / weight : NAN);
}

static double
clip_prob(double p)
{
	return (p < CLIP ? CLIP : p > 1 - CLIP ? 1 - CLIP : p);
}

double
metric_log_loss(const double *prob, const uint8_t *label,
    const double *weight, size_t n)
{
	double sum = 0, total = 0, w, p;

	for (size_t i = 0; i < n; i++) {
		w = weight_of(weight, i);
		p = clip_prob(prob[i]);
		sum -= w * (label[i] ? log(p) : log1p(-p));
		total += w;
	}
	return (mean_of(sum, total));
}

double
metric_log_loss_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k)
{
	double sum = 0, total = 0, w;

	for (size_t i = 0; i < n; i++) {
		w = weight_of(weight, i);
		sum -= w * log(clip_prob(prob[i * k + label[i]]));
		total += w;
	}
	return (mean_of(sum, total));
}

double
metric_brier(const double *prob, const uint8_t *label, const double *weight,
    size_t n)
{
	double sum = 0, total = 0, w, e;

	for (size_t i = 0; i < n; i++) {
		w = weight_of(weight, i);
		e = prob[i] - (label[i] != 0);
		sum += w * e * e;
		total += w;
	}
	return (mean_of(sum, total));
}

double
metric_brier_multi(const double *prob, const uint32_t *label,
    const double *weight, size_t n, size_t k)
{
	double sum = 0, total = 0, w, e;

	for (size_t i = 0; i < n; i++) {
		w = weight_of(weight, i);
		for (size_t c = 0; c < k; c++) {
			e = prob[i * k + c] - (label[i] == c);
			sum += w * e * e;
		}
		total += w;
	}
	return (mean_of(sum, total));
}

void
error_sums_init(struct error_sums *s)
{
	memset(s, 0, sizeof(*s));
}

/* West 1979 for the moments: one pass, weighted, no cancellation. */
void
error_sums_add(struct error_sums *s, const double *truth, const double *pred,
    const double *weight, size_t n)
{
	double w, e, d;

	for (size_t i = 0; i < n; i++) {
		if ((w = weight_of(weight, i)) <= 0)
			continue;
		e = fabs(truth[i] - pred[i]);
		d = truth[i] - s->mean;
		s->n++;
		s->weight += w;
		s->squared += w * e * e;
		s->absolute += w * e;
		s->mean += d * w / s->weight;
		s->m2 += w * d * (truth[i] - s->mean);
		if (truth[i] == 0) {
			s->n_zero++;
			continue;
		}
		s->relative += w * e / fabs(truth[i]);
		s->weight_relative += w;
	}
}

/* The pairwise update of Chan, Golub and LeVeque 1979. */
void
error_sums_merge(struct error_sums *s, const struct error_sums *o)
{
	double weight = s->weight + o->weight, d = o->mean - s->mean;

	if (o->n == 0)
		return;
	s->m2 += o->m2 + d * d * s->weight * (o->weight / weight);
	s->mean += d * o->weight / weight;
	s->weight = weight;
	s->squared += o->squared;
	s->absolute += o->absolute;
	s->relative += o->relative;
	s->weight_relative += o->weight_relative;
	s->n += o->n;
	s->n_zero += o->n_zero;
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
error_mape(const struct error_sums *s)
{
	return (mean_of(s->relative, s->weight_relative));
}

static struct error_sums
sum_errors(const double *truth, const double *pred, const double *weight,
    size_t n)
{
	struct error_sums s;

	error_sums_init(&s);
	error_sums_add(&s, truth, pred, weight, n);
	return (s);
}

double
metric_rmse(const double *truth, const double *pred, const double *weight,
    size_t n)
{
	struct error_sums s = sum_errors(truth, pred, weight, n);

	return (error_rmse(&s));
}

double
metric_mae(const double *truth, const double *pred, const double *weight,
    size_t n)
{
	struct error_sums s = sum_errors(truth, pred, weight, n);

	return (error_mae(&s));
}

double
metric_r2(const double *truth, const double *pred, const double *weight,
    size_t n)
{
	struct error_sums s = sum_errors(truth, pred, weight, n);

	return (error_r2(&s));
}

double
metric_mape(const double *truth, const double *pred, const double *weight,
    size_t n, size_t *n_zero)
{
	struct error_sums s = sum_errors(truth, pred, weight, n);

	if (n_zero != NULL)
		*n_zero = s.n_zero;
	return (error_mape(&s));
}
