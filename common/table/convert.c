/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "numtext.h"

#include "convert.h"

#define MICROSECONDS 1000000

/* 0001-01-01 and the last microsecond of 9999-12-31: what can be written. */
#define TIME_MIN (-62135596800 * MICROSECONDS)
#define TIME_MAX (253402300800 * MICROSECONDS - 1)

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

/* Each of these reads row i, a value, and returns -1 when it has no
   counterpart. */
static int
get_int(const struct column *c, size_t i, int64_t *out)
{
	size_t n;
	const char *p;

	switch (c->type) {
	case COL_BOOL:
		*out = c->bools[i];
		return (0);
	case COL_INT:
		*out = c->ints[i];
		return (0);
	case COL_TIME:
		*out = time_seconds(c->ints[i]);
		return (0);
	case COL_FLOAT:
		return (int_from_float(c->floats[i], out));
	case COL_STRING:
		p = column_string(c, i, &n);
		return (parse_int(p, n, out));
	default:
		return (-1);
	}
}

static int
get_float(const struct column *c, size_t i, double *out)
{
	size_t n;
	const char *p;

	if (c->type == COL_STRING) {
		p = column_string(c, i, &n);
		return (parse_float(p, n, out) == -1 || isnan(*out) ? -1 : 0);
	}
	*out = column_number(c, i);
	if (c->type == COL_TIME)
		*out /= MICROSECONDS;
	return (0);
}

static int
get_bool(const struct column *c, size_t i, bool *out)
{
	size_t n;
	const char *p;
	double v;

	if (c->type == COL_STRING) {
		p = column_string(c, i, &n);
		return (parse_bool(p, n, out));
	}
	v = column_number(c, i);
	if (c->type == COL_TIME || (v != 0 && v != 1))
		return (-1);
	*out = v != 0;
	return (0);
}

static int
get_time(const struct column *c, size_t i, int64_t *out)
{
	size_t n;
	const char *p;
	double v;

	switch (c->type) {
	case COL_TIME:
		*out = c->ints[i];
		return (0);
	case COL_INT:
		if (__builtin_mul_overflow(c->ints[i],
		    (int64_t)MICROSECONDS, out))
			return (-1);
		break;
	case COL_FLOAT:
		v = round(c->floats[i] * MICROSECONDS);
		if (int_from_float(v, out) == -1)
			return (-1);
		break;
	case COL_STRING:
		p = column_string(c, i, &n);
		return (parse_time(p, n, out));
	default:
		return (-1);
	}
	return (*out < TIME_MIN || *out > TIME_MAX ? -1 : 0);
}

static void
add_as_string(const struct column *c, size_t i, struct column *to)
{
	char text[NUMTEXT_MAX];
	size_t n;
	const char *p = text;

	switch (c->type) {
	case COL_BOOL:
		p = c->bools[i] ? "true" : "false";
		n = c->bools[i] ? 4 : 5;
		break;
	case COL_INT:
		n = format_int(text, c->ints[i]);
		break;
	case COL_FLOAT:
		n = format_float(text, c->floats[i]);
		break;
	case COL_TIME:
		n = format_time(text, c->ints[i]);
		break;
	default:
		p = column_string(c, i, &n);
		break;
	}
	column_add_string(to, p, n);
}

/* Append row i, a value. Returns -1 when nothing was appended. */
static int
add_converted(const struct column *c, size_t i, struct column *to)
{
	int64_t whole;
	double real;
	bool truth;

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
	case COL_FLOAT:
		if (get_float(c, i, &real) == -1)
			return (-1);
		column_add_float(to, real);
		return (0);
	case COL_STRING:
		add_as_string(c, i, to);
		return (0);
	default:
		return (-1);
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

int
column_add_text(struct column *to, const char *p, size_t n)
{
	struct column text;
	int rc;

	if (!can_convert(to->type))
		return (-1);
	column_init(&text, COL_STRING, 0);
	column_add_string(&text, p, n);
	if (to->type == COL_STRING) {
		column_add_string(to, p, n);
		rc = 0;
	} else {
		rc = add_converted(&text, 0, to);
	}
	column_release(&text);
	return (rc);
}
