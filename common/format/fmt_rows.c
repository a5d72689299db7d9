/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_value.h"
#include "letters.h"
#include "numtext.h"

#include "fmt_rows.h"

#define PIECE ((size_t)64 * 1024)

void
rows_init(struct rows *w, struct outfile *out, char delimiter)
{
	memset(w, 0, sizeof(*w));
	w->out = out;
	w->delimiter = delimiter;
	w->special[(uint8_t)delimiter] = 1;
	w->special['"'] = 1;
	w->special['\r'] = 1;
	w->special['\n'] = 1;
}

void
rows_release(struct rows *w)
{
	str_release(&w->text);
}

static bool
needs_quotes(const struct rows *w, const char *p, size_t n)
{
	uint8_t seen = 0;

	if (n == 0 || is_blank(p[0]) || is_blank(p[n - 1]) || p[0] == '#')
		return (true);
	for (size_t i = 0; i < n; i++)
		seen |= w->special[(uint8_t)p[i]];
	return (seen != 0);
}

/* Room for 2 n + 2 bytes. */
static char *
put_quoted(char *to, const char *p, size_t n)
{
	*to++ = '"';
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			*to++ = '"';
		*to++ = p[i];
	}
	*to++ = '"';
	return (to);
}

static char *
put_string(const struct rows *w, char *to, const char *p, size_t n)
{
	if (needs_quotes(w, p, n))
		return (put_quoted(to, p, n));
	memcpy(to, p, n);
	return (to + n);
}

static char *
put_vector(char *to, const float *v, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		to = value_put_float32(to, v[k]);
		*to++ = ' ';
	}
	return (to - 1);
}

static char *
put_sparse(char *to, const struct column *c, size_t i)
{
	if (c->off[i] == c->off[i + 1])
		return (to);
	for (uint32_t k = c->off[i]; k < c->off[i + 1]; k++) {
		to += format_int(to, c->index[k]);
		*to++ = ':';
		to = value_put_float32(to, c->value[k]);
		*to++ = ' ';
	}
	return (to - 1);
}

char *
rows_put_list(char *to, const struct column *c, size_t i)
{
	if (c->type == COL_VECTOR)
		return (put_vector(to, c->vector + i * c->width, c->width));
	return (put_sparse(to, c, i));
}

static char *
put_cell(const struct rows *w, char *to, const struct column *c, size_t i)
{
	const char *p;
	size_t n;

	if (!c->valid[i])
		return (to);
	switch (c->type) {
	case COL_STRING:
		p = column_string(c, i, &n);
		return (put_string(w, to, p, n));
	case COL_VECTOR:
	case COL_SPARSE:
		if (c->type == COL_SPARSE && c->off[i] == c->off[i + 1])
			return (put_string(w, to, "", 0));
		return (rows_put_list(to, c, i));
	default:
		return (value_put(to, c, i));
	}
}

static size_t
row_bound(const struct batch *b, size_t i)
{
	size_t n = 1;

	for (size_t j = 0; j < b->schema->n; j++)
		n += value_bound(b->cols[j], i, 2);
	return (n);
}

static void
add_row(struct rows *w, const struct batch *b, size_t i)
{
	char *begin = str_reserve(&w->text, row_bound(b, i)), *to = begin;

	for (size_t j = 0; j < b->schema->n; j++) {
		if (j > 0)
			*to++ = w->delimiter;
		to = put_cell(w, to, b->cols[j], i);
	}
	if (to == begin && w->no_blank)
		to = put_quoted(to, "", 0);
	*to++ = '\n';
	str_commit(&w->text, (size_t)(to - begin));
}

void
rows_add_header(struct rows *w, const struct schema *s)
{
	char *begin, *to;

	for (size_t j = 0; j < s->n; j++) {
		const char *name = s->fields[j].name;
		size_t n = strlen(name);

		to = begin = str_reserve(&w->text, 2 * n + 3);
		if (j > 0)
			*to++ = w->delimiter;
		to = put_string(w, to, name, n);
		str_commit(&w->text, (size_t)(to - begin));
	}
	str_addc(&w->text, '\n');
}

int
rows_write(struct rows *w, const struct batch *b, struct diag *d)
{
	for (size_t i = 0; i < b->n_rows; i++) {
		add_row(w, b, i);
		if (w->text.len >= PIECE && rows_flush(w, d) == -1)
			return (-1);
	}
	return (rows_flush(w, d));
}

int
rows_flush(struct rows *w, struct diag *d)
{
	int r = outfile_write(w->out, w->text.buf, w->text.len, d);

	str_clear(&w->text);
	return (r);
}
