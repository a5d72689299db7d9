/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "glm_family.h"

/* The least curvature of a row, as a share of its weight: so that the step of
   a row that is already certain is finite. */
#define CURVATURE_MIN 1e-10

static double
derive_gaussian(const struct glm_rows *r)
{
	double loss = 0, w, residual;

	for (size_t i = 0; i < r->n; i++) {
		w = glm_row_weight(r, i);
		residual = r->score[i] - r->y[i];
		loss += w * residual * residual / 2;
		r->score[i] = w * residual;
		r->curve[i] = w;
	}
	return (loss);
}

/* Squared residuals are Pearson's. */
static double
inform_gaussian(const struct glm_rows *r)
{
	return (2 * derive_gaussian(r));
}

static double
derive_logistic(const struct glm_rows *r)
{
	double loss = 0, w, s, e, mean, curve;

	for (size_t i = 0; i < r->n; i++) {
		w = glm_row_weight(r, i);
		s = r->score[i];
		e = exp(-fabs(s));
		mean = (s >= 0 ? 1 : e) / (1 + e);
		curve = e / ((1 + e) * (1 + e));
		loss += w * (log1p(e) + (s > 0 ? s : 0) - r->y[i] * s);
		r->score[i] = w * (mean - r->y[i]);
		r->curve[i] = w * (curve > CURVATURE_MIN ? curve :
		    CURVATURE_MIN);
	}
	return (loss);
}

static double
derive_softmax(const struct glm_rows *r)
{
	double loss = 0, w, max, sum, *s;
	size_t y, stride = r->stride;

	for (size_t i = 0; i < r->n; i++) {
		w = glm_row_weight(r, i);
		s = r->score + i;
		y = (size_t)r->y[i];
		max = s[0];
		for (size_t k = 1; k < r->n_out; k++)
			max = s[k * stride] > max ? s[k * stride] : max;
		loss += w * (max - s[y * stride]);
		sum = 0;
		for (size_t k = 0; k < r->n_out; k++) {
			s[k * stride] = exp(s[k * stride] - max);
			sum += s[k * stride];
		}
		loss += w * log(sum);
		for (size_t k = 0; k < r->n_out; k++)
			s[k * stride] = w * (s[k * stride] / sum - (k == y));
	}
	return (loss);
}

static double
max_gaussian(size_t n_out)
{
	(void)n_out;
	return (1);
}

static double
max_logistic(size_t n_out)
{
	(void)n_out;
	return (0.25);
}

static double
max_softmax(size_t n_out)
{
	return ((1 - 1 / (double)n_out) / (double)n_out);
}

static double
intercept_gaussian(double mean)
{
	return (mean);
}

/* 0 for a class of weight 0. */
static double
intercept_logistic(double mean)
{
	return (mean > 0 && mean < 1 ? log(mean) - log1p(-mean) : 0);
}

static double
intercept_softmax(double mean)
{
	return (mean > 0 && mean < 1 ? log(mean) : 0);
}

const struct glm_family glm_gaussian = {
	.name = "gaussian",
	.is_quadratic = true,
	.derive = derive_gaussian,
	.inform = inform_gaussian,
	.has_dispersion = true,
	.curvature_max = max_gaussian,
	.intercept = intercept_gaussian,
};

const struct glm_family glm_logistic = {
	.name = "logistic",
	.derive = derive_logistic,
	.inform = derive_logistic,
	.curvature_max = max_logistic,
	.intercept = intercept_logistic,
};

const struct glm_family glm_softmax = {
	.name = "softmax",
	.has_classes = true,
	.derive = derive_softmax,
	.curvature_max = max_softmax,
	.intercept = intercept_softmax,
};
