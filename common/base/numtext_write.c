/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Double to the shortest decimal that reads back: R. Giulietti, "The
 * Schubfach way to render doubles" (2020).  Section and result names below
 * are those of the paper.  Decimals of few digits, as most tables have, are
 * found by one division, in half the time.
 */
#include <endian.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "pow10.h"

#include "numtext.h"

#define DIGITS_MAX 17

/* digits * 10^exp10 */
struct shortest {
	uint64_t digits;
	int exp10;
};

/* floor(log10(2^e)), or of 3/4 * 2^e; for |e| <= 1500. */
static int
log10_pow2(int e, bool three_quarters)
{
	return ((e * 1262611 - (three_quarters ? 524031 : 0)) >> 22);
}

/*
 * The product with its lost bits kept as a sticky lowest bit ("rop" in the
 * paper), which is all that comparing it with a multiple of 4 needs.
 */
static uint64_t
round_to_odd(struct pow10 g, uint64_t c)
{
	unsigned __int128 low = (unsigned __int128)g.lo * c >> 64;
	unsigned __int128 y = (unsigned __int128)g.hi * c + low;

	return ((uint64_t)(y >> 64) | ((uint64_t)y > 1));
}

/*
 * Of the numbers with one digit less, and else of those on the grid of 10^k,
 * the one in the rounding interval of v; the nearer one where two are.
 * c * 2^q is the value, c > 0; closer says that the double below is only half
 * as far away as the one above.
 */
static struct shortest
find_shortest(uint64_t c, int q, bool closer)
{
	int k = log10_pow2(q, closer);
	int h = q + pow10_log2(-k) + 1;
	struct pow10 g = pow10_bits(-k);
	uint64_t odd = c & 1;	/* ends of the interval belong to even c */
	uint64_t v = round_to_odd(g, 4 * c << h);
	uint64_t low = round_to_odd(g, (4 * c - 2 + closer) << h) + odd;
	uint64_t high = round_to_odd(g, (4 * c + 2) << h) - odd;
	uint64_t s = v / 4, t = s / 10, middle = 4 * s + 2;
	bool below_in, above_in;

	if (s >= 10) {
		below_in = low <= 40 * t;
		above_in = 40 * t + 40 <= high;
		if (below_in != above_in)
			return ((struct shortest){ t + above_in, k + 1 });
	}
	below_in = low <= 4 * s;
	above_in = 4 * s + 4 <= high;
	if (below_in != above_in)
		return ((struct shortest){ s + above_in, k });
	return ((struct shortest){
	    s + (v > middle || (v == middle && (s & 1))), k });
}

/* v is finite and above 0. */
static struct shortest
split_double(double v)
{
	uint64_t bits, fraction;
	int e;

	if (v < 0x1p53 && v == (double)(uint64_t)v)
		return ((struct shortest){ (uint64_t)v, 0 });
	memcpy(&bits, &v, sizeof(bits));
	fraction = bits & ((1ull << 52) - 1);
	e = (int)(bits >> 52 & 0x7ff);
	if (e == 0)
		return (find_shortest(fraction, -1074, false));
	return (find_shortest(fraction | 1ull << 52, e - 1075,
	    fraction == 0 && e > 1));
}

/*
 * v < 10^8, with leading zeros: halves, then pairs, then digits at once.
 * Returns the digits as bytes, the first one lowest.
 */
static uint64_t
split_eight(uint32_t v)
{
	uint64_t x = v / 10000 | (uint64_t)(v % 10000) << 32;
	uint64_t hundreds, tens;

	hundreds = (x * 10486 >> 20) & 0x0000007f0000007fu;
	x = hundreds | (x - hundreds * 100) << 16;
	tens = (x * 103 >> 10) & 0x000f000f000f000fu;
	return (tens | (x - tens * 10) << 8);
}

static void
put_eight(char *out, uint64_t digits)
{
	uint64_t text = htole64(digits | 0x3030303030303030u);

	memcpy(out, &text, sizeof(text));
}

/*
 * v, 0 < v < 10^17, with leading zeros, in DIGITS_MAX bytes; *first and the
 * result are where its digits begin and end without zeros on either side.
 */
static int
put_digits(char *text, uint64_t v, int *first)
{
	uint64_t low = v % 10000000000000000u;
	uint64_t a, b;

	text[0] = (char)('0' + v / 10000000000000000u);
	a = split_eight((uint32_t)(low / 100000000));
	b = split_eight((uint32_t)(low % 100000000));
	put_eight(text + 1, a);
	put_eight(text + 9, b);
	if (text[0] != '0')
		*first = 0;
	else
		*first = a != 0 ? 1 + __builtin_ctzll(a) / 8 :
		    9 + __builtin_ctzll(b) / 8;
	if (b != 0)
		return (17 - __builtin_clzll(b) / 8);
	return (a != 0 ? 9 - __builtin_clzll(a) / 8 : 1);
}

