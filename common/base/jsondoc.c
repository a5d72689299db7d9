/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "mem.h"
#include "numtext.h"
#include "utf8.h"

#include "jsondoc.h"

static void *
alloc_bytes(size_t n)
{
	return (mem_alloc(n, 1));
}

void
doc_init(void)
{
	json_set_alloc_funcs(alloc_bytes, free);
}

/* Refuse a text that is little but brackets.  Those in strings count too where
   there are many: texts are not made of them. */
static int
check_brackets(const char *p, size_t n, struct diag *d)
{
	size_t k = 0;

	if (n <= BOUND_BRACKETS)
		return (0);
	for (size_t i = 0; i < n; i++)
		k += p[i] == '{' || p[i] == '[';
	if (k > BOUND_BRACKETS + n / BOUND_BRACKETS_BYTES)
		return (diag_set(d, "JSON of %zu brackets in %zu bytes", k,
		    n));
	return (0);
}

int
doc_parse(const char *p, size_t n, json_t **out, struct diag *d)
{
	json_error_t err;

	*out = NULL;
	if (check_brackets(p, n, d) == -1)
		return (-1);
	*out = json_loadb(p, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY |
	    JSON_ALLOW_NUL, &err);
	if (*out == NULL)
		return (diag_set(d, "not valid JSON: %s (line %d, column %d)",
		    err.text, err.line, err.column));
	return (0);
}

static void
write_string(const char *p, size_t n, struct str *out)
{
	unsigned char c;

	str_addc(out, '"');
	for (size_t i = 0; i < n; i++) {
		c = (unsigned char)p[i];
		if (c == '"' || c == '\\') {
			str_addc(out, '\\');
			str_addc(out, (char)c);
		} else if (c == '\n') {
			str_addz(out, "\\n");
		} else if (c == '\t') {
			str_addz(out, "\\t");
		} else if (c < 0x20 || c == 0x7f) {
			str_addf(out, "\\u%04x", c);
		} else {
			str_addc(out, (char)c);
		}
	}
	str_addc(out, '"');
}

static void
write_object(const json_t *v, struct str *out)
{
	const char *key;
	json_t *item;
	bool first = true;

	str_addc(out, '{');
	json_object_foreach((json_t *)(uintptr_t)v, key, item) {
		if (!first)
			str_addc(out, ',');
		first = false;
		write_string(key, strlen(key), out);
		str_addc(out, ':');
		doc_write(item, out);
	}
	str_addc(out, '}');
}

static void
write_array(const json_t *v, struct str *out)
{
	str_addc(out, '[');
	for (size_t i = 0; i < json_array_size(v); i++) {
		if (i > 0)
			str_addc(out, ',');
		doc_write(json_array_get(v, i), out);
	}
	str_addc(out, ']');
}

void
doc_write(const json_t *v, struct str *out)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT:
		write_object(v, out);
		break;
	case JSON_ARRAY:
		write_array(v, out);
		break;
	case JSON_STRING:
		write_string(json_string_value(v), json_string_length(v), out);
		break;
	case JSON_INTEGER:
		str_commit(out, format_int(str_reserve(out, NUMTEXT_MAX),
		    json_integer_value(v)));
		break;
	case JSON_REAL:
		str_commit(out, format_float(str_reserve(out, NUMTEXT_MAX),
		    json_real_value(v)));
		break;
	case JSON_TRUE:
		str_addz(out, "true");
		break;
	case JSON_FALSE:
		str_addz(out, "false");
		break;
	case JSON_NULL:
		str_addz(out, "null");
		break;
	}
}

json_t *
doc_float(double v)
{
	if (isnan(v))
		return (json_string("nan"));
	if (isinf(v))
		return (json_string(v > 0 ? "inf" : "-inf"));
	return (json_real(v));
}

json_t *
doc_stringn(const char *p, size_t n)
{
	json_t *v = json_stringn(p, n);
	struct str s = STR_INIT;
	size_t k;

	if (v != NULL)
		return (v);
	for (size_t i = 0; i < n; i += k > 0 ? k : 1) {
		k = utf8_length((const unsigned char *)p + i, n - i);
		if (k > 0)
			str_add(&s, p + i, k);
		else
			str_addz(&s, "\xef\xbf\xbd");
	}
	v = json_stringn(str_get(&s), s.len);
	str_release(&s);
	return (v);
}

