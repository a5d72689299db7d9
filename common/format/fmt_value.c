/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "numtext.h"

#include "fmt_value.h"

#define EXACT_POW10 22		/* the last power of ten that is a double */

char *
value_put(char *to, const struct column *c, size_t i)
{
	switch (c->type) {
	case COL_BOOL:
		if (c->bools[i]) {
			memcpy(to, "true", 4);
			return (to + 4);
		}
		memcpy(to, "false", 5);
		return (to + 5);
	case COL_INT:
		return (to + format_int(to, c->ints[i]));
	case COL_FLOAT:
		return (to + format_float(to, c->floats[i]));
	case COL_TIME:
		return (to + format_time(to, c->ints[i]));
	default:
		BUG("a %s is not one value", col_type_name(c->type));
	}
}

static double
exact_pow10(int n)
{
	static const double pow10[EXACT_POW10 + 1] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
		1e22
	};

	return (pow10[n]);
}

/* The decimal of so many digits nearest to v, whose first stands at 10^exp10,
   as a double. */
static double
round_digits(double v, int digits, int exp10)
{
	int s = digits - 1 - exp10;
	char text[VALUE_MAX];
	double scale, r = v;

	if (s <= EXACT_POW10 && s >= -EXACT_POW10) {
		scale = exact_pow10(s < 0 ? -s : s);
		return (s < 0 ? round(v / scale) * scale :
		    round(v * scale) / scale);
	}
	s = snprintf(text, sizeof(text), "%.*e", digits - 1, v);
	if (parse_float(text, (size_t)s, &r) == -1)
		BUG("\"%s\" is a number", text);
	return (r);
}

/*
 * The double nearest to the decimal of the fewest digits that is v as a
 * float32.  m / 10^s with both exact is correctly rounded, so it is the double
 * that the decimal reads back to, and prints as that decimal.
 */
static double
shortest_double(float v)
{
	double r;
	int exp10;

	if (v == 0 || !isfinite(v))
		return (v);
	exp10 = (int)floor(log10(fabs((double)v)));
	for (int digits = 1; digits <= 9; digits++) {
		r = round_digits(v, digits, exp10);
		if ((float)r == v)
			return (r);
	}
	return (v);
}

char *
value_put_float32(char *to, float v)
{
	size_t n = format_float(to, shortest_double(v));

	if (n > 2 && to[n - 1] == '0' && to[n - 2] == '.')
		n -= 2;
	return (to + n);
}

size_t
value_bound(const struct column *c, size_t i, size_t k)
{
	switch (c->type) {
	case COL_STRING:
		return ((c->off[i + 1] - c->off[i]) * k + VALUE_MAX);
	case COL_SPARSE:
		return ((c->off[i + 1] - c->off[i] + 1) * (size_t)VALUE_MAX);
	case COL_VECTOR:
		return ((c->width + 1) * (size_t)VALUE_MAX);
	default:
		return (VALUE_MAX);
	}
}

static char *
put_vector(char *to, const float *v, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		to = value_put_float32(to, v[k]);
		*to++ = ' ';
	}
	return (to - 1);
}

static char *
put_sparse(char *to, const struct column *c, size_t i)
{
	if (c->off[i] == c->off[i + 1])
		return (to);
	for (uint32_t k = c->off[i]; k < c->off[i + 1]; k++) {
		to += format_int(to, c->index[k]);
		*to++ = ':';
		to = value_put_float32(to, c->value[k]);
		*to++ = ' ';
	}
	return (to - 1);
}

char *
value_put_list(char *to, const struct column *c, size_t i)
{
	if (c->type == COL_VECTOR)
		return (put_vector(to, c->vector + i * c->width, c->width));
	return (put_sparse(to, c, i));
}
