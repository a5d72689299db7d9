/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "select.h"

#include "row_order.h"

#define SIGN ((uint64_t)1 << 63)

static bool
has_order(enum col_type t)
{
	return (t != COL_VECTOR && t != COL_SPARSE);
}

/* "COL" or "COL:desc", n bytes. */
static int
parse_key(const char *text, size_t n, const struct schema *s,
    struct order_key *out, struct diag *d)
{
	char *term = mem_strndup(text, n), *name;
	const char *colon = select_find(term, ":");
	int r = -1;

	out->descending = colon != NULL && strcmp(colon, ":desc") == 0;
	name = select_unquote(term, colon != NULL ? (size_t)(colon - term) :
	    strlen(term));
	if (colon != NULL && !out->descending && strcmp(colon, ":asc") != 0)
		diag_set(d, "not COL, COL:asc or COL:desc: \"%s\"", term);
	else if (schema_need(s, name, &out->col, d) == 0)
		r = has_order(s->fields[out->col].type) ? 0 :
		    diag_set(d, "column \"%s\" is %s, which has no order",
		    name, col_type_words(s->fields[out->col].type));
	free(name);
	free(term);
	return (r);
}

int
order_parse(const char *text, const struct schema *s, struct order_key **keys,
    size_t *n, struct diag *d)
{
	const char *comma;
	size_t cap = 0, len;

	*keys = NULL;
	*n = 0;
	for (;; text = comma + 1) {
		comma = select_find(text, ",");
		len = comma != NULL ? (size_t)(comma - text) : strlen(text);
		*keys = mem_grow(*keys, &cap, *n + 1, sizeof(**keys));
		if (parse_key(text, len, s, &(*keys)[(*n)++], d) == -1)
			break;
		if (comma == NULL)
			return (0);
	}
	free(*keys);
	return (-1);
}

/* The bits of a double, so that they order as the numbers do. */
static uint64_t
order_of_float(double v)
{
	uint64_t bits;

	v += 0.0;		/* -0.0 is 0.0 */
	memcpy(&bits, &v, sizeof(bits));
	return ((bits & SIGN) != 0 ? ~bits : bits | SIGN);
}

static uint64_t
order_of_text(const struct column *c, size_t i)
{
	uint64_t bits = 0;
	const char *p;
	size_t n;

	p = column_string(c, i, &n);
	for (size_t k = 0; k < 8; k++)
		bits = bits << 8 | (k < n ? (unsigned char)p[k] : 0);
	return (bits);
}

uint64_t
order_prefix(const struct column *c, size_t i, bool descending)
{
	uint64_t bits;

	if (!c->valid[i])
		return (UINT64_MAX);
	if (c->type == COL_FLOAT)
		bits = order_of_float(c->floats[i]);
	else if (c->type == COL_STRING)
		bits = order_of_text(c, i);
	else if (c->type == COL_BOOL)
		bits = c->bools[i];
	else
		bits = (uint64_t)c->ints[i] ^ SIGN;
	return (descending ? ~bits : bits);
}

void
order_add_value(struct column *c, uint64_t prefix)
{
	uint64_t bits = (prefix & SIGN) != 0 ? prefix ^ SIGN : ~prefix;
	double v;

	if (c->type == COL_BOOL) {
		column_add_bool(c, prefix != 0);
	} else if (c->type == COL_FLOAT) {
		memcpy(&v, &bits, sizeof(v));
		column_add_float(c, v);
	} else {
		column_add_int(c, (int64_t)(prefix ^ SIGN));
	}
}

static int
order_texts(const struct column *a, size_t i, const struct column *b,
    size_t j)
{
	size_t m, n;
	const char *p = column_string(a, i, &m), *q = column_string(b, j, &n);
	int r = memcmp(p, q, m < n ? m : n);

	return (r != 0 ? r : (m > n) - (m < n));
}

/* < 0, 0 or > 0, of values that are there. */
static int
order_values(const struct column *a, size_t i, const struct column *b,
    size_t j)
{
	uint64_t x, y;

	if (a->type == COL_STRING)
		return (order_texts(a, i, b, j));
	x = order_prefix(a, i, false);
	y = order_prefix(b, j, false);
	return ((x > y) - (x < y));
}

int
order_rows(const struct order_key *keys, size_t n, const struct batch *a,
    size_t i, const struct batch *b, size_t j)
{
	for (size_t k = 0; k < n; k++) {
		const struct column *x = a->cols[keys[k].col];
		const struct column *y = b->cols[keys[k].col];
		int r;

		if (!x->valid[i] || !y->valid[j])
			r = !x->valid[i] - !y->valid[j];
		else if (keys[k].descending)
			r = order_values(y, j, x, i);
		else
			r = order_values(x, i, y, j);
		if (r != 0)
			return (r);
	}
	return (0);
}
