/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "numtext.h"
#include "utf8.h"

#include "fmt_value.h"

static char *
put(char *to, const char *p, size_t n)
{
	memcpy(to, p, n);
	return (to + n);
}

static char *
put_escape(char *to, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	*to++ = '\\';
	if (c == '"' || c == '\\')
		*to++ = (char)c;
	else if (c == '\n')
		*to++ = 'n';
	else if (c == '\t')
		*to++ = 't';
	else if (c == '\r')
		*to++ = 'r';
	else {
		to = put(to, "u00", 3);
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	return (to);
}

char *
value_put_json_text(char *to, const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t k;

	*to++ = '"';
	for (size_t i = 0; i < n; i += k > 0 ? k : 1) {
		k = 1;
		if (u[i] < 0x20 || u[i] == '"' || u[i] == '\\' || u[i] == 0x7f)
			to = put_escape(to, u[i]);
		else if (u[i] < 0x80)
			*to++ = p[i];
		else if ((k = utf8_length(u + i, n - i)) > 0)
			to = put(to, p + i, k);
		else
			to = put(to, "\xef\xbf\xbd", 3);
	}
	*to++ = '"';
	return (to);
}

/* As Python writes it. */
static char *
put_infinity(char *to, bool positive)
{
	return (positive ? put(to, "Infinity", 8) : put(to, "-Infinity", 9));
}

static char *
put_float32(char *to, float v)
{
	if (isnan(v))
		return (put(to, "null", 4));
	if (isinf(v))
		return (put_infinity(to, v > 0));
	return (value_put_float32(to, v));
}

static char *
put_vector(char *to, const float *v, size_t n)
{
	*to++ = '[';
	for (size_t k = 0; k < n; k++) {
		if (k > 0)
			*to++ = ',';
		to = put_float32(to, v[k]);
	}
	*to++ = ']';
	return (to);
}

static char *
put_sparse(char *to, const struct column *c, size_t i)
{
	*to++ = '{';
	for (uint32_t k = c->off[i]; k < c->off[i + 1]; k++) {
		if (k > c->off[i])
			*to++ = ',';
		*to++ = '"';
		to += format_int(to, c->index[k]);
		to = put(to, "\":", 2);
		to = put_float32(to, c->value[k]);
	}
	*to++ = '}';
	return (to);
}

char *
value_put_json(char *to, const struct column *c, size_t i)
{
	const char *p;
	size_t n;

	if (!c->valid[i])
		return (put(to, "null", 4));
	switch (c->type) {
	case COL_STRING:
		p = column_string(c, i, &n);
		return (value_put_json_text(to, p, n));
	case COL_VECTOR:
		return (put_vector(to, c->vector + i * c->width, c->width));
	case COL_SPARSE:
		return (put_sparse(to, c, i));
	case COL_TIME:
		*to++ = '"';
		to = value_put(to, c, i);
		*to++ = '"';
		return (to);
	case COL_FLOAT:
		if (isinf(c->floats[i]))
			return (put_infinity(to, c->floats[i] > 0));
		return (value_put(to, c, i));
	default:
		return (value_put(to, c, i));
	}
}
