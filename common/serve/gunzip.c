/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "bytes.h"

#include "gunzip.h"

int
gunzip(const char *p, size_t n, size_t max, struct str *out, struct diag *d)
{
	struct bytes *b;
	const char *piece;
	size_t k;
	int r;

	if (n < 2 || memcmp(p, "\x1f\x8b", 2) != 0) {
		diag_set(d, "the body is not gzip, as its head says");
		return (400);
	}
	if (bytes_open_outside(outside_memory("body", p, n), NULL, &b, d) ==
	    -1)
		return (400);
	while ((r = bytes_next(b, &piece, &k, d)) == 1 && k <= max - out->len)
		str_add(out, piece, k);
	bytes_close(b);
	if (r == 1)
		diag_set(d, "the body holds more than %zu bytes", max);
	return (r == 1 ? 413 : r == 0 ? 0 : 400);
}
