/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "utf8.h"

#include "row_long.h"
#include "row_piece_split.h"

/* Cells of rows that are read together: they stay in a near cache. */
#define TILE_CELLS 2048

void
piece_release_guesses(struct piece *p)
{
	for (size_t j = 0; p->guesses != NULL && j < p->n_guesses; j++)
		guess_release(&p->guesses[j]);
	free(p->guesses);
	p->guesses = NULL;
}

static void
piece_release(struct piece *p)
{
	piece_release_guesses(p);
	free(p->records);
	free(p->cells);
	free(p->bad);
	free(p->bad_of);
	free(p->recoded_of);
	cell_store_release(&p->store);
	if (p->has_blocks) {
		block_release(&p->block);
		block_release(&p->kept);
	}
	str_release(&p->rejects);
	bad_notes_release(&p->notes);
	columns_seen_release(&p->seen);
	memset(p, 0, sizeof(*p));
}

struct piece *
piece_group_next(struct piece_group *g)
{
	if (g->n_cut == g->n) {
		g->v = mem_grow(g->v, &g->cap, g->n + 1, sizeof(*g->v));
		memset(&g->v[g->n++], 0, sizeof(*g->v));
	}
	return (&g->v[g->n_cut]);
}

void
piece_group_release(struct piece_group *g)
{
	for (size_t i = 0; i < g->n; i++)
		piece_release(&g->v[i]);
	free(g->v);
	*g = (struct piece_group){ NULL, 0, 0, 0 };
}

static void
clear(struct piece *p)
{
	p->n = 0;
	p->n_skipped = p->n_bad_values = p->n_bad_rows = 0;
	p->n_finer_times = 0;
	p->failed = false;
	p->rows = NULL;
	cell_store_release(&p->store);
	str_clear(&p->rejects);
	bad_notes_release(&p->notes);
	columns_seen_release(&p->seen);
	piece_release_guesses(p);
}

int
piece_cut(struct piece *p, const struct row_format *f, struct layout *l,
    struct row_text *t, size_t max_rows, struct diag *d)
{
	const char *start = t->p;
	struct row_text before;
	int r;

	clear(p);
	if (max_rows > BATCH_ROWS)
		max_rows = BATCH_ROWS;
	p->records = mem_grow(p->records, &p->cap, max_rows,
	    sizeof(*p->records));
	while (p->n < max_rows && (size_t)(t->p - start) < PIECE_BYTES) {
		before = *t;
		r = f->cut(l, t, &p->records[p->n], d);
		if (r == -1)
			return (-1);
		if (r == 1 && p->n > 0 && p->records[p->n].n >= LONG_RECORD) {
			*t = before;
			break;
		}
		if (r == 0)
			break;
		p->n++;
	}
	p->text = start;
	p->n_text = (size_t)(t->p - start);
	return (p->n > 0);
}

static void
fail_at(struct piece *p, const struct piece_plan *plan,
    const struct record *r, const struct diag *why)
{
	if (p->failed)
		return;
	p->failed = true;
	diag_set(&p->diag, "%s:%llu: %s", plan->layout->source,
	    (unsigned long long)r->line, why->text);
}

static void
add_quoted(struct str *s, const char *p, size_t n)
{
	str_addc(s, '"');
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			str_addc(s, '"');
		str_addc(s, p[i]);
	}
	str_addc(s, '"');
}

/* source,line,reason,row */
static void
reject(struct piece *p, const struct piece_plan *plan,
    const struct record *r, const char *why)
{
	const char *source = plan->layout->source;

	if (!plan->want_rejects)
		return;
	add_quoted(&p->rejects, source, strlen(source));
	str_addf(&p->rejects, ",%llu,", (unsigned long long)r->line);
	add_quoted(&p->rejects, why, strlen(why));
	str_addc(&p->rejects, ',');
	add_quoted(&p->rejects, r->p, r->n);
	str_addc(&p->rejects, '\n');
}

bool
piece_keep_unsplit(struct piece *p, const struct piece_plan *plan,
    const struct record *r, enum split_result result, const struct diag *why)
{
	enum on_bad on_bad = plan->layout->options->on_bad;

	if (on_bad == BAD_STOP || result == SPLIT_BOUND ||
	    plan->layout->options->exact) {
		fail_at(p, plan, r, why);
		return (false);
	}
	reject(p, plan, r, why->text);
	if (plan->layout->options->report->wants_notes)
		bad_notes_add(&p->notes, (uint64_t)(r - p->records),
		    COLUMN_NONE, why->text);
	if (on_bad != BAD_SKIP && result == SPLIT_SHORT) {
		p->n_bad_values++;
		return (true);
	}
	if (on_bad == BAD_KEEP) {
		p->n_bad_rows++;
		return (true);
	}
	p->n_skipped++;
	return (false);
}

