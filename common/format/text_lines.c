/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "text_lines.h"

void
text_lines_init(struct text_lines *l, struct bytes *in)
{
	memset(l, 0, sizeof(*l));
	l->in = in;
}

void
text_lines_release(struct text_lines *l)
{
	str_release(&l->cut);
}

int
text_lines_rewind(struct text_lines *l, struct diag *d)
{
	l->p = l->end = NULL;
	l->number = 0;
	str_clear(&l->cut);
	return (bytes_rewind(l->in, d));
}

static int
give(struct text_lines *l, const char *line, size_t n, const char **p,
    size_t *out)
{
	*p = line;
	*out = n > 0 && line[n - 1] == '\r' ? n - 1 : n;
	l->number++;
	return (1);
}

int
text_lines_next(struct text_lines *l, const char **p, size_t *n,
    struct diag *d)
{
	const char *feed, *line;
	size_t got;
	int r;

	str_clear(&l->cut);
	for (;;) {
		line = l->p;
		got = (size_t)(l->end - l->p);
		feed = got > 0 ? memchr(line, '\n', got) : NULL;
		if (feed != NULL) {
			l->p = feed + 1;
			got = (size_t)(feed - line);
			if (l->cut.len == 0)
				return (give(l, line, got, p, n));
		}
		if (got > LINE_BYTES_MAX - l->cut.len)
			return (diag_set(d, "%s: line %llu is longer than %zu "
			    "bytes", bytes_name(l->in), (unsigned long long)
			    l->number + 1, LINE_BYTES_MAX));
		str_add(&l->cut, line, got);
		if (feed != NULL)
			return (give(l, l->cut.buf, l->cut.len, p, n));
		if ((r = bytes_next(l->in, &l->p, &got, d)) == -1)
			return (-1);
		if (r == 0)
			break;
		l->end = l->p + got;
	}
	l->p = l->end = NULL;
	return (l->cut.len > 0 ? give(l, l->cut.buf, l->cut.len, p, n) : 0);
}
