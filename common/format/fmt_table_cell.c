/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fmt_value.h"

#include "fmt_table_cell.h"

#define LONGEST 244		/* bytes of a text that are shown */

size_t
table_terminal_width(int fd)
{
	struct winsize size;

	if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) == -1)
		return (0);
	return (size.ws_col);
}

static bool
is_lead(char c)
{
	return (((unsigned char)c & 0xc0) != 0x80);
}

size_t
table_count_chars(const char *p, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += is_lead(p[i]);
	return (k);
}

void
table_cut(struct str *s, size_t max)
{
	size_t i = 0, k = 0;

	if (max == 0 || table_count_chars(str_get(s), s->len) <= max)
		return;
	while (k < max || !is_lead(s->buf[i]))
		k += is_lead(s->buf[i++]);
	while (!is_lead(s->buf[--i]))
		;
	s->len = i;
	str_addz(s, "\xe2\x80\xa6");
}

/* Five digits; whole numbers in full as long as they are exact. */
static void
add_float(struct str *s, double v)
{
	if (fabs(v) >= 1e5 && fabs(v) < 1e15)
		str_addf(s, "%.0f", v);
	else
		str_addf(s, "%.5g", v);
}

void
table_add_visible(struct str *s, const char *p, size_t n)
{
	for (size_t i = 0; i < n && i < LONGEST; i++) {
		if (p[i] == '\n')
			str_addz(s, "\\n");
		else if (p[i] == '\t')
			str_addz(s, "\\t");
		else if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f)
			str_addf(s, "\\x%02x", (unsigned char)p[i]);
		else
			str_addc(s, p[i]);
	}
}

static void
add_value(struct str *s, const struct column *c, size_t i)
{
	const char *p;
	char *to;
	size_t n;

	switch (c->type) {
	case COL_FLOAT:
		add_float(s, c->floats[i]);
		break;
	case COL_STRING:
		p = column_string(c, i, &n);
		table_add_visible(s, p, n);
		break;
	case COL_VECTOR:
	case COL_SPARSE:
		to = str_reserve(s, value_bound(c, i, 1));
		str_commit(s, (size_t)(value_put_list(to, c, i) - to));
		break;
	default:
		to = str_reserve(s, VALUE_MAX);
		str_commit(s, (size_t)(value_put(to, c, i) - to));
		break;
	}
}

void
table_add_cell(struct str *s, const struct column *c, size_t i)
{
	if (c->valid[i])
		add_value(s, c, i);
	else
		str_addc(s, '-');
}
