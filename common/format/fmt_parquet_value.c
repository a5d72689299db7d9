/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "fmt_parquet_value.h"

#define JULIAN_1970 2440588	/* the Julian day of 1970-01-01 */
#define DAY ((int64_t)86400 * 1000000)

void
parquet_values_add_text(struct parquet_values *v, const char *p, size_t n)
{
	str_add(&v->bytes, p, n);
	v->ends = mem_grow(v->ends, &v->cap, v->n + 1, sizeof(*v->ends));
	v->ends[v->n++] = v->bytes.len;
	v->longest = v->longest > n ? v->longest : n;
}

bool
parquet_value_is_plain(const struct parquet_leaf_type *t)
{
	return (t->physical == PARQUET_INT32 || t->physical == PARQUET_INT64 ||
	    t->physical == PARQUET_FLOAT || t->physical == PARQUET_DOUBLE ||
	    t->meaning == PARQUET_FLOAT16);
}

/* Nanoseconds of a day, then the day; as microseconds. */
static int
add_int96(const uint8_t *p, struct parquet_values *out)
{
	int64_t ns, us, days;
	int32_t day;

	memcpy(&ns, p, sizeof(ns));
	memcpy(&day, p + 8, sizeof(day));
	us = ns / 1000 - (ns % 1000 < 0);
	out->finer_times += ns % 1000 != 0;
	if (__builtin_mul_overflow((int64_t)day - JULIAN_1970, DAY, &days) ||
	    __builtin_add_overflow(us, days, &us))
		us = INT64_MAX;		/* no time: the column will say so */
	str_add(&out->bytes, &us, sizeof(us));
	out->n++;
	return (0);
}

/* Bytes of a number, the highest first, its sign in that. */
static int
add_decimal(const struct parquet_leaf_type *t, const uint8_t *p, size_t n,
    struct parquet_values *out)
{
	uint8_t v[32];
	uint8_t sign = n > 0 && p[0] >= 128 ? 255 : 0;

	for (; n > t->width; n--, p++) {
		if (*p != sign)
			return (-1);
	}
	memset(v, sign, sizeof(v));
	for (size_t i = 0; i < n; i++)
		v[i] = p[n - 1 - i];
	str_add(&out->bytes, v, t->width);
	out->n++;
	return (0);
}

static void
add_uuid(const uint8_t *p, struct parquet_values *out)
{
	static const char digits[] = "0123456789abcdef";
	char text[36], *to = text;

	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = digits[p[i] >> 4];
		*to++ = digits[p[i] & 15];
	}
	parquet_values_add_text(out, text, sizeof(text));
}

int
parquet_value_add(const struct parquet_leaf_type *t, const uint8_t *p,
    size_t n, struct parquet_values *out)
{
	if (t->physical == PARQUET_FIXED && n != t->length)
		return (-1);
	if (parquet_value_is_plain(t)) {
		str_add(&out->bytes, p, n);
		out->n++;
		return (0);
	}
	if (t->physical == PARQUET_INT96)
		return (add_int96(p, out));
	if (t->meaning == PARQUET_DECIMAL)
		return (add_decimal(t, p, n, out));
	if (t->meaning == PARQUET_UUID)
		add_uuid(p, out);
	else
		parquet_values_add_text(out, (const char *)p, n);
	return (0);
}
