/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "json_cursor.h"

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

static void
skip_blanks(struct json_cursor *c)
{
	while (c->p < c->end && is_blank(*c->p))
		c->p++;
}

void
json_start(struct json_cursor *c, const char *p, size_t n, struct str *text)
{
	c->p = p;
	c->end = p + n;
	c->text = text;
	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		c->p += 3;
	skip_blanks(c);
}

enum json_kind
json_kind_of(const struct json_cursor *c)
{
	switch (*c->p) {
	case '{':
		return (J_OBJECT);
	case '[':
		return (J_ARRAY);
	case '"':
		return (J_STRING);
	case 't':
	case 'f':
		return (J_BOOL);
	case 'n':
		return (J_NULL);
	default:
		return (J_NUMBER);
	}
}

void
json_enter(struct json_cursor *c)
{
	c->p++;
}

bool
json_next(struct json_cursor *c)
{
	skip_blanks(c);
	if (*c->p == ']' || *c->p == '}') {
		c->p++;
		return (false);
	}
	if (*c->p == ',') {
		c->p++;
		skip_blanks(c);
	}
	return (true);
}

static unsigned
hex4(const char *p)
{
	unsigned v = 0;

	for (int i = 0; i < 4; i++) {
		unsigned c = (unsigned char)p[i];

		v = v << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return (v);
}

static void
add_utf8(struct str *s, uint32_t c)
{
	if (c < 0x80) {
		str_addc(s, (char)c);
		return;
	}
	if (c < 0x800) {
		str_addc(s, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			str_addc(s, (char)(0xe0 | c >> 12));
		} else {
			str_addc(s, (char)(0xf0 | c >> 18));
			str_addc(s, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		str_addc(s, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	str_addc(s, (char)(0x80 | (c & 0x3f)));
}

/* The four digits at p, and those of a second surrogate; half a pair and NUL
   become U+FFFD. Returns what follows. */
static const char *
add_unicode(struct str *s, const char *p)
{
	uint32_t c = hex4(p), low;

	p += 4;
	if (c >= 0xd800 && c < 0xdc00 && p[0] == '\\' && p[1] == 'u') {
		low = hex4(p + 2);
		if (low >= 0xdc00 && low < 0xe000) {
			add_utf8(s, 0x10000 + ((c - 0xd800) << 10) +
			    (low - 0xdc00));
			return (p + 6);
		}
	}
	add_utf8(s, c == 0 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c);
	return (p);
}

/* The escape after a backslash; returns what follows. */
static const char *
add_escape(struct str *s, const char *p)
{
	switch (*p) {
	case 'u':
		return (add_unicode(s, p + 1));
	case 'b':
		str_addc(s, '\b');
		break;
	case 'f':
		str_addc(s, '\f');
		break;
	case 'n':
		str_addc(s, '\n');
		break;
	case 'r':
		str_addc(s, '\r');
		break;
	case 't':
		str_addc(s, '\t');
		break;
	default:
		str_addc(s, *p);
	}
	return (p + 1);
}

/* A string that has an escape at p; start is its first byte. */
static void
take_escaped(struct json_cursor *c, const char *start, const char *p)
{
	str_clear(c->text);
	str_add(c->text, start, (size_t)(p - start));
	while (*p != '"') {
		if (*p == '\\')
			p = add_escape(c->text, p + 1);
		else
			str_addc(c->text, *p++);
	}
	c->p = p + 1;
}

static void
take_string(struct json_cursor *c, const char **out, size_t *n)
{
	const char *start = c->p + 1, *p = start;

	while (*p != '"' && *p != '\\')
		p++;
	if (*p == '"') {
		*out = start;
		*n = (size_t)(p - start);
		c->p = p + 1;
		return;
	}
	take_escaped(c, start, p);
	*out = str_get(c->text);
	*n = c->text->len;
}

void
json_key(struct json_cursor *c, const char **p, size_t *n)
{
	take_string(c, p, n);
	skip_blanks(c);
	c->p++;		/* the colon */
	skip_blanks(c);
}

/* Past the closing quote of the string that begins at p. */
static const char *
past_string(const char *p)
{
	for (p++; *p != '"'; p++) {
		if (*p == '\\')
			p++;
	}
	return (p + 1);
}

static const char *
past_nested(const char *p)
{
	int depth = 0;

	do {
		if (*p == '"') {
			p = past_string(p);
			continue;
		}
		if (*p == '[' || *p == '{')
			depth++;
		else if (*p == ']' || *p == '}')
			depth--;
		p++;
	} while (depth > 0);
	return (p);
}

void
json_skip(struct json_cursor *c, const char **p, size_t *n)
{
	const char *start = c->p;

	if (*c->p == '"') {
		c->p = past_string(c->p);
	} else if (*c->p == '[' || *c->p == '{') {
		c->p = past_nested(c->p);
	} else {
		while (c->p < c->end && *c->p != ',' && *c->p != ']' &&
		    *c->p != '}' && !is_blank(*c->p))
			c->p++;
	}
	*p = start;
	*n = (size_t)(c->p - start);
}

void
json_take(struct json_cursor *c, const char **p, size_t *n)
{
	if (*c->p == '"')
		take_string(c, p, n);
	else
		json_skip(c, p, n);
}

size_t
json_count(struct json_cursor c)
{
	const char *p;
	size_t n, count = 0;

	json_enter(&c);
	for (; json_next(&c); count++)
		json_skip(&c, &p, &n);
	return (count);
}

bool
json_find(struct json_cursor c, const char *key, struct json_cursor *at)
{
	const char *p;
	size_t n;

	if (json_kind_of(&c) != J_OBJECT)
		return (false);
	json_enter(&c);
	while (json_next(&c)) {
		json_key(&c, &p, &n);
		if (n == strlen(key) && memcmp(p, key, n) == 0) {
			*at = c;
			return (true);
		}
		json_skip(&c, &p, &n);
	}
	return (false);
}

/* json_check bounds the depth. */
void
json_leaves(struct json_cursor *c, struct str *name,
    void (*take)(void *ctx, struct json_cursor *), void *ctx)
{
	size_t n = name->len, n_key;
	const char *key;

	json_enter(c);
	while (json_next(c)) {
		json_key(c, &key, &n_key);
		str_add(name, key, n_key);
		if (json_kind_of(c) == J_OBJECT) {
			str_addc(name, '.');
			json_leaves(c, name, take, ctx);
		} else {
			take(ctx, c);
		}
		name->len = n;
	}
}
