/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tail areas of distributions and quantiles: "sf" is the upper tail, P(X > x).
 * An argument outside the domain gives NaN.  Nothing here can fail, but the
 * program must have called num_init() (see num_init.h), or GSL would end it on
 * an underflow.
 */
#ifndef DIST_H
#define DIST_H

double normal_sf(double x);
/* Where P(X <= x) = p, 0 < p < 1. */
double normal_quantile(double p);
double student_quantile(double p, double df);

double student_sf(double x, double df);
double chi_square_sf(double x, double df);

/*
 * Kolmogorov's limit distribution of sqrt(n) D.  Two series, each where it
 * converges in a few terms (Marsaglia, Tsang and Wang 2003, section 1).
 */
double kolmogorov_sf(double x);

#endif
