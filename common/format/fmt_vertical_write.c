/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows one below the other: a line for each value with its column's name, and
 * an empty line between rows.
 */
#include <stdlib.h>
#include <string.h>

#include "fmt_table_cell.h"
#include "mem.h"

#include "fmt_write.h"

struct writer {
	struct outfile *out;
	struct str *names;	/* as they are shown */
	size_t n_names;
	size_t width;		/* of the widest name */
	bool begun;
	struct str text;
};

static void
vertical_free(struct writer *w)
{
	for (size_t j = 0; j < w->n_names; j++)
		str_release(&w->names[j]);
	free(w->names);
	str_release(&w->text);
	free(w);
}

static int
vertical_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);
	size_t n;

	(void)d;
	w->out = out;
	w->n_names = h->schema.n;
	w->names = mem_calloc(w->n_names, sizeof(*w->names));
	for (size_t j = 0; j < w->n_names; j++) {
		const char *name = h->schema.fields[j].name;

		table_add_visible(&w->names[j], name, strlen(name));
		n = table_count_chars(w->names[j].buf, w->names[j].len);
		w->width = n > w->width ? n : w->width;
	}
	*to = w;
	return (0);
}

static void
add_line(struct writer *w, const struct str *name, const struct column *c,
    size_t i)
{
	size_t n = table_count_chars(name->buf, name->len);

	str_add(&w->text, name->buf, name->len);
	for (; n < w->width + 2; n++)
		str_addc(&w->text, ' ');
	table_add_cell(&w->text, c, i);
	str_addc(&w->text, '\n');
}

static int
vertical_write(struct writer *w, const struct batch *b, struct diag *d)
{
	for (size_t i = 0; i < b->n_rows; i++) {
		if (w->begun)
			str_addc(&w->text, '\n');
		w->begun = true;
		for (size_t j = 0; j < w->n_names; j++)
			add_line(w, &w->names[j], b->cols[j], i);
		if (outfile_take(w->out, &w->text, d) == -1)
			return (-1);
	}
	return (0);
}

static int
vertical_end(struct writer *w, const json_t *tail, struct diag *d)
{
	(void)w, (void)tail, (void)d;
	return (0);
}

const struct format_writer vertical_writer = {
	.begin = vertical_begin,
	.write = vertical_write,
	.end = vertical_end,
	.free = vertical_free,
};
