/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <endian.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "fmt_csv_fields.h"

#define LOW_BITS 0x7f7f7f7f7f7f7f7fu
#define ONES 0x0101010101010101u
#define LANES 32		/* bytes of a vector */

/* The high bit of each byte of hits tells whether it is the delimiter. */
void
fields_split_plain(struct fields *f, const char *p, const char *end,
    char delimiter)
{
	uint64_t pattern = ONES * (unsigned char)delimiter, x, hits;
	const char *start = p, *at;

	for (; end - p >= 8; p += 8) {
		memcpy(&x, p, sizeof(x));
		x = le64toh(x) ^ pattern;
		hits = ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
		for (; hits != 0; hits &= hits - 1) {
			at = p + __builtin_ctzll(hits) / 8;
			fields_add(f, start, at, CELL_PLAIN);
			start = at + 1;
		}
	}
	for (; p < end; p++) {
		if (*p == delimiter) {
			fields_add(f, start, p, CELL_PLAIN);
			start = p + 1;
		}
	}
	fields_add(f, start, end, CELL_PLAIN);
}

#if defined(__x86_64__)

/* There are LANES bytes at least; the last vector ends with the text, and has
   some bytes that were in the one before. */
__attribute__((target("avx2"))) static void
split_avx2(struct fields *f, const char *p, const char *end, char delimiter)
{
	const __m256i pattern = _mm256_set1_epi8(delimiter);
	const char *start = p, *at;
	uint32_t hits, seen = 0;
	__m256i x;

	for (; p < end; p += LANES) {
		if (end - p < LANES) {
			seen = (uint32_t)(LANES - (end - p));
			p = end - LANES;
		}
		x = _mm256_loadu_si256((const __m256i *)(const void *)p);
		hits = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x,
		    pattern));
		for (hits &= UINT32_MAX << seen; hits != 0; hits &= hits - 1) {
			at = p + __builtin_ctz(hits);
			fields_add(f, start, at, CELL_PLAIN);
			start = at + 1;
		}
	}
	fields_add(f, start, end, CELL_PLAIN);
}

void
fields_split(struct fields *f, const char *p, const char *end, char delimiter)
{
	if (end - p >= LANES && __builtin_cpu_supports("avx2"))
		split_avx2(f, p, end, delimiter);
	else
		fields_split_plain(f, p, end, delimiter);
}

#else

void
fields_split(struct fields *f, const char *p, const char *end, char delimiter)
{
	fields_split_plain(f, p, end, delimiter);
}

#endif
