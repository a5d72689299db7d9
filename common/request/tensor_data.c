/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "levels.h"
#include "pack.h"

#include "tensor_data.h"

static const struct {
	const char *name;
	size_t size;		/* 0: each its own */
} types[N_TENSOR_TYPES] = {
	[TENSOR_BOOL] = { "BOOL", 1 },
	[TENSOR_UINT8] = { "UINT8", 1 },
	[TENSOR_UINT16] = { "UINT16", 2 },
	[TENSOR_UINT32] = { "UINT32", 4 },
	[TENSOR_UINT64] = { "UINT64", 8 },
	[TENSOR_INT8] = { "INT8", 1 },
	[TENSOR_INT16] = { "INT16", 2 },
	[TENSOR_INT32] = { "INT32", 4 },
	[TENSOR_INT64] = { "INT64", 8 },
	[TENSOR_FP16] = { "FP16", 2 },
	[TENSOR_FP32] = { "FP32", 4 },
	[TENSOR_FP64] = { "FP64", 8 },
	[TENSOR_BYTES] = { "BYTES", 0 },
};

int
tensor_type_parse(const char *p, size_t n, enum tensor_type *out,
    struct diag *d)
{
	for (int i = 0; i < N_TENSOR_TYPES; i++) {
		if (strlen(types[i].name) == n &&
		    memcmp(types[i].name, p, n) == 0) {
			*out = (enum tensor_type)i;
			return (0);
		}
	}
	return (diag_set(d, "no such datatype: \"%.*s\"", (int)n, p));
}

enum tensor_type
tensor_type_of(enum col_type type)
{
	switch (type) {
	case COL_BOOL:
		return (TENSOR_BOOL);
	case COL_INT:
		return (TENSOR_INT64);
	case COL_FLOAT:
		return (TENSOR_FP64);
	case COL_VECTOR:
		return (TENSOR_FP32);
	default:
		return (TENSOR_BYTES);
	}
}

const char *
tensor_type_name(enum tensor_type t)
{
	return (types[t].name);
}

static void
put_le(uint64_t v, size_t n, struct str *out)
{
	for (; n > 0; n--, v >>= 8)
		str_addc(out, (char)(v & 0xff));
}

/* IEEE 754 binary16: 1 bit sign, 5 exponent, 10 fraction. */
static double
half_value(uint64_t bits)
{
	int exponent = (int)(bits >> 10 & 31);
	double fraction = (double)(bits & 1023), v;

	if (exponent == 31)
		v = fraction == 0 ? INFINITY : NAN;
	else if (exponent == 0)
		v = ldexp(fraction, -24);
	else
		v = ldexp(1024 + fraction, exponent - 25);
	return (bits >> 15 ? -v : v);
}

static double
float_value(enum tensor_type t, uint64_t bits)
{
	uint32_t low = (uint32_t)bits;
	float single;
	double v;

	if (t == TENSOR_FP16)
		return (half_value(bits));
	if (t == TENSOR_FP32) {
		memcpy(&single, &low, sizeof(single));
		return ((double)single);
	}
	memcpy(&v, &bits, sizeof(v));
	return (v);
}

/* The number of a type of `size` bytes as text; 0 for NaN. */
static size_t
format_number(enum tensor_type t, uint64_t bits, size_t size, char *to)
{
	unsigned unused = 64 - 8 * (unsigned)size;
	double v;

	if (t >= TENSOR_FP16) {
		v = float_value(t, bits);
		return (isnan(v) ? 0 : format_float(to, v));
	}
	if (t >= TENSOR_INT8)
		return (format_int(to, (int64_t)(bits << unused) >> unused));
	return ((size_t)snprintf(to, NUMTEXT_MAX, "%" PRIu64, bits));
}

bool
tensor_next(enum tensor_type t, struct tensor_bytes *b, char *scratch,
    struct cell *out)
{
	size_t size = types[t].size, skip = 0;

	if (t == TENSOR_BYTES) {
		if (b->n < 4)
			return (false);
		skip = 4;
		size = unpack_le(b->p, 4);
	}
	if (b->n - skip < size || b->n < skip)
		return (false);
	b->p += skip;
	if (t == TENSOR_BYTES) {
		*out = (struct cell){ b->p, (uint32_t)size, CELL_QUOTED };
	} else if (t == TENSOR_BOOL) {
		*out = *b->p != 0 ? (struct cell){ "true", 4, CELL_PLAIN } :
		    (struct cell){ "false", 5, CELL_PLAIN };
	} else {
		out->p = scratch;
		out->n = (uint32_t)format_number(t, unpack_le(b->p, size), size,
		    scratch);
		out->kind = out->n > 0 ? CELL_NUMBER : CELL_ABSENT;
	}
	b->p += size;
	b->n -= skip + size;
	return (true);
}

bool
tensor_has_form(const struct column *c)
{
	return (c->type == COL_FLOAT || (c->n_missing == 0 &&
	    (c->type == COL_BOOL || has_levels(c->type))));
}

void
tensor_write(const struct column *c, struct str *out)
{
	char scratch[NUMTEXT_MAX];
	uint64_t bits;
	const char *p;
	size_t n;

	for (size_t i = 0; i < c->n; i++) {
		if (c->type == COL_BOOL) {
			str_addc(out, (char)c->bools[i]);
		} else if (c->type == COL_INT) {
			put_le((uint64_t)c->ints[i], 8, out);
		} else if (c->type == COL_FLOAT) {
			memcpy(&bits, &c->floats[i], sizeof(bits));
			put_le(bits, 8, out);
		} else {
			p = level_text(c, i, scratch, &n);
			put_le(n, 4, out);
			str_add(out, p, n);
		}
	}
}
