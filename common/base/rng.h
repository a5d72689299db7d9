/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random numbers that are the same on every machine and for any number of
 * threads.  A struct rng is a stream (xoshiro256**, Blackman and Vigna 2018,
 * seeded by splitmix64); rng_at() is a hash of (seed, position), for draws
 * that must not depend on the order in which rows are visited.
 *
 * A draw for a row is rng_at(rng_key(seed, use, round), its number in the
 * whole table): the same for any threads, machines and sources.
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


/* What a draw is for, so that no two are from one place. Part of the results:
   keep. */
enum rng_use {
	RNG_GBDT_STEPS = 1,
	RNG_GBDT_ROWS,
	RNG_GBDT_FEATURES,
	RNG_BIN_SAMPLE,
	RNG_ROW_ORDER,
	RNG_ROW_SAMPLE,
	RNG_LEVEL_FOLDS,
	RNG_SEARCH_POINTS,
	RNG_FOREST_ROWS,
	RNG_FOREST_SPLITS,
	RNG_ISOLATION_ROWS,
	RNG_ISOLATION_SPLITS,
	RNG_KMEANS,
	RNG_GBDT_SEARCH,
	RNG_SIM_SAMPLE,
	RNG_SIM_ROW,
	RNG_SIM_LABEL,
	RNG_FAULTS,
	RNG_ARRIVALS,
	RNG_EVENT_DELAY
};

/* A seed for one use, in one round of it. */
uint64_t rng_key(uint64_t seed, enum rng_use, uint64_t round);

#endif
