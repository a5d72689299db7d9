/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tree_bits.h"

/* Any processor: 16 bytes are what SSE2 and Neon have, and the compiler takes
   them apart elsewhere. */
typedef uint8_t bytes __attribute__((vector_size(16)));

static inline bytes
look_up(const uint8_t *table, bytes i)
{
	for (size_t k = 0; k < sizeof(i); k++)
		i[k] = table[i[k]];
	return (i);
}

#define WIDTH 16
#define LANES(name) name ## _16
#define TARGET
#define LOOK_UP look_up
#include "tree_bits_lanes.h"

static bool
is_always(void)
{
	return (true);
}

#ifdef __x86_64__
#include <immintrin.h>

static bool
has_avx2(void)
{
	return (__builtin_cpu_supports("avx2"));
}

static bool
has_avx512(void)
{
	return (__builtin_cpu_supports("avx512bw"));
}

#define LOAD_TABLE(t) _mm_loadu_si128((const __m128i *)(const void *)(t))

#define WIDTH 32
#define LANES(name) name ## _32
#define TARGET __attribute__((target("avx2")))
#define LOOK_UP(t, i) (lanes)_mm256_shuffle_epi8( \
    _mm256_broadcastsi128_si256(LOAD_TABLE(t)), (__m256i)(i))
#include "tree_bits_lanes.h"

#define WIDTH 64
#define LANES(name) name ## _64
#define TARGET __attribute__((target("avx512bw")))
#define LOOK_UP(t, i) (lanes)_mm512_shuffle_epi8( \
    _mm512_broadcast_i32x4(LOAD_TABLE(t)), (__m512i)(i))
#include "tree_bits_lanes.h"
#endif

const struct bits_kernel bits_kernels[] = {
#ifdef __x86_64__
	{ "avx512", has_avx512, find_64 },
	{ "avx2", has_avx2, find_32 },
#endif
	{ "plain", is_always, find_16 },
	{ NULL }
};
