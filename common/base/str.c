/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "str.h"

void
str_init(struct str *s)
{
	*s = (struct str)STR_INIT;
}

void
str_release(struct str *s)
{
	free(s->buf);
	str_init(s);
}

void
str_clear(struct str *s)
{
	s->len = 0;
	if (s->buf != NULL)
		s->buf[0] = '\0';
}

char *
str_reserve(struct str *s, size_t n)
{
	if (s->len + n + 1 > s->cap)
		s->buf = mem_grow(s->buf, &s->cap, s->len + n + 1, 1);
	return (s->buf + s->len);
}

void
str_commit(struct str *s, size_t n)
{
	s->len += n;
	s->buf[s->len] = '\0';
}

void
str_add(struct str *s, const void *bytes, size_t n)
{
	char *to = str_reserve(s, n);

	if (n > 0)
		memcpy(to, bytes, n);
	str_commit(s, n);
}

void
str_addz(struct str *s, const char *z)
{
	str_add(s, z, strlen(z));
}

void
str_add_quoted(struct str *s, const char *text, char quote)
{
	str_addc(s, quote);
	for (; *text != '\0'; text++) {
		str_addc(s, *text);
		if (*text == quote)
			str_addc(s, quote);
	}
	str_addc(s, quote);
}

void
str_addc(struct str *s, char c)
{
	*str_reserve(s, 1) = c;
	str_commit(s, 1);
}

void
str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		BUG("bad format \"%s\"", fmt);
	str_reserve(s, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(s->buf + s->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	s->len += (size_t)n;
}

const char *
str_get(const struct str *s)
{
	return (s->buf != NULL ? s->buf : "");
}

char *
str_detach(struct str *s)
{
	char *p;

	str_reserve(s, 0);
	str_commit(s, 0);
	p = s->buf;
	str_init(s);
	return (p);
}
