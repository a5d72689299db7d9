/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gsl/gsl_qrng.h>
#include <math.h>

#include "mem.h"
#include "rng.h"

#include "low_discrepancy.h"

#define SOBOL_DIMS 40

void
low_discrepancy(uint64_t seed, size_t n, size_t dims, double *out)
{
	size_t k = dims < SOBOL_DIMS ? dims : SOBOL_DIMS;
	gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)k);
	double point[SOBOL_DIMS];

	if (q == NULL)
		mem_die();
	for (size_t i = 0; i < n; i++) {
		gsl_qrng_get(q, point);
		for (size_t j = 0; j < dims; j++) {
			double u = j < k ? point[j] + rng_uniform_at(seed, j) :
			    rng_uniform_at(seed, i * dims + j);

			out[i * dims + j] = u - floor(u);
		}
	}
	gsl_qrng_free(q);
}
