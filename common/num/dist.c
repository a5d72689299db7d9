/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "dist.h"

double
normal_sf(double x)
{
	return (isnan(x) ? NAN : gsl_cdf_ugaussian_Q(x));
}

double
normal_quantile(double p)
{
	return (p > 0 && p < 1 ? gsl_cdf_ugaussian_Pinv(p) : NAN);
}

double
student_quantile(double p, double df)
{
	return (p > 0 && p < 1 && df > 0 ? gsl_cdf_tdist_Pinv(p, df) : NAN);
}

double
student_sf(double x, double df)
{
	return (isnan(x) || !(df > 0) ? NAN : gsl_cdf_tdist_Q(x, df));
}

double
chi_square_sf(double x, double df)
{
	if (isnan(x) || !(df > 0))
		return (NAN);
	return (isinf(x) ? x < 0 : gsl_cdf_chisq_Q(x, df));
}

/* 1 - sf = sqrt(2 pi) / x * sum over odd j of exp(-j^2 pi^2 / (8 x^2)) */
static double
sf_small(double x)
{
	double sum = 0;

	for (int j = 1; j <= 9; j += 2)
		sum += exp(-j * j * M_PI * M_PI / (8 * x * x));
	return (1 - sqrt(2 * M_PI) / x * sum);
}

/* sf = 2 * sum over j >= 1 of (-1)^(j-1) exp(-2 j^2 x^2) */
static double
sf_large(double x)
{
	double sum = 0;

	for (int j = 1; j <= 6; j++)
		sum += (j % 2 ? 2 : -2) * exp(-2 * j * j * x * x);
	return (sum);
}

double
kolmogorov_sf(double x)
{
	if (isnan(x))
		return (NAN);
	if (x <= 0.04)		/* 1 - sf is below 1e-300 */
		return (1);
	return (x < 1 ? sf_small(x) : sf_large(x));
}
