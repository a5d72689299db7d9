/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table for people: aligned columns, numbers to the right.  The first rows
 * are held back until the widths of the columns are known from them; a later
 * value that is wider pushes its line out.
 *
 * On a terminal lines have its width: the columns of the lowest rank are left
 * out and named under the table.  Rows that are no report have their target,
 * prediction and scores, and then the first of the other columns.
 */
#include <stdlib.h>
#include <string.h>

#include "fmt_table_cell.h"
#include "mem.h"

#include "fmt_write.h"

#define HELD_ROWS 1000
#define CELL_MAX 60		/* characters that a cell may take */
#define CELL_LEAST 16		/* that a text keeps where room is short */
#define BETWEEN 2		/* blanks between columns */
#define NAMED_MAX 40		/* columns left out that are named */

struct writer {
	struct outfile *out;
	struct schema schema;
	struct block held;
	bool streaming;		/* nothing is held any more */
	size_t *widths;		/* in characters */
	uint8_t *shown, *is_cut;
	size_t last_shown;
	size_t line_width;	/* of the terminal; 0: any */
	struct str cell, line;
};

static void
table_free(struct writer *w)
{
	block_release(&w->held);
	schema_release(&w->schema);
	free(w->widths);
	free(w->shown);
	free(w->is_cut);
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
	w->shown = mem_calloc(w->schema.n, 1);
	w->is_cut = mem_calloc(w->schema.n, 1);
	w->line_width = table_terminal_width(out->fd);
	*to = w;
	return (0);
}

/* The text of a cell into w->cell, cut to most characters; returns its
   width. */
static size_t
make_cell(struct writer *w, const struct column *c, size_t i, size_t most)
{
	str_clear(&w->cell);
	table_add_cell(&w->cell, c, i);
	table_cut(&w->cell, most);
	return (table_count_chars(str_get(&w->cell), w->cell.len));
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
	if (!right && j < w->last_shown)
		add_blanks(&w->line, fill);
}

static int
write_line(struct writer *w, struct diag *d)
{
	table_cut(&w->line, w->line_width);
	str_addc(&w->line, '\n');
	return (outfile_take(w->out, &w->line, d));
}

/* A text is cut where room was short. */
static size_t
most_of(const struct writer *w, size_t j)
{
	return (w->is_cut[j] ? w->widths[j] : CELL_MAX);
}

static size_t
make_name(struct writer *w, size_t j, size_t most)
{
	const char *name = w->schema.fields[j].name;

	str_clear(&w->cell);
	table_add_visible(&w->cell, name, strlen(name));
	table_cut(&w->cell, most);
	return (table_count_chars(str_get(&w->cell), w->cell.len));
}

static int
write_names(struct writer *w, struct diag *d)
{
	for (size_t j = 0; j < w->schema.n; j++) {
		if (w->shown[j])
			add_cell(w, j, make_name(w, j, most_of(w, j)));
	}
	return (write_line(w, d));
}

static int
write_rows(struct writer *w, const struct batch *b, size_t first,
    struct diag *d)
{
	for (size_t i = first; i < b->n_rows; i++) {
		for (size_t j = 0; j < w->schema.n; j++) {
			if (w->shown[j])
				add_cell(w, j, make_cell(w, b->cols[j], i,
				    most_of(w, j)));
		}
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
		w->widths[j] = make_name(w, j, CELL_MAX);
		for (size_t i = 0; i < b->n_rows; i++) {
			n = make_cell(w, b->cols[j], i, CELL_MAX);
			if (n > w->widths[j])
				w->widths[j] = n;
		}
	}
}

static uint8_t
rank_of(const struct field *f)
{
	bool about_model = f->role == ROLE_TARGET ||
	    f->role == ROLE_PREDICTION || f->role == ROLE_SCORE;

	return (f->rank > 0 ? f->rank : about_model);
}

static void
show(struct writer *w, size_t j)
{
	w->shown[j] = 1;
	if (j > w->last_shown)
		w->last_shown = j;
}