void
piece_split_all(struct piece *p, const struct piece_plan *plan, size_t n_cells)
{
	struct cell *row;
	struct diag why;
	enum split_result result;
	size_t n_rows = 0;

	p->n_cells = n_cells;
	for (size_t i = 0; i < p->n && !p->failed; i++) {
		p->cells = mem_grow(p->cells, &p->cells_cap,
		    (n_rows + 1) * n_cells, sizeof(*p->cells));
		row = p->cells + n_rows * n_cells;
		memset(row, 0, n_cells * sizeof(*row));
		result = plan->format->split(plan->layout, &p->records[i],
		    row, n_cells, &p->store, &why);
		if (result != SPLIT_OK && !piece_keep_unsplit(p, plan,
		    &p->records[i], result, &why))
			continue;
		if (result == SPLIT_BAD)
			memset(row, 0, n_cells * sizeof(*row));
		p->records[n_rows++] = p->records[i];
	}
	p->n = n_rows;
}

size_t
piece_split_tile(struct piece *p, const struct piece_plan *plan, size_t first)
{
	size_t n = TILE_CELLS / p->n_cells + 1, i = 0;
	struct cell *row;
	struct diag ignored;

	if (n > p->n - first)
		n = p->n - first;
	p->cells = mem_grow(p->cells, &p->cells_cap, n * p->n_cells,
	    sizeof(*p->cells));
	row = p->cells;
	memset(row, 0, n * p->n_cells * sizeof(*row));
	while (i < n && plan->format->split(plan->layout,
	    &p->records[first + i], row, p->n_cells, &p->store, &ignored) ==
	    SPLIT_OK) {
		row += p->n_cells;
		i++;
	}
	return (i == n ? n : 0);
}

static void
explain(const struct piece *p, const struct piece_plan *plan, size_t row,
    size_t col, struct diag *out)
{
	const struct cell *c = &p->cells[row * p->n_cells + plan->map[col]];

	if (c->kind == CELL_ABSENT)
		cell_explain_encoding(plan->layout, c, out);
	else
		cell_explain(c, plan->spec->schema.fields[col].type, out);
}

/* The first bad row of the column before *row, which it becomes. */
static bool
find_bad(const struct piece *p, size_t *row)
{
	const uint8_t *at = memchr(p->bad, 1, *row);

	if (at == NULL)
		return (false);
	*row = (size_t)(at - p->bad);
	return (true);
}

/* Mark the column's bad rows as seen (2), and reject those seen first. */
static void
reject_column(struct piece *p, const struct piece_plan *plan, size_t col)
{
	const char *name = plan->spec->schema.fields[col].name;
	bool notes = plan->layout->options->report->wants_notes;
	struct diag why;

	for (size_t i = 0; i < p->n; i++) {
		if (p->bad[i] != 1)
			continue;
		p->bad[i] = 2;
		if (!notes && !plan->want_rejects)
			continue;
		explain(p, plan, i, col, &why);
		if (notes)
			bad_notes_add(&p->notes, i, col, why.text);
		diag_prefix(&why, "column \"%s\"", name);
		reject(p, plan, &p->records[i], why.text);
	}
}

static size_t
count_finer_times(const struct cell_run *run)
{
	const struct cell *c = run->cells;
	size_t n = 0;

	for (size_t i = 0; i < run->n; i++, c += run->stride)
		n += c->kind != CELL_ABSENT && is_finer_time(c->p, c->n);
	return (n);
}

/* Returns how many cells of the column are bad, as they are no text. */
static size_t
decode_column(struct piece *p, const struct layout *l, size_t cell,
    struct recoded *recoded)
{
	size_t n_bad = 0, at;

	for (size_t i = 0; i < p->n; i++) {
		switch (cell_decode(l, &p->cells[i * p->n_cells + cell],
		    &p->store, &at)) {
		case CELL_NO_TEXT:
			p->bad[i] = 1;
			n_bad++;
			break;
		case CELL_RECODED:
			recoded_add(recoded, &(struct recoded){ 1,
			    p->records[i].line, at });
			break;
		case CELL_FITS:
			break;
		}
	}
	return (n_bad);
}

