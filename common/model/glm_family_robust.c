/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "glm_family.h"

/* The curvature of rows where the loss is straight, as a share of that of the
   quadratic that touches it there: what keeps steps finite where few rows are
   within the bounds. */
#define CURVATURE_STRAIGHT 0.1

/* Squared from -down to up, straight beyond. */
static double
derive_clipped(const struct glm_rows *r, double down, double up)
{
	double loss = 0, w, z, slope;

	for (size_t i = 0; i < r->n; i++) {
		w = glm_row_weight(r, i);
		z = (r->y[i] - r->score[i]) / r->unit;
		slope = z > up ? up : z < -down ? -down : z;
		loss += w * r->unit * slope * (z - slope / 2);
		r->score[i] = -w * slope;
		r->curve[i] = w / r->unit * (slope == z ? 1 :
		    CURVATURE_STRAIGHT * slope / z);
	}
	return (loss);
}

static double
derive_huber(const struct glm_rows *r)
{
	double weight = 0;

	for (size_t i = 0; i < r->n; i++)
		weight += glm_row_weight(r, i);
	return (derive_clipped(r, r->shape, r->shape) + weight * r->unit / 2);
}

static double
inform_huber(const struct glm_rows *r)
{
	double sum = 0, w;

	(void)derive_huber(r);
	for (size_t i = 0; i < r->n; i++) {
		w = glm_row_weight(r, i);
		sum += w > 0 ? r->score[i] * r->score[i] / w : 0;
	}
	return (sum);
}

static double
derive_quantile(const struct glm_rows *r)
{
	return (derive_clipped(r, 1 - r->shape, r->shape));
}

static double
intercept_mean(double mean)
{
	return (mean);
}

const struct glm_family glm_huber = {
	.name = "huber",
	.unit = GLM_UNIT_SCALE,
	.derive = derive_huber,
	.inform = inform_huber,
	.intercept = intercept_mean,
};

const struct glm_family glm_quantile = {
	.name = "quantile",
	.unit = GLM_UNIT_SMOOTHING,
	.derive = derive_quantile,
	.intercept = intercept_mean,
};
