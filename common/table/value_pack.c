/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "value_pack.h"

void
value_save(const struct column *c, size_t i, struct str *out)
{
	const char *p;
	uint64_t bits;
	size_t n;

	pack_u64(out, c->valid[i]);
	if (!c->valid[i])
		return;
	if (c->type == COL_STRING) {
		p = column_string(c, i, &n);
		pack_bytes(out, p, n);
		return;
	}
	bits = c->type == COL_BOOL ? c->bools[i] : (uint64_t)c->ints[i];
	pack_u64(out, bits);	/* the bits of a float as well */
}

void
value_load(struct column *c, struct unpack *u)
{
	double v;
	uint64_t bits;
	const char *p;
	size_t n;

	if (!unpack_bool(u)) {
		column_add_missing(c);
		return;
	}
	if (c->type == COL_STRING) {
		p = unpack_bytes(u, &n);
		if (u->failed || n > STRING_MAX)
			unpack_fail(u);
		else
			column_add_string(c, p, n);
		return;
	}
	bits = c->type == COL_BOOL ? unpack_bool(u) : unpack_u64(u);
	memcpy(&v, &bits, sizeof(v));
	if (c->type == COL_BOOL)
		column_add_bool(c, bits != 0);
	else if (c->type == COL_FLOAT)
		column_add_float(c, v);
	else
		column_add_int(c, (int64_t)bits);
}
