/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table for people: aligned columns, numbers to the right and rounded to
 * five digits, "-" for what is missing.  The first rows are held back until
 * the widths of the columns are known from them; a later value that is wider
 * pushes its line out.  On a terminal lines are cut to its width.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fmt_value.h"
#include "mem.h"

#include "fmt_write.h"

#define HELD_ROWS 1000
#define CELL_MAX 60		/* characters that a cell may take */
#define BETWEEN 2		/* blanks between columns */

struct writer {
	struct outfile *out;
	struct schema schema;
	struct block held;
	bool streaming;		/* nothing is held any more */
	size_t *widths;		/* in characters */
	size_t line_width;	/* of the terminal; 0: any */
	struct str cell, line;
};

static size_t
terminal_width(int fd)
{
	struct winsize size;

	if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) == -1)
		return (0);
	return (size.ws_col);
}

static void
table_free(struct writer *w)
{
	block_release(&w->held);
	schema_release(&w->schema);
	free(w->widths);
	str_release(&w->cell);
	str_release(&w->line);
	free(w);
}

static int
table_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);

	(void)d;
	w->out = out;
	schema_copy(&w->schema, &h->schema);
	block_init(&w->held, &w->schema);
	w->widths = mem_calloc(w->schema.n, sizeof(*w->widths));
	w->line_width = terminal_width(out->fd);
	*to = w;
	return (0);
}

static bool
is_lead(char c)
{
	return (((unsigned char)c & 0xc0) != 0x80);
}

/* In code points: wide and combining characters are rare in tables. */
static size_t
count_chars(const char *p, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += is_lead(p[i]);
	return (k);
}

/* Cut a text of more characters than max; the last one is then "...". */
static void
cut(struct str *s, size_t max)
{
	size_t i = 0, k = 0;

	if (max == 0 || count_chars(str_get(s), s->len) <= max)
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

/* Control characters would break the lines, or drive the terminal. */
static void
add_visible(struct str *s, const char *p, size_t n)
{
	for (size_t i = 0; i < n && i < 4 * CELL_MAX + 4; i++) {
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
		add_visible(s, p, n);
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

/* The text of a cell into w->cell; returns its width. */
static size_t
make_cell(struct writer *w, const struct column *c, size_t i)
{
	str_clear(&w->cell);
	if (c->valid[i])
		add_value(&w->cell, c, i);
	else
		str_addc(&w->cell, '-');
	cut(&w->cell, CELL_MAX);
	return (count_chars(str_get(&w->cell), w->cell.len));
}

static void
add_blanks(struct str *s, size_t n)
{
	while (n-- > 0)
		str_addc(s, ' ');
}

static bool
is_right(enum col_type t)
{
	return (t == COL_INT || t == COL_FLOAT);
}

/* Append w->cell, so many characters wide, to the line as column j. */
static void
add_cell(struct writer *w, size_t j, size_t width)
{
	size_t fill = w->widths[j] > width ? w->widths[j] - width : 0;
	bool right = is_right(w->schema.fields[j].type);

	if (j > 0)
		add_blanks(&w->line, BETWEEN);
	if (right)
		add_blanks(&w->line, fill);
	str_add(&w->line, w->cell.buf, w->cell.len);
	if (!right && j + 1 < w->schema.n)
		add_blanks(&w->line, fill);
}

static int
write_line(struct writer *w, struct diag *d)
{
	cut(&w->line, w->line_width);
	str_addc(&w->line, '\n');
	return (outfile_take(w->out, &w->line, d));
}

static size_t
make_name(struct writer *w, size_t j)
{
	const char *name = w->schema.fields[j].name;

	str_clear(&w->cell);
	add_visible(&w->cell, name, strlen(name));
	cut(&w->cell, CELL_MAX);
	return (count_chars(str_get(&w->cell), w->cell.len));
}

static int
write_names(struct writer *w, struct diag *d)
{
	for (size_t j = 0; j < w->schema.n; j++)
		add_cell(w, j, make_name(w, j));
	return (write_line(w, d));
}

static int
write_rows(struct writer *w, const struct batch *b, size_t first,
    struct diag *d)
{
	for (size_t i = first; i < b->n_rows; i++) {
		for (size_t j = 0; j < w->schema.n; j++)
			add_cell(w, j, make_cell(w, b->cols[j], i));
		if (write_line(w, d) == -1)
			return (-1);
	}
	return (0);
}

static void
measure(struct writer *w, const struct batch *b)
{
	size_t n;

	for (size_t j = 0; j < w->schema.n; j++) {
		w->widths[j] = make_name(w, j);
		for (size_t i = 0; i < b->n_rows; i++) {
			n = make_cell(w, b->cols[j], i);
			if (n > w->widths[j])
				w->widths[j] = n;
		}
	}
}

static int
table_flush(struct writer *w, struct diag *d)
{
	const struct batch *b = &w->held.view;

	if (w->streaming)
		return (0);
	w->streaming = true;
	measure(w, b);
	if (write_names(w, d) == -1)
		return (-1);
	return (write_rows(w, b, 0, d));
}

static int
table_write(struct writer *w, const struct batch *b, struct diag *d)
{
	size_t n = 0;

	if (!w->streaming) {
		n = HELD_ROWS - w->held.view.n_rows;
		if (n > b->n_rows)
			n = b->n_rows;
		block_add_rows(&w->held, b, 0, n);
		if (w->held.view.n_rows < HELD_ROWS)
			return (0);
		if (table_flush(w, d) == -1)
			return (-1);
	}
	return (write_rows(w, b, n, d));
}

static int
table_end(struct writer *w, const json_t *tail, struct diag *d)
{
	(void)tail;
	return (table_flush(w, d));
}

const struct format_writer table_writer = {
	.begin = table_begin,
	.write = table_write,
	.end = table_end,
	.flush = table_flush,
	.free = table_free,
};