/* As wide as column j is where no text is wider than most. */
static size_t
width_within(const struct writer *w, size_t j, size_t most)
{
	size_t n = w->widths[j];

	return (n > most && !is_right(w->schema.fields[j].type) ? most : n);
}

/* Of a rank: the columns that are not shown yet, and their room where no text
   is wider than most. */
static size_t
room_of(const struct writer *w, size_t rank, size_t most)
{
	size_t n = 0;

	for (size_t j = 1; j < w->schema.n; j++) {
		if (rank_of(&w->schema.fields[j]) == rank)
			n += width_within(w, j, most) + BETWEEN;
	}
	return (n);
}

/* The texts of a rank are cut where all of its columns have room then. */
static void
cut_texts(struct writer *w, size_t rank, size_t room)
{
	size_t most = CELL_MAX;

	while (most >= CELL_LEAST && room_of(w, rank, most) > room)
		most--;
	if (most < CELL_LEAST)
		return;
	for (size_t j = 1; j < w->schema.n; j++) {
		if (rank_of(&w->schema.fields[j]) != rank)
			continue;
		w->is_cut[j] = width_within(w, j, most) < w->widths[j];
		w->widths[j] = width_within(w, j, most);
	}
}

/* The first column, then by rank and position as many as the line has room
   for. */
static void
choose_shown(struct writer *w)
{
	size_t used = w->schema.n > 0 ? w->widths[0] : 0, most = 0;

	for (size_t j = 0; j < w->schema.n; j++) {
		if (rank_of(&w->schema.fields[j]) > most)
			most = rank_of(&w->schema.fields[j]);
	}
	for (size_t rank = most + 1; rank-- > 0; ) {
		if (w->line_width > used)
			cut_texts(w, rank, w->line_width - used);
		for (size_t j = 0; j < w->schema.n; j++) {
			if (j > 0 && rank_of(&w->schema.fields[j]) != rank)
				continue;
			if (w->shown[j])
				continue;
			used += j > 0 ? w->widths[j] + BETWEEN : 0;
			if (j > 0 && w->line_width > 0 &&
			    used > w->line_width)
				return;
			show(w, j);
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
	choose_shown(w);
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

/* A word of the text under the table, on the next line if it has to be. */
static int
write_word(struct writer *w, const char *word, size_t width, struct diag *d)
{
	size_t used = table_count_chars(w->line.buf, w->line.len);

	if (used > 0 && used + 1 + width > w->line_width &&
	    write_line(w, d) == -1)
		return (-1);
	if (w->line.len > 0)
		str_addc(&w->line, ' ');
	str_addz(&w->line, word);
	return (0);
}

/* Which columns are not shown: they are to be missed. */
static int
name_left_out(struct writer *w, struct diag *d)
{
	size_t n = 0, k = 0;

	for (size_t j = 0; j < w->schema.n; j++)
		n += !w->shown[j];
	if (n == 0)
		return (0);
	str_addf(&w->line, "(%zu more column%s:", n, n == 1 ? "" : "s");
	for (size_t j = 0; j < w->schema.n && k < NAMED_MAX; j++) {
		size_t width;

		if (w->shown[j])
			continue;
		width = make_name(w, j, CELL_MAX) + 1;
		str_addc(&w->cell, ++k < n ? ',' : ';');
		if (write_word(w, str_get(&w->cell), width, d) == -1)
			return (-1);
	}
	if (k < n && write_word(w, "...;", 4, d) == -1)
		return (-1);
	if (write_word(w, "see -O vertical)", 16, d) == -1)
		return (-1);
	return (write_line(w, d));
}

static int
table_end(struct writer *w, const json_t *tail, struct diag *d)
{
	(void)tail;
	if (table_flush(w, d) == -1)
		return (-1);
	return (name_left_out(w, d));
}

const struct format_writer table_writer = {
	.begin = table_begin,
	.write = table_write,
	.end = table_end,
	.flush = table_flush,
	.free = table_free,
};
