/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decimal to double: Clinger 1990 where one exact operation does it, else
 * Eisel and Lemire as in D. Lemire, "Number parsing at a gigabyte per second"
 * (2021), and strtod for the few that 128 bits do not decide.
 */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "digits.h"
#include "mem.h"
#include "pow10.h"

#include "numtext.h"

#define DIGITS_MAX 19			/* of any value in 64 bits */
#define EXPONENT_MAX 1000000000000000	/* no field is as long */

/* w * 10^exp10; where digits were cut, the value lies in [w, w + 1). */
struct decimal {
	uint64_t w;
	int64_t exp10;
	bool cut;
};

static bool
is_digit(char c)
{
	return ((unsigned char)(c - '0') < 10);
}

/* Append the digits at p to *w, modulo 2^64. */
static const char *
read_digits(const char *p, const char *end, uint64_t *w)
{
	uint64_t x = *w, v;

	for (; end - p >= 8; p += 8) {
		v = load_eight(p);
		if (!are_eight_digits(v))
			break;
		x = x * 100000000 + eight_digits(v);
	}
	for (; p < end && is_digit(*p); p++)
		x = x * 10 + (uint64_t)(*p - '0');
	*w = x;
	return (p);
}

/* Read the digits in [p, end) again, into the first 19 that count. */
static void
keep_digits(const char *p, const char *end, struct decimal *d)
{
	int n = 0;

	d->w = 0;
	for (; p < end; p++) {
		if (*p == '.')
			continue;
		if (n < DIGITS_MAX) {
			d->w = d->w * 10 + (uint64_t)(*p - '0');
			n += d->w > 0;
		} else {
			d->exp10++;
			d->cut |= *p != '0';
		}
	}
}

/* What follows the e, to the end of the field. */
static int
read_exponent(const char *p, const char *end, int64_t *out)
{
	bool negative = p < end && *p == '-';
	int64_t e = 0;

	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (p == end)
		return (-1);
	for (; p < end && is_digit(*p); p++) {
		if (e < EXPONENT_MAX)
			e = e * 10 + (*p - '0');
	}
	*out = negative ? -e : e;
	return (p == end ? 0 : -1);
}

/* The whole of an unsigned field. */
static int
read_decimal(const char *p, const char *end, struct decimal *d)
{
	const char *start = p, *fraction;
	ptrdiff_t n_digits;
	int64_t e = 0;

	*d = (struct decimal){ 0, 0, false };
	p = read_digits(p, end, &d->w);
	n_digits = p - start;
	if (p < end && *p == '.') {
		fraction = ++p;
		p = read_digits(p, end, &d->w);
		n_digits += p - fraction;
		d->exp10 = fraction - p;
	}
	if (n_digits == 0)
		return (-1);
	if (n_digits > DIGITS_MAX)
		keep_digits(start, p, d);
	if (p == end)
		return (0);
	if ((*p != 'e' && *p != 'E') || read_exponent(p + 1, end, &e) < 0)
		return (-1);
	d->exp10 += e;
	return (0);
}

/*
 * Clinger's fast path: both operands are exact doubles, so that one rounded
 * operation gives the rounded value.
 */
static bool
convert_exactly(const struct decimal *d, double *out)
{
	static const double powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
	};

	if (FLT_EVAL_METHOD != 0 || d->cut || d->w > 1ull << 53 ||
	    d->exp10 < -22 || d->exp10 > 22)
		return (false);
	if (d->exp10 < 0)
		*out = (double)d->w / powers[-d->exp10];
	else
		*out = (double)d->w * powers[d->exp10];
	return (true);
}

/*
 * The high 128 bits of w * 10^q, w having its top bit set; the second product
 * only where the 9 bits below what a double keeps are all ones, for only then
 * can it carry into them.
 */
static unsigned __int128
multiply_pow10(uint64_t w, int q)
{
	struct pow10 power = pow10_bits(q);
	unsigned __int128 z = (unsigned __int128)w * power.hi;

	/* The paper's table is rounded down for powers that are too long. */
	if (q > POW10_EXACT)
		power.lo--;
	if ((z >> 64 & 0x1ff) == 0x1ff)
		z += (uint64_t)((unsigned __int128)w * power.lo >> 64);
	return (z);
}

