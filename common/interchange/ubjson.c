/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ubjson.h"

#define DEPTH_MAX 64

struct ubj {
	const unsigned char *p, *end;
	int depth;
};

static int
damaged(const char *what, struct diag *d)
{
	return (diag_set(d, "damaged UBJSON: %s", what));
}

/* The next n bytes, most significant first; NULL: there are fewer. */
static const unsigned char *
take(struct ubj *u, size_t n)
{
	const unsigned char *p = u->p;

	if ((size_t)(u->end - p) < n)
		return (NULL);
	u->p += n;
	return (p);
}

static size_t
size_of(char type)
{
	switch (type) {
	case 'i': case 'U': case 'C':
		return (1);
	case 'I':
		return (2);
	case 'l': case 'd':
		return (4);
	case 'L': case 'D':
		return (8);
	default:
		return (0);
	}
}

static uint64_t
take_bits(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return (v);
}

/* A number of a fixed size. */
static int
take_number(struct ubj *u, char type, json_t **out, struct diag *d)
{
	size_t n = size_of(type);
	const unsigned char *p = n > 0 ? take(u, n) : NULL;
	uint64_t bits;
	uint32_t low;
	float single;
	double real;

	if (p == NULL)
		return (damaged("it is cut, or no number", d));
	bits = take_bits(p, n);
	low = (uint32_t)bits;
	memcpy(&single, &low, sizeof(single));
	memcpy(&real, &bits, sizeof(real));
	switch (type) {
	case 'd':
		*out = doc_float((double)single);
		break;
	case 'D':
		*out = doc_float(real);
		break;
	case 'i':
		*out = json_integer((int8_t)bits);
		break;
	case 'I':
		*out = json_integer((int16_t)bits);
		break;
	case 'l':
		*out = json_integer((int32_t)bits);
		break;
	default:
		*out = json_integer((json_int_t)bits);
	}
	return (0);
}

/* A length or count, which the bytes that are left bound. */
static int
take_count(struct ubj *u, size_t *out, struct diag *d)
{
	const unsigned char *type = take(u, 1);
	json_t *v;
	json_int_t n;

	if (type == NULL || *type == 'd' || *type == 'D' ||
	    take_number(u, (char)*type, &v, d) == -1)
		return (damaged("a length", d));
	n = json_integer_value(v);
	json_decref(v);
	if (n < 0 || n > u->end - u->p)
		return (damaged("a length", d));
	*out = (size_t)n;
	return (0);
}

static int
take_text(struct ubj *u, json_t **out, struct diag *d)
{
	const unsigned char *p;
	size_t n;

	if (take_count(u, &n, d) == -1 || (p = take(u, n)) == NULL)
		return (damaged("a text", d));
	*out = json_stringn((const char *)p, n);
	return (*out != NULL ? 0 : damaged("a text that is not UTF-8", d));
}

static int take_value(struct ubj *, char type, json_t **, struct diag *);

/* "$type#count", both of which may be absent: type 0, n SIZE_MAX. */
static int
take_form(struct ubj *u, char *type, size_t *n, struct diag *d)
{
	*type = 0;
	*n = SIZE_MAX;
	if (u->p < u->end && *u->p == '$') {
		if (u->end - u->p < 3 || u->p[2] != '#')
			return (damaged("a type without a count", d));
		*type = (char)u->p[1];
		if (size_of(*type) == 0)
			return (damaged("elements without a size", d));
		u->p += 2;
	}
	if (u->p < u->end && *u->p == '#') {
		u->p++;
		return (take_count(u, n, d));
	}
	return (0);
}

static int
take_element(struct ubj *u, char type, json_t **out, struct diag *d)
{
	const unsigned char *p;

	if (type != 0)
		return (take_number(u, type, out, d));
	if ((p = take(u, 1)) == NULL)
		return (damaged("it is cut", d));
	return (take_value(u, (char)*p, out, d));
}

static bool
is_over(struct ubj *u, size_t n, size_t i, char end)
{
	if (n != SIZE_MAX)
		return (i == n);
	if (u->p < u->end && *u->p == end) {
		u->p++;
		return (true);
	}
	return (false);
}

static int
take_array(struct ubj *u, json_t *a, struct diag *d)
{
	json_t *v;
	size_t n;
	char type;

	if (take_form(u, &type, &n, d) == -1)
		return (-1);
	for (size_t i = 0; !is_over(u, n, i, ']'); i++) {
		if (take_element(u, type, &v, d) == -1)
			return (-1);
		json_array_append_new(a, v);
	}
	return (0);
}

static int
take_object(struct ubj *u, json_t *o, struct diag *d)
{
	json_t *key, *v;
	size_t n;
	char type;
	int r = take_form(u, &type, &n, d);

	for (size_t i = 0; r == 0 && !is_over(u, n, i, '}'); i++) {
		if (take_text(u, &key, d) == -1)
			return (-1);
		r = take_element(u, type, &v, d);
		if (r == 0)
			json_object_set_new(o, json_string_value(key), v);
		json_decref(key);
	}
	return (r);
}

static int
take_value(struct ubj *u, char type, json_t **out, struct diag *d)
{
	int r = 0;

	switch (type) {
	case 'Z':
		*out = json_null();
		return (0);
	case 'T':
	case 'F':
		*out = json_boolean(type == 'T');
		return (0);
	case 'S':
		return (take_text(u, out, d));
	case '[':
	case '{':
		break;
	default:
		return (take_number(u, type, out, d));
	}
	if (++u->depth > DEPTH_MAX)
		return (damaged("it is nested too deep", d));
	*out = type == '[' ? json_array() : json_object();
	r = type == '[' ? take_array(u, *out, d) : take_object(u, *out, d);
	u->depth--;
	if (r == -1)
		json_decref(*out);
	return (r);
}

int
ubjson_parse(const char *p, size_t n, json_t **out, struct diag *d)
{
	struct ubj u = { (const unsigned char *)p,
	    (const unsigned char *)p + n, 0 };

	if (n == 0)
		return (damaged("it is empty", d));
	u.p++;
	if (take_value(&u, *p, out, d) == -1)
		return (-1);
	if (u.p != u.end) {
		json_decref(*out);
		return (damaged("bytes behind its end", d));
	}
	return (0);
}
