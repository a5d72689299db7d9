/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base64.h"

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t
base64_length(size_t n)
{
	return ((n + 2) / 3 * 4);
}

void
base64_add(struct str *to, const void *from, size_t n)
{
	const uint8_t *p = from;
	char *q = str_reserve(to, base64_length(n));
	uint32_t v;

	for (size_t i = 0; i < n; i += 3, q += 4) {
		v = (uint32_t)p[i] << 16;
		v |= i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0;
		v |= i + 2 < n ? p[i + 2] : 0;
		q[0] = letters[v >> 18];
		q[1] = letters[v >> 12 & 63];
		q[2] = i + 1 < n ? letters[v >> 6 & 63] : '=';
		q[3] = i + 2 < n ? letters[v & 63] : '=';
	}
	str_commit(to, base64_length(n));
}

/* The value of each character; 64: it is none of them. */
static void
make_table(uint8_t *table)
{
	memset(table, 64, 256);
	for (uint8_t i = 0; i < 64; i++)
		table[(uint8_t)letters[i]] = i;
}

/* Four characters, of which the last n_pad are padding. */
static bool
read_four(const uint8_t *table, const char *p, size_t n_pad, char *out)
{
	uint32_t v = 0, six;

	for (size_t i = 0; i < 4; i++) {
		six = i + n_pad < 4 ? table[(uint8_t)p[i]] : 0;
		if (six == 64)
			return (false);
		v = v << 6 | six;
	}
	if ((v & ((1u << 8 * n_pad) - 1)) != 0)
		return (false);
	out[0] = (char)(v >> 16);
	out[1] = (char)(v >> 8);
	out[2] = (char)v;
	return (true);
}

int
base64_read(struct str *to, const char *p, size_t n, struct diag *d)
{
	uint8_t table[256];
	size_t n_pad = 0, out = 0;
	char *q;

	if (n % 4 != 0)
		return (diag_set(d, "base64 that is not whole"));
	if (n > 0)
		n_pad = (size_t)(p[n - 1] == '=') + (p[n - 2] == '=' &&
		    p[n - 1] == '=');
	make_table(table);
	q = str_reserve(to, n / 4 * 3);
	for (size_t i = 0; i < n; i += 4, out += 3) {
		if (!read_four(table, p + i, i + 4 == n ? n_pad : 0, q + out))
			return (diag_set(d, "not base64"));
	}
	str_commit(to, out - n_pad);
	return (0);
}