static double
make_double(uint64_t mantissa, int exponent)
{
	uint64_t bits = mantissa | (uint64_t)exponent << 52;
	double v;

	memcpy(&v, &bits, sizeof(v));
	return (v);
}

/* m has 54 bits, one too many, to be shifted below the least exponent. */
static double
round_subnormal(uint64_t m, int exponent)
{
	if (1 - exponent >= 64)
		return (0);
	m >>= 1 - exponent;
	m = (m + (m & 1)) >> 1;
	/* Rounding up to 2^52 carries into the exponent, as it should. */
	return (make_double(m, 0));
}

/*
 * w * 10^q, Algorithm 1 of the paper; false when it cannot decide.  *out is
 * infinite when too large.
 */
static bool
convert_product(uint64_t w, int64_t q, double *out)
{
	unsigned __int128 z;
	uint64_t hi, lo, m;
	int lz, top, shift, exponent;

	if (w == 0 || q < POW10_FIRST || q > DBL_MAX_10_EXP) {
		*out = w == 0 || q < 0 ? 0 : HUGE_VAL;
		return (true);
	}
	lz = __builtin_clzll(w);
	z = multiply_pow10(w << lz, (int)q);
	hi = (uint64_t)(z >> 64);
	lo = (uint64_t)z;
	if (lo == UINT64_MAX && (q < -27 || q > POW10_EXACT))
		return (false);
	top = (int)(hi >> 63);
	shift = top + 64 - 54 - 1;
	m = hi >> shift;
	exponent = pow10_log2((int)q) + 63 + top - lz + 1023;
	if (exponent <= 0) {
		*out = round_subnormal(m, exponent);
		return (true);
	}
	/* Exactly half way, which only these powers can be: to even. */
	if (lo <= 1 && q >= -4 && q <= 23 && (m & 3) == 1 && m << shift == hi)
		m--;
	m = (m + (m & 1)) >> 1;
	if (m == 1ull << 53) {
		m >>= 1;
		exponent++;
	}
	*out = exponent >= 0x7ff ? HUGE_VAL :
	    make_double(m & ~(1ull << 52), exponent);
	return (true);
}

/* Where digits were cut, both ends of the interval must agree. */
static bool
convert_decimal(const struct decimal *d, double *out)
{
	double above;

	if (convert_exactly(d, out))
		return (true);
	if (!convert_product(d->w, d->exp10, out))
		return (false);
	return (!d->cut || (convert_product(d->w + 1, d->exp10, &above) &&
	    above == *out));
}

/* The rare case: exact for any number of digits, and slow. */
static double
convert_slowly(const char *p, size_t n)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	char *z = mem_strndup(p, n);
	double v;

	if (c == (locale_t)0)
		BUG("no C locale");
	v = strtod_l(z, NULL, c);
	freelocale(c);
	free(z);
	return (v);
}

/* p, of n bytes, is the name in upper or lower case; name is lower. */
static bool
is_name(const char *p, size_t n, const char *name)
{
	if (n != strlen(name))
		return (false);
	for (size_t i = 0; i < n; i++) {
		if ((p[i] | 0x20) != name[i])
			return (false);
	}
	return (true);
}

static int
read_name(const char *p, size_t n, double *out)
{
	if (is_name(p, n, "inf") || is_name(p, n, "infinity"))
		*out = INFINITY;
	else if (is_name(p, n, "nan"))
		*out = NAN;
	else
		return (-1);
	return (0);
}

int
parse_float(const char *p, size_t n, double *out)
{
	bool negative = n > 0 && *p == '-';
	struct decimal d;
	double v;

	if (digits_float(p, n, out))
		return (0);
	if (n > 0 && (*p == '-' || *p == '+')) {
		p++;
		n--;
	}
	if (n == 0)
		return (-1);
	if (read_decimal(p, p + n, &d) < 0) {
		if (read_name(p, n, &v) < 0)
			return (-1);
	} else {
		if (!convert_decimal(&d, &v))
			v = convert_slowly(p, n);
		if (isinf(v))
			return (-1);
	}
	*out = negative ? -v : v;
	return (0);
}
