/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "glm_family.h"

/* The least curvature of a row, of weight 1: so that its step is finite. */
#define CURVATURE_MIN 1e-200

static double
derive_power(const struct glm_rows *r)
{
	double a = 1 - r->shape, b = 2 - r->shape;
	double loss = 0, w, s, ya, eb, curve;

	for (size_t i = 0; i < r->n; i++) {
		w = glm_row_weight(r, i);
		s = r->score[i];
		ya = r->y[i] * exp(a * s);
		eb = exp(b * s);
		loss += w * ((b == 0 ? s : eb / b) -
		    (a == 0 ? r->y[i] * s : ya / a));
		r->score[i] = w * (eb - ya);
		curve = b * eb - a * ya;
		r->curve[i] = w * (curve > CURVATURE_MIN ? curve :
		    CURVATURE_MIN);
	}
	return (loss);
}

/* The variance goes with mean^p, so the curve is mean^(2-p). */
static double
inform_power(const struct glm_rows *r)
{
	double pearson = 0, w, s, z, curve;

	for (size_t i = 0; i < r->n; i++) {
		w = glm_row_weight(r, i);
		s = r->score[i];
		curve = exp((2 - r->shape) * s);
		z = r->y[i] * exp(-s) - 1;
		pearson += w * z * z * curve;
		r->score[i] = -w * z * curve;
		r->curve[i] = w * (curve > CURVATURE_MIN ? curve :
		    CURVATURE_MIN);
	}
	return (pearson);
}

static double
intercept_log(double mean)
{
	return (log(mean));
}

const struct glm_family glm_poisson = {
	.name = "poisson",
	.has_log_link = true,
	.shape = 1,
	.derive = derive_power,
	.inform = inform_power,
	.intercept = intercept_log,
};

const struct glm_family glm_gamma = {
	.name = "gamma",
	.has_log_link = true,
	.shape = 2,
	.derive = derive_power,
	.inform = inform_power,
	.has_dispersion = true,
	.intercept = intercept_log,
};

const struct glm_family glm_tweedie = {
	.name = "tweedie",
	.has_log_link = true,
	.derive = derive_power,
	.inform = inform_power,
	.has_dispersion = true,
	.intercept = intercept_log,
};
