/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "bin_sums.h"

#define BLOCK 16384		/* rows; part of the results: keep */

struct pack {
	const float *gradients, *hessians;
	size_t n;
	uint64_t key;
	int64_t *out;
	struct bin_scale scale;
	double *gradient_sums, *hessian_sums;	/* sizes, of each block */
};

static size_t
block_end(const struct pack *p, size_t block)
{
	size_t end = (block + 1) * BLOCK;

	return (end < p->n ? end : p->n);
}

static void
measure_block(void *ctx, size_t block, int worker)
{
	struct pack *p = ctx;
	double g = 0, h = 0;

	(void)worker;
	for (size_t i = block * BLOCK; i < block_end(p, block); i++) {
		g += fabsf(p->gradients[i]);
		h += p->hessians[i];
	}
	p->gradient_sums[block] = g;
	p->hessian_sums[block] = h;
}

/* The finisher of splitmix64: Steele, Lea and Flood 2014. */
static uint64_t
draw(uint64_t key, size_t i)
{
	uint64_t z = key + (i + 1) * 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31));
}

/*
 * Down or up, up with the probability of the part cut off.  20 random bits
 * leave 32 for a double's whole part, so whole numbers stay what they are.
 */
static void
pack_block(void *ctx, size_t block, int worker)
{
	struct pack *p = ctx;
	int64_t g, h;
	uint64_t r;

	(void)worker;
	for (size_t i = block * BLOCK; i < block_end(p, block); i++) {
		r = draw(p->key, i);
		g = (int64_t)(p->gradients[i] * p->scale.gradient + 0x1p32 +
		    (double)(r >> 44) * 0x1p-20) - ((int64_t)1 << 32);
		h = (int64_t)(p->hessians[i] * p->scale.hessian +
		    (double)(r & 0xfffff) * 0x1p-20);
		p->out[i] = (int64_t)((uint64_t)g << 32) + h;
	}
}

/* Steps in a unit so that n numbers of this sum of sizes fit, each rounded
   up. */
static double
steps(double limit, double n, double sum)
{
	double s = sum > 0 ? (limit - n) / sum : 1;

	if (s > 0x1p100)	/* of vanishing sizes; keep all finite */
		s = 0x1p100;
	return (s);
}

int
bin_pack(const float *gradients, const float *hessians, size_t n,
    uint64_t key, struct crew *crew, int64_t *out,
    struct bin_scale *scale)
{
	size_t n_blocks = (n + BLOCK - 1) / BLOCK;
	struct pack p = { .gradients = gradients, .hessians = hessians,
	    .n = n, .key = key, .out = out };
	double g = 0, h = 0;

	p.gradient_sums = mem_alloc(n_blocks, sizeof(*p.gradient_sums));
	p.hessian_sums = mem_alloc(n_blocks, sizeof(*p.hessian_sums));
	crew_for(crew, n_blocks, measure_block, &p);
	for (size_t k = 0; k < n_blocks; k++) {
		g += p.gradient_sums[k];
		h += p.hessian_sums[k];
	}
	free(p.gradient_sums);
	free(p.hessian_sums);
	if (!isfinite(g) || !isfinite(h))
		return (-1);
	p.scale.gradient = steps(0x1p31 - 1, (double)n, g);
	p.scale.hessian = steps(0x1p32 - 1, (double)n, h);
	/* Whole, so that a hessian of 1 is a whole number of steps. */
	if (p.scale.hessian >= 1)
		p.scale.hessian = floor(p.scale.hessian);
	crew_for(crew, n_blocks, pack_block, &p);
	*scale = p.scale;
	return (0);
}
