/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "numtext.h"
#include "typing.h"

#include "convert.h"

#define MICROSECONDS 1000000

bool
can_convert(enum col_type t)
{
	return (t != COL_VECTOR && t != COL_SPARSE);
}

/* Whole seconds, rounded down. */
static int64_t
time_seconds(int64_t t)
{
	return (t / MICROSECONDS - (t % MICROSECONDS < 0));
}

/* A double cut towards zero; 2^63 itself is no int64. */
static int
int_from_float(double v, int64_t *out)
{
	if (!(v > -9223372036854777856.0 && v < 9223372036854775808.0))
		return (-1);
	*out = (int64_t)v;
	return (0);
}

/* Each of these reads row i, a value and no string, and returns -1 when it
   has no counterpart. */
static int
get_int(const struct column *c, size_t i, int64_t *out)
{
	switch (c->type) {
	case COL_BOOL:
		*out = c->bools[i];
		return (0);
	case COL_TIME:
		*out = time_seconds(c->ints[i]);
		return (0);
	default:
		return (int_from_float(c->floats[i], out));
	}
}

static int
get_bool(const struct column *c, size_t i, bool *out)
{
	double v = column_number(c, i);

	if (c->type == COL_TIME || (v != 0 && v != 1))
		return (-1);
	*out = v != 0;
	return (0);
}

static int
get_time(const struct column *c, size_t i, int64_t *out)
{
	switch (c->type) {
	case COL_INT:
		if (__builtin_mul_overflow(c->ints[i],
		    (int64_t)MICROSECONDS, out))
			return (-1);
		break;
	case COL_FLOAT:
		if (int_from_float(round(c->floats[i] * MICROSECONDS),
		    out) == -1)
			return (-1);
		break;
	default:
		return (-1);
	}
	return (*out < TIME_MIN || *out > TIME_MAX ? -1 : 0);
}

const char *
column_text(const struct column *c, size_t i, char *scratch, size_t *n)
{
	switch (c->type) {
	case COL_BOOL:
		*n = c->bools[i] ? 4 : 5;
		return (c->bools[i] ? "true" : "false");
	case COL_INT:
		*n = format_int(scratch, c->ints[i]);
		return (scratch);
	case COL_FLOAT:
		*n = format_float(scratch, c->floats[i]);
		return (scratch);
	case COL_TIME:
		*n = format_time(scratch, c->ints[i]);
		return (scratch);
	case COL_STRING:
		return (column_string(c, i, n));
	default:
		BUG("a %s column has no texts", col_type_name(c->type));
	}
}

/* Append row i, a value. Returns -1 when nothing was appended. */
static int
add_converted(const struct column *c, size_t i, struct column *to)
{
	char text[NUMTEXT_MAX];
	const char *p;
	int64_t whole;
	size_t n;
	bool truth;

	if (c->type == COL_STRING || to->type == COL_STRING) {
		p = column_text(c, i, text, &n);
		return (column_read_text(to, p, n));
	}
	switch (to->type) {
	case COL_BOOL:
		if (get_bool(c, i, &truth) == -1)
			return (-1);
		column_add_bool(to, truth);
		return (0);
	case COL_INT:
		if (get_int(c, i, &whole) == -1)
			return (-1);
		column_add_int(to, whole);
		return (0);
	case COL_TIME:
		if (get_time(c, i, &whole) == -1)
			return (-1);
		column_add_int(to, whole);
		return (0);
	default:
		column_add_float(to, c->type == COL_TIME ?
		    column_number(c, i) / MICROSECONDS : column_number(c, i));
		return (0);
	}
}

size_t
column_convert(const struct column *from, struct column *to)
{
	size_t failed = 0;

	if (!can_convert(from->type) || !can_convert(to->type))
		BUG("no conversion from %s to %s", col_type_name(from->type),
		    col_type_name(to->type));
	if (from->type == to->type) {
		column_add_range(to, from, 0, from->n);
		return (0);
	}
	column_reserve(to, to->n + from->n);
	for (size_t i = 0; i < from->n; i++) {
		if (!from->valid[i]) {
			column_add_missing(to);
		} else if (add_converted(from, i, to) == -1) {
			column_add_missing(to);
			failed++;
		}
	}
	return (failed);
}
