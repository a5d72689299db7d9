/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Powers of ten to 128 bits, for reading and writing doubles.
 *
 * The entry of 10^q is ceil(10^q * 2^s) with s such that it has exactly 128
 * bits: hi * 2^64 + lo.  It is exact for q in 0 .. POW10_EXACT, and otherwise
 * above the power by less than one unit of lo.  lo is then never 0.
 */
#ifndef POW10_H
#define POW10_H

#include <stdint.h>

#define POW10_FIRST (-342)	/* the smallest that a 64-bit number can need */
#define POW10_LAST 324		/* what the smallest double is scaled by */
#define POW10_EXACT 55		/* 5^55 < 2^128 */

struct pow10 {
	uint64_t hi, lo;
};

extern const struct pow10 pow10_table[POW10_LAST - POW10_FIRST + 1];

static inline struct pow10
pow10_bits(int q)
{
	return (pow10_table[q - POW10_FIRST]);
}

/* floor(log2(10^q)), for |q| <= 1650. */
static inline int
pow10_log2(int q)
{
	return ((q * 1741647) >> 19);
}

#endif
