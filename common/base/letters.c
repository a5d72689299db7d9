/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>

#include "letters.h"

/* Upper-case ranges and where their lower case is (Unicode 15, UnicodeData):
   a distance; or 1 where upper and lower case alternate, upper being even or
   odd as the first of the range is.  All of two bytes in UTF-8. */
static const struct case_range {
	unsigned first, last, distance;
} ranges[] = {
	{ 0x00c0, 0x00d6, 32 }, { 0x00d8, 0x00de, 32 },
	{ 0x0100, 0x012f, 1 }, { 0x0132, 0x0137, 1 }, { 0x0139, 0x0148, 1 },
	{ 0x014a, 0x0177, 1 }, { 0x0179, 0x017e, 1 },
	{ 0x0386, 0x0386, 38 }, { 0x0388, 0x038a, 37 },
	{ 0x038c, 0x038c, 64 }, { 0x038e, 0x038f, 63 },
	{ 0x0391, 0x03a1, 32 }, { 0x03a3, 0x03ab, 32 },
	{ 0x0400, 0x040f, 80 }, { 0x0410, 0x042f, 32 },
	{ 0x0460, 0x0481, 1 }, { 0x048a, 0x04bf, 1 }, { 0x04d0, 0x052f, 1 },
};

static unsigned
lower_character(unsigned c)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct case_range *r = &ranges[i];

		if (c < r->first || c > r->last)
			continue;
		if (r->distance > 1)
			return (c + r->distance);
		return (((c - r->first) & 1) == 0 ? c + 1 : c);
	}
	return (c);
}

static unsigned
upper_character(unsigned c)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct case_range *r = &ranges[i];

		if (c < r->first + r->distance || c > r->last + r->distance)
			continue;
		if (r->distance > 1)
			return (c - r->distance);
		if (c <= r->last)
			return (((c - r->first) & 1) == 1 ? c - 1 : c);
	}
	return (c);
}

static void
change_case(const char *p, size_t n, char *out, bool lower)
{
	char from = lower ? 'A' : 'a', to = lower ? 'a' : 'A';

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		unsigned u;

		if (c < 0x80) {
			out[i] = p[i] >= from && p[i] <= from + 25 ?
			    (char)(p[i] - from + to) : p[i];
		} else if (c >= 0xc2 && c < 0xe0 && i + 1 < n) {
			u = (c & 0x1fu) << 6 | ((unsigned char)p[i + 1] & 0x3f);
			u = lower ? lower_character(u) : upper_character(u);
			out[i] = (char)(0xc0 | u >> 6);
			out[i + 1] = (char)(0x80 | (u & 0x3f));
			i++;
		} else {
			out[i] = p[i];
		}
	}
}

void
letters_lower(const char *p, size_t n, char *out)
{
	change_case(p, n, out, true);
}

void
letters_upper(const char *p, size_t n, char *out)
{
	change_case(p, n, out, false);
}

size_t
letters_width(const char *p, size_t n)
{
	size_t w = 1;

	while (w < n && w < 4 && ((unsigned char)p[w] & 0xc0) == 0x80)
		w++;
	return (w);
}

size_t
letters_count(const char *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i += letters_width(p + i, n - i))
		count++;
	return (count);
}

const char *
letters_trim(const char *p, size_t *n)
{
	for (; *n > 0 && is_white_space(*p); p++)
		--*n;
	while (*n > 0 && is_white_space(p[*n - 1]))
		--*n;
	return (p);
}
