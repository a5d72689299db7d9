/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "fmt_value.h"
#include "numtext.h"

#include "json_cell.h"

static bool
is_integer(const char *p, size_t n)
{
	size_t i = p[0] == '-';

	while (i < n && (unsigned char)(p[i] - '0') < 10)
		i++;
	return (i == n);
}

/* Integers stay exact, and what no double holds stays as it is. */
static void
add_number(const char *p, size_t n, struct str *out)
{
	double v;

	if (!is_integer(p, n) && parse_float(p, n, &v) == 0 && isfinite(v))
		str_commit(out, format_float(str_reserve(out, NUMTEXT_MAX),
		    v));
	else
		str_add(out, p, n);
}

static void
add_string(const char *p, size_t n, struct str *out)
{
	char *to = str_reserve(out, n * VALUE_ESCAPED + 2);

	str_commit(out, (size_t)(value_put_json_text(to, p, n) - to));
}

/* Token by token: what is neither a string nor a number is one character of a
   word or a bracket, or a blank. */
static void
add_compact(struct json_cursor c, struct str *out)
{
	const char *p;
	size_t n;

	while (c.p < c.end) {
		if (*c.p == '"') {
			json_take(&c, &p, &n);
			add_string(p, n, out);
		} else if (strchr("-0123456789", *c.p) != NULL) {
			json_skip(&c, &p, &n);
			add_number(p, n, out);
		} else {
			if (strchr(" \n\r\t", *c.p) == NULL)
				str_addc(out, *c.p);
			c.p++;
		}
	}
}

struct cell
json_cell(struct json_cursor *c, enum col_type type, struct str *text)
{
	enum json_kind kind = json_kind_of(c);
	struct cell cell = { NULL, 0, CELL_PLAIN };
	bool nested = kind == J_ARRAY || kind == J_OBJECT;
	struct json_cursor in = *c;
	size_t n;

	if (kind == J_NULL || *c->p == 'N')
		cell.kind = CELL_ABSENT;
	else if (kind == J_STRING || nested)
		cell.kind = CELL_QUOTED;
	else if (kind == J_NUMBER)
		cell.kind = CELL_NUMBER;
	json_take(c, &cell.p, &n);
	if (nested || (kind == J_NUMBER && type == COL_STRING)) {
		str_clear(text);
		in.end = cell.p + n;
		if (nested)
			add_compact(in, text);
		else
			add_number(cell.p, n, text);
		cell.p = str_get(text);
		n = text->len;
	}
	cell.n = (uint32_t)n;
	return (cell);
}
