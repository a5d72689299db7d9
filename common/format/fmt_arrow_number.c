/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "numtext.h"

#include "fmt_arrow_number.h"

#define LIMBS 8			/* of 32 bits: 256 */

#define WIDEN(type, from, n, to) do {					\
	type v_;							\
									\
	for (size_t i_ = 0; i_ < (n); i_++) {				\
		memcpy(&v_, (from) + i_ * sizeof(v_), sizeof(v_));	\
		(to)[i_] = v_;						\
	}								\
} while (0)

void
arrow_ints(const struct arrow_type *t, const uint8_t *p, size_t n,
    int64_t *to)
{
	switch (t->bytes) {
	case 1:
		if (t->is_unsigned)
			WIDEN(uint8_t, p, n, to);
		else
			WIDEN(int8_t, p, n, to);
		break;
	case 2:
		if (t->is_unsigned)
			WIDEN(uint16_t, p, n, to);
		else
			WIDEN(int16_t, p, n, to);
		break;
	case 4:
		if (t->is_unsigned)
			WIDEN(uint32_t, p, n, to);
		else
			WIDEN(int32_t, p, n, to);
		break;
	default:
		memcpy(to, p, n * sizeof(*to));
	}
}

/* IEEE 754 binary16, of which every value is a double. */
static double
half_to_double(uint16_t h)
{
	int e = h >> 10 & 31, m = h & 1023;
	double v;

	if (e == 31)
		v = m == 0 ? INFINITY : NAN;
	else if (e == 0)
		v = ldexp(m, -24);
	else
		v = ldexp(m + 1024, e - 25);
	return (h >> 15 ? -v : v);
}

void
arrow_floats(const struct arrow_type *t, const uint8_t *p, size_t n,
    double *to)
{
	uint16_t h;

	if (t->bytes == 8) {
		memcpy(to, p, n * sizeof(*to));
	} else if (t->bytes == 4) {
		WIDEN(float, p, n, to);
	} else {
		for (size_t i = 0; i < n; i++) {
			memcpy(&h, p + 2 * i, 2);
			to[i] = half_to_double(h);
		}
	}
}

/* The magnitude, lowest limb first; is it negative? */
static bool
load_magnitude(const struct arrow_type *t, const uint8_t *p, uint32_t *limb)
{
	bool is_negative = !t->is_unsigned && p[t->bytes - 1] >> 7;
	uint64_t carry = 1;

	memset(limb, is_negative ? 0xff : 0, LIMBS * sizeof(*limb));
	memcpy(limb, p, t->bytes);
	for (size_t i = 0; is_negative && i < LIMBS; i++) {
		carry += (uint32_t)~limb[i];
		limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	return (is_negative);
}

/* Divide by 10^9; what is left. *n is the limbs that are not 0. */
static uint32_t
divide(uint32_t *limb, size_t *n)
{
	uint64_t rest = 0;

	for (size_t i = *n; i-- > 0;) {
		rest = rest << 32 | limb[i];
		limb[i] = (uint32_t)(rest / 1000000000);
		rest %= 1000000000;
	}
	while (*n > 0 && limb[*n - 1] == 0)
		(*n)--;
	return ((uint32_t)rest);
}

/* Digits from the last one, in front of end; returns where they begin. */
static char *
put_digits(char *end, uint32_t *limb)
{
	size_t n = LIMBS;
	char *p = end;

	do {
		uint32_t v = divide(limb, &n);

		for (int k = 0; k < 9 && (n > 0 || v > 0); k++, v /= 10)
			*--p = (char)('0' + v % 10);
	} while (n > 0);
	return (p);
}

size_t
arrow_digits(const struct arrow_type *t, const uint8_t *p, char *to)
{
	uint32_t limb[LIMBS];
	char digits[DIGITS_MAX], *end = digits + sizeof(digits), *first;
	size_t scale = t->scale > 0 ? (size_t)t->scale : 0, n;
	char *at = to;

	if (load_magnitude(t, p, limb))
		*at++ = '-';
	first = put_digits(end, limb);
	while ((size_t)(end - first) <= scale)
		*--first = '0';
	n = (size_t)(end - first) - scale;
	memcpy(at, first, n);
	at += n;
	if (scale > 0) {
		*at++ = '.';
		memcpy(at, first + n, scale);
		at += scale;
	}
	for (int k = t->scale; k < 0 && *first != '0'; k++)
		*at++ = '0';
	return ((size_t)(at - to));
}

/* An integer below 2^53 and a power of ten that are exact have an exact
   quotient but for one rounding. */
double
arrow_decimal(const struct arrow_type *t, const uint8_t *p)
{
	static const double ten[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
	    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
	    1e19, 1e20, 1e21, 1e22 };
	uint32_t limb[LIMBS];
	bool is_negative = load_magnitude(t, p, limb), is_small = true;
	uint64_t low = limb[0] | (uint64_t)limb[1] << 32;
	char text[DIGITS_MAX];
	double v = 0;

	for (size_t i = 2; i < LIMBS; i++)
		is_small &= limb[i] == 0;
	if (is_small && low <= (uint64_t)1 << 53 && t->scale >= 0 &&
	    t->scale <= 22) {
		v = (double)low / ten[t->scale];
		return (is_negative ? -v : v);
	}
	(void)!parse_float(text, arrow_digits(t, p, text), &v);
	return (v);
}
