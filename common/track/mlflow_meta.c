/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML as far as a meta.yaml has it: a level of keys with plain or quoted
   texts, which may go on in further lines. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"
#include "utf8.h"

#include "mlflow.h"

#define META_MAX (1 << 20)	/* bytes of a file */

struct member {
	char *key;		/* NULL: none yet */
	struct str value;	/* as it stands, lines joined */
	bool was_blank;
	size_t line;		/* where it began */
};

static int
hex_digits(const char *p, size_t n, unsigned long *out)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;

	*out = 0;
	for (size_t i = 0; i < n; i++) {
		at = p[i] == '\0' ? NULL : strchr(digits, tolower((unsigned
		    char)p[i]));
		if (at == NULL)
			return (-1);
		*out = *out << 4 | (unsigned long)(at - digits);
	}
	return (0);
}

static void
add_character(struct str *out, unsigned long c)
{
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || c == 0)
		c = 0xfffd;
	if (c < 0x80) {
		str_addc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		str_addc(out, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			str_addc(out, (char)(0xe0 | c >> 12));
		} else {
			str_addc(out, (char)(0xf0 | c >> 18));
			str_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		str_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	str_addc(out, (char)(0x80 | (c & 0x3f)));
}

/* What is behind a backslash; how many bytes, 0: there is no such thing. */
static size_t
unescape(const char *p, struct str *out)
{
	static const char letters[] = "0abtnvfre \"/\\N_LP";
	static const unsigned long means[] = { 0, 7, 8, 9, 10, 11, 12, 13, 27,
		' ', '"', '/', '\\', 0x85, 0xa0, 0x2028, 0x2029 };
	size_t n = *p == 'x' ? 2 : *p == 'u' ? 4 : *p == 'U' ? 8 : 0;
	const char *at = *p != '\0' ? strchr(letters, *p) : NULL;
	unsigned long c;

	if (n > 0) {
		if (hex_digits(p + 1, n, &c) == -1)
			return (0);
		add_character(out, c);
	} else if (at != NULL) {
		add_character(out, means[at - letters]);
	} else {
		return (0);
	}
	return (n + 1);
}

static int
read_quoted(const char *p, struct str *out)
{
	char quote = *p++;
	size_t n;

	for (; *p != '\0'; p++) {
		if (quote == '"' && *p == '\\') {
			if ((n = unescape(p + 1, out)) == 0)
				return (-1);
			p += n;
		} else if (*p != quote) {
			str_addc(out, *p);
		} else if (quote == '\'' && p[1] == '\'') {
			str_addc(out, *p++);
		} else {
			return (p[1] == '\0' ? 0 : -1);
		}
	}
	return (-1);
}

/* The member that was read goes into the object. */
static int
end_member(struct member *m, json_t *o)
{
	const char *value = str_get(&m->value);
	struct str text = STR_INIT;
	int r = 0;

	if (m->key == NULL)
		return (0);
	if (*value == '"' || *value == '\'')
		r = read_quoted(value, &text);
	else if (strcmp(value, "null") != 0 && strcmp(value, "~") != 0)
		str_addz(&text, value);
	if (r == 0 && (text.len > 0 || *value == '"' || *value == '\''))
		json_object_set_new(o, m->key, doc_stringn(str_get(&text),
		    text.len));
	str_release(&text);
	str_clear(&m->value);
	free(m->key);
	m->key = NULL;
	return (r);
}

/* A line that goes on with the text before: the end of a line is a blank, of
   an empty one a line's end; none is behind a backslash. */
static void
go_on(struct member *m, const char *p, size_t n)
{
	bool joins = m->value.len > 0 &&
	    m->value.buf[m->value.len - 1] == '\\' &&
	    *m->value.buf == '"';

	if (joins)
		m->value.len--;
	else if (n == 0)
		str_addc(&m->value, '\n');
	else if (!m->was_blank)
		str_addc(&m->value, ' ');
	m->was_blank = n == 0;
	str_add(&m->value, p, n);
}

static int
begin_member(struct member *m, const char *p, size_t n)
{
	const char *colon = memchr(p, ':', n);
	const char *end = p + n;

	if (colon == NULL || (colon + 1 < end && colon[1] != ' '))
		return (-1);
	m->key = mem_strndup(p, (size_t)(colon - p));
	for (p = colon + 1; p < end && *p == ' '; p++)
		;
	str_add(&m->value, p, (size_t)(end - p));
	m->was_blank = false;
	return (utf8_is_text(m->key, strlen(m->key)) ? 0 : -1);
}

static int
read_line(struct member *m, const char *p, size_t n, size_t number,
    json_t *o)
{
	size_t blanks = 0;

	while (n > 0 && strchr(" \r", p[n - 1]) != NULL)
		n--;
	while (blanks < n && p[blanks] == ' ')
		blanks++;
	if (m->key != NULL && (blanks > 0 || n == 0)) {
		go_on(m, p + blanks, n - blanks);
		return (0);
	}
	if (n == 0 || *p == '#' || *p == '-' || *p == '{')
		return (0);	/* lists and the like are not wanted */
	if (end_member(m, o) == -1)
		return (-1);
	m->line = number;
	return (begin_member(m, p, n));
}

static int
read_text(const char *path, struct str *text, struct diag *d)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return (diag_errno(d, "%s", path));
	if (!S_ISREG(st.st_mode) || st.st_size > META_MAX)
		return (diag_set(d, "%s: is no regular file of at most %d "
		    "bytes", path, META_MAX));
	if (line_file_read(path, 0, text, d) == -1)
		return (-1);
	if (memchr(str_get(text), '\0', text->len) != NULL)
		return (diag_set(d, "%s: has a NUL byte", path));
	return (0);
}

int
mlflow_read_meta(const char *path, json_t **out, struct diag *d)
{
	struct member m = { .value = STR_INIT };
	struct str text = STR_INIT;
	size_t number = 0, n;
	int r = read_text(path, &text, d);

	*out = json_object();
	for (const char *p = str_get(&text); r == 0 && *p != '\0'; p += n) {
		n = strcspn(p, "\n");
		number++;
		if (read_line(&m, p, n, number, *out) == -1)
			r = diag_set(d, "%s:%zu: is not as YAML has a key and "
			    "a text", path, m.line);
		n += p[n] == '\n';
	}
	if (r == 0 && end_member(&m, *out) == -1)
		r = diag_set(d, "%s:%zu: a quoted text does not end", path,
		    m.line);
	free(m.key);
	str_release(&m.value);
	str_release(&text);
	if (r == -1) {
		json_decref(*out);
		*out = NULL;
	}
	return (r);
}