/* On failure *row is the first bad row so far. */
static void
type_column(struct piece *p, const struct piece_plan *plan, size_t col,
    size_t *row)
{
	struct column *c = &p->block.cols[col];
	struct cell_run run = { p->cells, p->n, p->n_cells };
	struct diag why;
	size_t n_bad = 0;

	column_clear(c);
	if (plan->map[col] == COLUMN_NONE) {
		column_add_missings(c, p->n);
		return;
	}
	run.cells += plan->map[col];
	if (p->has_odd)
		n_bad = decode_column(p, plan->layout, plan->map[col],
		    &p->recoded_of[col]);
	n_bad += cells_to_column(&plan->forms[col], &run, c, p->bad);
	if (c->type == COL_TIME)
		p->n_finer_times += count_finer_times(&run);
	if (n_bad == 0)
		return;
	if (plan->layout->options->on_bad == BAD_STOP) {
		if (find_bad(p, row)) {
			explain(p, plan, *row, col, &why);
			diag_prefix(&why, "column \"%s\"",
			    plan->spec->schema.fields[col].name);
			p->failed = false;
			fail_at(p, plan, &p->records[*row], &why);
		}
		return;
	}
	if (plan->layout->options->on_bad != BAD_SKIP) {
		p->n_bad_values += n_bad;
		p->bad_of[col] = (uint32_t)n_bad;
	}
	reject_column(p, plan, col);
}

/* What rows are left when those with bad values are left out. */
static void
drop_bad(struct piece *p)
{
	size_t n_bad = 0;

	for (size_t i = 0; i < p->n; i++) {
		n_bad += p->bad[i] != 0;
		p->bad[i] = p->bad[i] == 0;
	}
	if (n_bad == 0)
		return;
	block_clear(&p->kept);
	block_add_kept(&p->kept, p->rows, p->bad);
	p->n_skipped += n_bad;
	p->rows = &p->kept.view;
}

/* Rows of which each is what it should be, tile by tile: -1 where one is not,
   which is for type_rows to tell. */
static int
type_tiles(struct piece *p, const struct piece_plan *plan)
{
	struct cell_run run = { .stride = p->n_cells };

	block_clear(&p->block);
	for (size_t first = 0; first < p->n; first += run.n) {
		if ((run.n = piece_split_tile(p, plan, first)) == 0)
			return (-1);
		piece_hide_long(p, plan);
		for (size_t j = 0; j < p->block.n_cols; j++) {
			struct column *c = &p->block.cols[j];

			if (plan->map[j] == COLUMN_NONE) {
				column_add_missings(c, run.n);
				continue;
			}
			run.cells = p->cells + plan->map[j];
			if (cells_to_column(&plan->forms[j], &run, c,
			    p->bad) > 0)
				return (-1);
			if (c->type == COL_TIME)
				p->n_finer_times += count_finer_times(&run);
		}
	}
	return (0);
}

static void
type_rows(struct piece *p, const struct piece_plan *plan)
{
	size_t first_bad;

	cell_store_release(&p->store);
	p->n_finer_times = 0;
	piece_split_all(p, plan, p->n_cells);
	piece_hide_long(p, plan);
	first_bad = p->n;
	memset(p->bad, 0, p->n);
	for (size_t j = 0; j < plan->spec->schema.n; j++)
		type_column(p, plan, j, &first_bad);
}

void
piece_type(struct piece *p, const struct piece_plan *plan)
{
	const struct schema *s = &plan->spec->schema;
	const struct layout *l = plan->layout;

	if (!p->has_blocks) {
		block_init(&p->block, s);
		block_init(&p->kept, s);
		p->bad_of = mem_alloc(s->n, sizeof(*p->bad_of));
		p->recoded_of = mem_alloc(s->n, sizeof(*p->recoded_of));
		p->has_blocks = true;
	}
	memset(p->bad_of, 0, s->n * sizeof(*p->bad_of));
	memset(p->recoded_of, 0, s->n * sizeof(*p->recoded_of));
	p->has_odd = !utf8_is_text(p->text, p->n_text);
	p->long_col = COLUMN_NONE;
	p->bad = mem_grow(p->bad, &p->bad_cap, p->n + 1, 1);
	memset(p->bad, 0, p->n);
	p->n_cells = l->names.n > 0 ? l->names.n : s->n;
	/* Which columns rows name is seen by their cells. */
	if (plan->seen != NULL || p->has_odd || type_tiles(p, plan) == -1)
		type_rows(p, plan);
	block_seal(&p->block, 0);
	p->rows = &p->block.view;
	if (l->options->on_bad == BAD_SKIP)
		drop_bad(p);
}
