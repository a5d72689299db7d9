/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>

#include "utf8.h"

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