/* The value of a key, which has to be there unless optional. */
static int
get(const json_t *obj, const char *key, const json_t **out, bool optional,
    struct diag *d)
{
	if (!json_is_object(obj))
		return (diag_set(d, "\"%s\": not inside a JSON object", key));
	*out = json_object_get(obj, key);
	if (*out != NULL && json_is_null(*out) && optional)
		*out = NULL;
	if (*out == NULL && !optional)
		return (diag_set(d, "\"%s\" is missing", key));
	return (0);
}

static int
wrong_type(const char *key, const char *wanted, struct diag *d)
{
	return (diag_set(d, "\"%s\" is not %s", key, wanted));
}

static int
to_string(const json_t *v, const char *key, const char **out, struct diag *d)
{
	if (!json_is_string(v))
		return (wrong_type(key, "a string", d));
	if (strlen(json_string_value(v)) != json_string_length(v))
		return (diag_set(d, "\"%s\" contains a NUL byte", key));
	*out = json_string_value(v);
	return (0);
}

static int
to_int(const json_t *v, const char *key, int64_t *out, struct diag *d)
{
	if (!json_is_integer(v))
		return (wrong_type(key, "a whole number", d));
	*out = json_integer_value(v);
	return (0);
}

/* A number, or a string that stands for a value JSON has no number for. */
static int
read_float(const json_t *v, double *out)
{
	if (json_is_number(v)) {
		*out = json_number_value(v);
		return (0);
	}
	if (json_is_string(v) && (strcmp(json_string_value(v), "nan") == 0 ||
	    strcmp(json_string_value(v), "inf") == 0 ||
	    strcmp(json_string_value(v), "-inf") == 0))
		return (parse_float(json_string_value(v),
		    json_string_length(v), out));
	return (-1);
}

static int
to_float(const json_t *v, const char *key, double *out, struct diag *d)
{
	if (read_float(v, out) == -1)
		return (wrong_type(key, "a number", d));
	return (0);
}

static int
to_bool(const json_t *v, const char *key, bool *out, struct diag *d)
{
	if (!json_is_boolean(v))
		return (wrong_type(key, "true or false", d));
	*out = json_is_true(v);
	return (0);
}

static int
to_array(const json_t *v, const char *key, json_t **out, struct diag *d)
{
	if (!json_is_array(v))
		return (wrong_type(key, "an array", d));
	*out = (json_t *)(uintptr_t)v;
	return (0);
}

static int
to_object(const json_t *v, const char *key, json_t **out, struct diag *d)
{
	if (!json_is_object(v))
		return (wrong_type(key, "an object", d));
	*out = (json_t *)(uintptr_t)v;
	return (0);
}

#define GETTER(name, type, to, optional)				\
int									\
name(const json_t *obj, const char *key, type *out, struct diag *d)	\
{									\
	const json_t *v = NULL;						\
									\
	if (get(obj, key, &v, optional, d) == -1)			\
		return (-1);						\
	return (v == NULL ? 0 : to(v, key, out, d));			\
}

GETTER(doc_get_string, const char *, to_string, false)
GETTER(doc_get_int, int64_t, to_int, false)
GETTER(doc_get_float, double, to_float, false)
GETTER(doc_get_bool, bool, to_bool, false)
GETTER(doc_get_array, json_t *, to_array, false)
GETTER(doc_get_object, json_t *, to_object, false)
GETTER(doc_opt_string, const char *, to_string, true)
GETTER(doc_opt_int, int64_t, to_int, true)
GETTER(doc_opt_array, json_t *, to_array, true)

int
doc_get_floats(const json_t *obj, const char *key, double **out, size_t *n,
    struct diag *d)
{
	json_t *a;
	double *v;

	if (doc_get_array(obj, key, &a, d) == -1)
		return (-1);
	v = mem_alloc(json_array_size(a), sizeof(*v));
	for (size_t i = 0; i < json_array_size(a); i++) {
		if (read_float(json_array_get(a, i), &v[i]) == -1) {
			free(v);
			return (wrong_type(key, "an array of numbers", d));
		}
	}
	*out = v;
	*n = json_array_size(a);
	return (0);
}

json_t *
doc_floats(const double *v, size_t n)
{
	json_t *a = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(a, doc_float(v[i]));
	return (a);
}

void
doc_set_text(json_t *o, const char *key, const char *text)
{
	if (text != NULL)
		json_object_set_new(o, key, doc_stringn(text, strlen(text)));
}

const char *
doc_text(const json_t *o, const char *key)
{
	return (json_string_value(json_object_get(o, key)));
}

bool
doc_is(const json_t *o, const char *key, const char *text)
{
	const char *have = doc_text(o, key);

	return (have != NULL && strcmp(have, text) == 0);
}
