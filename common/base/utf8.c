/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "utf8.h"

#define BLOCK 64
#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

size_t
utf8_length(const unsigned char *p, size_t n)
{
	size_t k;
	uint32_t c;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	if (p[0] < 0x80)
		return (1);
	k = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4 || k > n)
		return (0);
	c = p[0] & (0xffu >> (k + 1));
	for (size_t i = 1; i < k; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return (0);
		c = c << 6 | (p[i] & 0x3fu);
	}
	if (c < least[k] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return (0);
	return (k);
}

/* Of a block: are all of its bytes from 1 to 127?  A byte of 0 borrows in the
   subtraction, and its high bit shows. */
static bool
is_ascii_block(const char *p)
{
	uint64_t x, odd = 0;

	for (int i = 0; i < BLOCK; i += 8) {
		memcpy(&x, p + i, sizeof(x));
		odd |= x | (x - ONES);
	}
	return ((odd & HIGHS) == 0);
}

size_t
utf8_text_length(const char *p, size_t n)
{
	size_t i = 0, k, stop;

	while (i < n) {
		if (n - i >= BLOCK && is_ascii_block(p + i)) {
			i += BLOCK;
			continue;
		}
		stop = n - i > BLOCK ? i + BLOCK : n;
		for (; i < stop; i += k) {
			k = utf8_length((const unsigned char *)p + i, n - i);
			if (k == 0 || p[i] == '\0')
				return (i);
		}
	}
	return (n);
}

bool
utf8_is_text(const char *p, size_t n)
{
	return (utf8_text_length(p, n) == n);
}
