/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random numbers that are the same on every machine and for any number of
 * threads.  A struct rng is a stream (xoshiro256**, Blackman and Vigna 2018,
 * seeded by splitmix64); rng_at() is a hash of (seed, position), for draws
 * that must not depend on the order in which rows are visited.
 */
#ifndef RNG_H
#define RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

void rng_init(struct rng *, uint64_t seed);
uint64_t rng_next(struct rng *);
uint64_t rng_below(struct rng *, uint64_t n);	/* 0 .. n-1, unbiased */
void rng_shuffle(struct rng *, uint32_t *v, size_t n);

uint64_t rng_at(uint64_t seed, uint64_t position);
double rng_uniform_at(uint64_t seed, uint64_t position);	/* [0, 1) */

#endif
