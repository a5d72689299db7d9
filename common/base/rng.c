/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rng.h"

static uint64_t
rotl(uint64_t x, int k)
{
	return (x << k | x >> (64 - k));
}

/* splitmix64: Steele, Lea and Flood 2014. */
static uint64_t
splitmix(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31));
}

void
rng_init(struct rng *r, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		r->s[i] = splitmix(&seed);
}

uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s;
	uint64_t result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotl(s[3], 45);
	return (result);
}

/* Lemire 2019, "Fast random integer generation in an interval". */
uint64_t
rng_below(struct rng *r, uint64_t n)
{
	unsigned __int128 m = (unsigned __int128)rng_next(r) * n;

	if ((uint64_t)m < n) {
		uint64_t least = -n % n;

		while ((uint64_t)m < least)
			m = (unsigned __int128)rng_next(r) * n;
	}
	return ((uint64_t)(m >> 64));
}

void
rng_shuffle(struct rng *r, uint32_t *v, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = rng_below(r, i);
		uint32_t t = v[i - 1];

		v[i - 1] = v[j];
		v[j] = t;
	}
}

uint64_t
rng_at(uint64_t seed, uint64_t position)
{
	uint64_t state = seed * 0xd1342543de82ef95u + position;

	splitmix(&state);
	return (splitmix(&state));
}

uint64_t
rng_key(uint64_t seed, enum rng_use use, uint64_t round)
{
	return (rng_at(rng_at(seed, use), round));
}

double
rng_uniform_at(uint64_t seed, uint64_t position)
{
	return ((double)(rng_at(seed, position) >> 11) * 0x1p-53);
}
