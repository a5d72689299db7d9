/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers for made-up data. */
#ifndef DRAW_H
#define DRAW_H

#include <math.h>

#include "rng.h"

/* [0, 1), 53 bits */
static inline double
draw_uniform(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) * 0x1p-53);
}

/* Mean 0, deviation 1: Marsaglia's polar method; one of two values is kept. */
static inline double
draw_normal(struct rng *r)
{
	double u, v, s;

	do {
		u = 2 * draw_uniform(r) - 1;
		v = 2 * draw_uniform(r) - 1;
		s = u * u + v * v;
	} while (s >= 1 || s == 0);
	return (u * sqrt(-2 * log(s) / s));
}

#endif
