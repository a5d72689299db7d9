/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <string.h>

#include "traceparent.h"

#define LENGTH 55		/* of version 00; later ones may go on */

static bool
is_hex(const char *p, size_t n)
{
	return (strspn(p, "0123456789abcdef") >= n);
}

/* The digits, and that not all of them are 0. */
static bool
is_id(const char *p, size_t n)
{
	return (is_hex(p, n) && strspn(p, "0") < n);
}

void
traceparent_parse(const char *h, struct trace *out)
{
	size_t n = h != NULL ? strlen(h) : 0;

	*out = (struct trace){ "", "" };
	if (n < LENGTH || h[2] != '-' || h[35] != '-' || h[52] != '-' ||
	    !is_hex(h, 2) || memcmp(h, "ff", 2) == 0 || !is_id(h + 3, 32) ||
	    !is_id(h + 36, 16) || !is_hex(h + 53, 2))
		return;
	if (n > LENGTH && (memcmp(h, "00", 2) == 0 || h[LENGTH] != '-'))
		return;
	memcpy(out->id, h + 3, 32);
	memcpy(out->parent, h + 36, 16);
}
