/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

#include "json_cursor.h"

/* What is checked: RFC 8259 by recursive descent, JSON_DEPTH_MAX deep. */
struct check {
	const char *p, *end, *start;
	struct diag *d;
};

/* The line is told where there are several. */
static int
fail(const struct check *k, const char *what)
{
	size_t line = 1, column = 1;
	char where[32] = "";

	for (const char *p = k->start; p < k->p; p++) {
		column++;
		if (*p == '\n') {
			line++;
			column = 1;
		}
	}
	if (line > 1)
		snprintf(where, sizeof(where), "line %zu, ", line);
	return (diag_set(k->d, "not valid JSON: %scolumn %zu: %s", where,
	    column, k->p == k->end ? "the text ends here" : what));
}

static bool
at(const struct check *k, char c)
{
	return (k->p < k->end && *k->p == c);
}

static void
blanks(struct check *k)
{
	while (at(k, ' ') || at(k, '\n') || at(k, '\r') || at(k, '\t'))
		k->p++;
}

static bool
digits(struct check *k)
{
	const char *start = k->p, *p = start;

	while (p < k->end && *p >= '0' && *p <= '9')
		p++;
	k->p = p;
	return (p > start);
}

static bool
word(struct check *k, const char *w)
{
	size_t n;

	if (!at(k, w[0]))
		return (false);
	n = strlen(w);
	if ((size_t)(k->end - k->p) < n || memcmp(k->p, w, n) != 0)
		return (false);
	k->p += n;
	return (true);
}

static int
check_number(struct check *k)
{
	if (at(k, '-'))
		k->p++;
	if (word(k, "Infinity"))
		return (0);
	if (at(k, '0'))
		k->p++;
	else if (!digits(k))
		return (fail(k, "no value"));
	if (at(k, '.')) {
		k->p++;
		if (!digits(k))
			return (fail(k, "a digit is missing"));
	}
	if (at(k, 'e') || at(k, 'E')) {
		k->p++;
		if (at(k, '+') || at(k, '-'))
			k->p++;
		if (!digits(k))
			return (fail(k, "a digit is missing"));
	}
	return (0);
}

static bool
is_hex(char c)
{
	return ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F'));
}

/* k->p stands behind a backslash. */
static int
check_escape(struct check *k)
{
	if (k->p == k->end || *k->p == '\0' ||
	    strchr("\"\\/bfnrtu", *k->p) == NULL)
		return (fail(k, "no such escape"));
	if (*k->p++ != 'u')
		return (0);
	for (int i = 0; i < 4; i++, k->p++) {
		if (k->p == k->end || !is_hex(*k->p))
			return (fail(k, "\\u wants four hexadecimal digits"));
	}
	return (0);
}

/* A character of a string, as UTF-8 or escaped. */
static int
check_character(struct check *k)
{
	const unsigned char *u = (const unsigned char *)k->p;
	size_t n = 1;

	if (k->p == k->end || *u < 0x20)
		return (fail(k, "a control character in a string"));
	if (*u >= 0x80 && (n = utf8_length(u, (size_t)(k->end - k->p))) == 0)
		return (fail(k, "a string that is no UTF-8"));
	k->p += n;
	return (*u == '\\' ? check_escape(k) : 0);
}

/* A character that stands for itself. */
static bool
is_plain(const struct check *k)
{
	return (k->p < k->end && *k->p >= 0x20 && *k->p < 0x7f &&
	    *k->p != '\\');
}

static int
check_string(struct check *k)
{
	if (!at(k, '"'))
		return (fail(k, "a string is missing"));
	for (k->p++; !at(k, '"');) {
		if (is_plain(k))
			k->p++;
		else if (check_character(k) == -1)
			return (-1);
	}
	k->p++;
	return (0);
}

static int check_value(struct check *, int depth);

static int
check_member(struct check *k, int depth)
{
	blanks(k);
	if (check_string(k) == -1)
		return (-1);
	blanks(k);
	if (!at(k, ':'))
		return (fail(k, "a colon is missing"));
	k->p++;
	return (check_value(k, depth));
}

/* An array or an object: items, commas and the closing bracket. */
static int
check_items(struct check *k, char close, int depth)
{
	int r;

	if (depth > JSON_DEPTH_MAX)
		return (fail(k, "nested too deeply"));
	k->p++;
	blanks(k);
	if (at(k, close)) {
		k->p++;
		return (0);
	}
	for (;;) {
		r = close == '}' ? check_member(k, depth) :
		    check_value(k, depth);
		if (r == -1)
			return (-1);
		blanks(k);
		if (at(k, close))
			break;
		if (!at(k, ','))
			return (fail(k, "a comma or a bracket is missing"));
		k->p++;
	}
	k->p++;
	return (0);
}

static int
check_value(struct check *k, int depth)
{
	blanks(k);
	if (at(k, '{'))
		return (check_items(k, '}', depth + 1));
	if (at(k, '['))
		return (check_items(k, ']', depth + 1));
	if (at(k, '"'))
		return (check_string(k));
	if (k->p < k->end && *k->p >= '0' && *k->p <= '9')
		return (check_number(k));
	if (word(k, "null") || word(k, "true") || word(k, "false") ||
	    word(k, "NaN"))
		return (0);
	return (check_number(k));
}

int
json_check(const char *p, size_t n, struct diag *d)
{
	struct check k = { .p = p, .end = p + n, .start = p, .d = d };

	word(&k, "\xef\xbb\xbf");
	if (check_value(&k, 0) == -1)
		return (-1);
	blanks(&k);
	if (k.p != k.end)
		return (fail(&k, "something follows the value"));
	return (0);
}
