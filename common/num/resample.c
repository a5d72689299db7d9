/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resample.h"
#include "rng.h"

/* 2^32 * P(count <= i) for a mean of 1, rounded; above the last, 12. */
static const uint32_t poisson_upto[] = {
	1580030169u, 3160060337u, 3950075422u, 4213413783u, 4279248374u,
	4292415292u, 4294609778u, 4294923276u, 4294962463u, 4294966817u,
	4294967253u, 4294967292u,
};
#define POISSON_MAX (sizeof(poisson_upto) / sizeof(poisson_upto[0]))

static double
draw_poisson(uint32_t u)
{
	size_t count = 0;

	while (count < POISSON_MAX && u >= poisson_upto[count])
		count++;
	return ((double)count);
}

static void
draw_rows(struct rng *r, double *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = 0;
	for (size_t i = 0; i < n; i++)
		out[rng_below(r, n)]++;
}

static void
draw_counts(struct rng *r, double *out, size_t n)
{
	uint64_t bits;
	size_t i;

	for (i = 0; i + 2 <= n; i += 2) {
		bits = rng_next(r);
		out[i] = draw_poisson((uint32_t)bits);
		out[i + 1] = draw_poisson((uint32_t)(bits >> 32));
	}
	if (i < n)
		out[i] = draw_poisson((uint32_t)rng_next(r));
}

void
resample_weights(uint64_t seed, uint64_t replicate, const double *weight,
    double *out, size_t n)
{
	struct rng r;

	rng_init(&r, rng_at(seed, replicate));
	if (n <= RESAMPLE_EXACT)
		draw_rows(&r, out, n);
	else
		draw_counts(&r, out, n);
	for (size_t i = 0; weight != NULL && i < n; i++)
		out[i] *= weight[i];
}
