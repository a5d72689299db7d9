/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers in their most usual form, eight digits at a time and without a loop:
 * -?d+ and -?d*.d* of up to 16 digits.  False for all others, be they numbers
 * or not, and for numbers with leading zeros: numtext.h reads them.
 *
 * Eight characters are a 64-bit word, the first in its lowest byte.  Nothing
 * is read beyond the n bytes at p.
 */
#ifndef DIGITS_H
#define DIGITS_H

#include <endian.h>
#include <float.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DIGITS_ZEROS 0x3030303030303030u	/* "00000000" */
#define DIGITS_ONES 0x0101010101010101u

static inline uint64_t
load_eight(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return (le64toh(v));
}

/* n of them, 1 to 8, and NUL for the others. */
static inline uint64_t
load_some(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t low, high;

	if (n >= 4) {		/* two that overlap */
		memcpy(&low, p, sizeof(low));
		memcpy(&high, p + n - 4, sizeof(high));
		return ((uint64_t)le32toh(high) << 8 * (n - 4) |
		    le32toh(low));
	}
	return ((uint64_t)u[n / 2] << 8 * (n / 2) |
	    (uint64_t)u[n - 1] << 8 * (n - 1) | u[0]);
}

/* All bytes 0x30 .. 0x39: the high nibble is 3, also after adding 6. */
static inline bool
are_eight_digits(uint64_t v)
{
	uint64_t high = 0xf0f0f0f0f0f0f0f0u;

	return ((v & high) == DIGITS_ZEROS &&
	    ((v + 0x0606060606060606u) & high) == DIGITS_ZEROS);
}

/* Pairs of digits, then pairs of pairs, then both halves in one product. */
static inline uint32_t
eight_digits(uint64_t v)
{
	uint64_t mask = 0x000000ff000000ffu;

	v -= DIGITS_ZEROS;
	v = v * 10 + (v >> 8);
	v = (v & mask) * (100 + (1000000ull << 32)) +
	    (v >> 16 & mask) * (1 + (10000ull << 32));
	return ((uint32_t)(v >> 32));
}

/* The first n of the characters behind zeros, n being 1 to 8. */
static inline bool
first_digits(uint64_t v, size_t n, uint64_t *out)
{
	unsigned shift = 8 * (8 - (unsigned)n);

	v = v << shift | (DIGITS_ZEROS & ~(UINT64_MAX << shift));
	*out = eight_digits(v);
	return (are_eight_digits(v));
}

static inline uint64_t
digits_pow10(size_t n)
{
	static const uint64_t powers[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
	};

	return (powers[n]);
}

/* Without a sign. */
static inline bool
digits_whole(const char *p, size_t n, uint64_t *out)
{
	uint64_t high, low;

	if (n - 1 > 15 || (*p == '0' && n > 1))
		return (false);
	if (n <= 8)
		return (first_digits(load_some(p, n), n, out));
	if (!first_digits(load_eight(p), 8, &high) ||
	    !first_digits(load_some(p + 8, n - 8), n - 8, &low))
		return (false);
	*out = high * digits_pow10(n - 8) + low;
	return (true);
}

/* Refuses -0, too, which is another number where the column is of floats. */
static inline bool
digits_int(const char *p, size_t n, int64_t *out)
{
	bool negative = n > 1 && *p == '-';
	uint64_t v = 0;

	if (!digits_whole(p + negative, n - negative, &v) ||
	    (negative && v == 0))
		return (false);
	*out = negative ? -(int64_t)v : (int64_t)v;
	return (true);
}

/*
 * The digits around a point, which is among the first eight characters: *point
 * is its place, and below 0 where there is none.
 */
static inline bool
digits_around(const char *p, size_t n, uint64_t *out, int *point)
{
	uint64_t v = n < 8 ? load_some(p, n) : load_eight(p);
	uint64_t x = v ^ DIGITS_ONES * '.', low;
	uint64_t hits = (x - DIGITS_ONES) & ~x & DIGITS_ONES << 7;
	unsigned at;

	if (hits == 0) {
		*point = -1;
		return (digits_whole(p, n, out));
	}
	at = (unsigned)__builtin_ctzll(hits) / 8;
	*point = (int)at;
	if (at > 1 && *p == '0')
		return (false);
	low = (UINT64_C(1) << 8 * at) - 1;
	if (n <= 9)
		return (first_digits((v & low) | (load_some(p + 1, n - 1) &
		    ~low), n - 1, out));
	if (!first_digits((v & low) | (load_eight(p + 1) & ~low), 8, &v) ||
	    !first_digits(load_some(p + 9, n - 9), n - 9, &low))
		return (false);
	*out = v * digits_pow10(n - 9) + low;
	return (true);
}

/* Both the digits as a whole number and the power of ten are doubles, so one
   rounded operation gives the rounded value (Clinger 1990). */
static inline bool
digits_float(const char *p, size_t n, double *out)
{
	static const double powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16
	};
	bool negative = n > 1 && *p == '-';
	uint64_t w = 0;
	double v;
	int point;

	p += negative;
	n -= negative;
	if (FLT_EVAL_METHOD != 0 || n - 2 > 15) {	/* one is a digit */
		if (n != 1 || (unsigned char)(*p - '0') > 9)
			return (false);
		*out = negative ? -(double)(*p - '0') : *p - '0';
		return (true);
	}
	if (!digits_around(p, n, &w, &point) || w > 1ull << 53)
		return (false);
	v = (double)w;
	if (point >= 0)
		v /= powers[(int)n - 1 - point];
	*out = negative ? -v : v;
	return (true);
}

#endif
