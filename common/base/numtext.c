/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "numtext.h"

#define PHONE_DIGITS 7	/* whole numbers with a plus sign are mostly shorter */

static bool
is_digit(char c)
{
	return ((unsigned char)(c - '0') < 10);
}

/* Digits to the end, at most max, which is not above 2^63. */
static int
read_digits(const char *p, const char *end, uint64_t max, uint64_t *out)
{
	uint64_t v = 0, digit;

	if (p == end)
		return (-1);
	for (; p < end; p++) {
		digit = (uint64_t)(*p - '0');
		if (!is_digit(*p) || v > (max - digit) / 10)
			return (-1);
		v = v * 10 + digit;
	}
	*out = v;
	return (0);
}

int
parse_int(const char *p, size_t n, int64_t *out)
{
	const char *end = p + n;
	bool negative = n > 0 && *p == '-';
	uint64_t v;

	if (n > 0 && (*p == '-' || *p == '+'))
		p++;
	if (read_digits(p, end, INT64_MAX + (uint64_t)negative, &v) < 0)
		return (-1);
	*out = negative ? (int64_t)-v : (int64_t)v;
	return (0);
}

bool
is_padded_number(const char *p, size_t n)
{
	size_t sign = n > 0 && (*p == '-' || *p == '+'), i = sign;
	double v;

	while (i < n && is_digit(p[i]))
		i++;
	if (n > PHONE_DIGITS && *p == '+' && i == n)
		return (true);
	return (i - sign > 1 && p[sign] == '0' &&
	    parse_float(p, n, &v) == 0);
}

/* Is the field the word, in any case?  The word is in lower case. */
static bool
is_word(const char *p, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n && word[i] != '\0'; i++) {
		if ((p[i] | 0x20) != word[i])
			return (false);
	}
	return (i == n && word[i] == '\0');
}

int
parse_bool(const char *p, size_t n, bool *out)
{
	if (is_word(p, n, "true") || is_word(p, n, "yes") ||
	    is_word(p, n, "t") || is_word(p, n, "y") || (n == 1 && *p == '1'))
		*out = true;
	else if (is_word(p, n, "false") || is_word(p, n, "no") ||
	    is_word(p, n, "f") || is_word(p, n, "n") || (n == 1 && *p == '0'))
		*out = false;
	else
		return (-1);
	return (0);
}

bool
is_bool_word(const char *p, size_t n)
{
	static const char *const words[] = {
		"true", "True", "TRUE", "false", "False", "FALSE"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (n == strlen(words[i]) && memcmp(p, words[i], n) == 0)
			return (true);
	}
	return (false);
}

/* Where the unit begins: after digits with at most one point among them. */
static size_t
find_unit(const char *p, size_t n, bool *whole)
{
	size_t i = 0;

	*whole = true;
	for (; i < n && (is_digit(p[i]) || (*whole && p[i] == '.')); i++)
		*whole &= p[i] != '.';
	return (i);
}

/* The number times the unit, rounded down; exact for whole numbers. */
static int
scale_number(const char *p, size_t n, uint64_t unit, uint64_t *out)
{
	bool whole;
	uint64_t v;
	double x;

	if (find_unit(p, n, &whole) != n)
		return (-1);
	if (whole) {
		if (read_digits(p, p + n, INT64_MAX, &v) < 0)
			return (-1);
		return (__builtin_mul_overflow(v, unit, out) ? -1 : 0);
	}
	if (parse_float(p, n, &x) < 0 || x * (double)unit >= 0x1p64)
		return (-1);
	*out = (uint64_t)(x * (double)unit);
	return (0);
}

int
parse_size(const char *p, size_t n, uint64_t *out)
{
	static const struct { const char *text; int shift; } units[] = {
		{ "", 0 }, { "b", 0 },
		{ "k", 10 }, { "kb", 10 }, { "kib", 10 },
		{ "m", 20 }, { "mb", 20 }, { "mib", 20 },
		{ "g", 30 }, { "gb", 30 }, { "gib", 30 },
		{ "t", 40 }, { "tb", 40 }, { "tib", 40 },
	};
	bool whole;
	size_t digits = find_unit(p, n, &whole);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (is_word(p + digits, n - digits, units[i].text))
			return (scale_number(p, digits,
			    1ull << units[i].shift, out));
	}
	return (-1);
}

/* Two digits at a time, from the back. */
size_t
format_int(char *out, int64_t v)
{
	uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v, pair;
	char text[NUMTEXT_MAX], *p = text + sizeof(text);
	size_t n;

	for (; left >= 100; left /= 100) {
		pair = left % 100;
		*--p = (char)('0' + pair % 10);
		*--p = (char)('0' + pair / 10);
	}
	*--p = (char)('0' + left % 10);
	if (left >= 10)
		*--p = (char)('0' + left / 10);
	if (v < 0)
		*--p = '-';
	n = (size_t)(text + sizeof(text) - p);
	memcpy(out, p, n);
	return (n);
}