/*
 * 0.000d, d.d or d000.0; the point stands after that many digits.  Copies of
 * one fixed length are faster than right ones: what is too much lies within
 * NUMTEXT_MAX, and zeros follow the digits for as long as any number needs.
 */
static char *
put_fixed(char *out, const char *digits, int n, int point)
{
	if (point <= 0) {
		memcpy(out, "0.000", 5);
		memcpy(out + 2 - point, digits, DIGITS_MAX);
		return (out + 2 - point + n);
	}
	memcpy(out, digits, DIGITS_MAX);
	if (point >= n) {
		memcpy(out + point, ".0", 2);
		return (out + point + 2);
	}
	out[point] = '.';
	memcpy(out + point + 1, digits + point, DIGITS_MAX);
	return (out + n + 1);
}

/* d.ddde-07: two digits of exponent at least. */
static char *
put_scientific(char *out, const char *digits, int n, int e)
{
	out[0] = digits[0];
	out[1] = '.';
	memcpy(out + 2, digits + 1, DIGITS_MAX);
	out += n > 1 ? n + 1 : 1;
	*out++ = 'e';
	*out++ = e < 0 ? '-' : '+';
	e = e < 0 ? -e : e;
	if (e >= 100)
		*out++ = (char)('0' + e / 100);
	*out++ = (char)('0' + e / 10 % 10);
	*out++ = (char)('0' + e % 10);
	return (out);
}

/*
 * Is v, from 1e-4 to 1e8, a decimal of up to eight digits, the first of which
 * stands at 10^*exp10?  Those of up to 15 digits differ as doubles: the one
 * that reads back, by one rounded division, is the shortest.
 */
static bool
find_eight(double v, uint64_t *digits, int *exp10)
{
	static const double powers[] = {
		1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6,
		1e7, 1e8, 1e9, 1e10, 1e11
	};
	uint64_t bits;
	uint32_t w;
	int e;

	if (FLT_EVAL_METHOD != 0 || !(v >= 1e-4 && v < 99999999.0))
		return (false);
	memcpy(&bits, &v, sizeof(bits));
	e = log10_pow2((int)(bits >> 52) - 1023, false);
	e += v >= powers[e + 5];		/* 10^(e + 1) */
	w = (uint32_t)(v * powers[11 - e] + 0.5);	/* 10^(7 - e) */
	if (w >= 100000000 || (double)w / powers[11 - e] != v)
		return (false);
	*digits = split_eight(w);
	*exp10 = e;
	return (true);
}

/* The digits as bytes, those behind a zero being none; the point goes between
   them in a register, as memory that was just written is slow to read. */
static char *
put_short(char *out, uint64_t digits, int exp10)
{
	int n = 8 - __builtin_clzll(digits) / 8, point = exp10 + 1;
	uint64_t text = digits | 0x3030303030303030u, below;

	if (point <= 0) {
		memcpy(out, "0.000", 5);
		put_eight(out + 2 - point, digits);
		return (out + 2 - point + n);
	}
	if (point >= n) {
		put_eight(out, digits);
		memcpy(out + point, ".0", 2);
		return (out + point + 2);
	}
	below = (UINT64_C(1) << 8 * point) - 1;
	out[8] = (char)(text >> 56);
	text = htole64((text & below) | (uint64_t)'.' << 8 * point |
	    (text & ~below) << 8);
	memcpy(out, &text, sizeof(text));
	return (out + n + 1);
}

/* nan, inf and zero: the text behind the sign, or NULL. */
static const char *
special_text(double v)
{
	if (isnan(v))
		return ("nan");
	if (isinf(v))
		return ("inf");
	return (v == 0 ? "0.0" : NULL);
}

size_t
format_float(char *out, double v)
{
	char text[2 * DIGITS_MAX + 6], *p = out;
	const char *special = special_text(v);
	struct shortest s;
	uint64_t eight;
	int first, end, point;

	if (signbit(v) && !isnan(v)) {
		*p++ = '-';
		v = -v;
	}
	if (special != NULL) {
		memcpy(p, special, 3);
		return ((size_t)(p + 3 - out));
	}
	if (find_eight(v, &eight, &point))
		return ((size_t)(put_short(p, eight, point) - out));
	s = split_double(v);
	end = put_digits(text, s.digits, &first);
	memset(text + DIGITS_MAX, '0', sizeof(text) - DIGITS_MAX);
	point = DIGITS_MAX - first + s.exp10;
	if (point > -4 && point <= 16)
		p = put_fixed(p, text + first, end - first, point);
	else
		p = put_scientific(p, text + first, end - first, point - 1);
	return ((size_t)(p - out));
}
