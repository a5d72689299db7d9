/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "expr.h"
#include "levels.h"
#include "mem.h"
#include "split_part.h"

#include "slice_columns.h"
#include "slicing.h"

#define NO_CODE UINT32_MAX

struct slicer {
	char *label;
	size_t col;		/* where there is no expression */
	struct expr *expr;
	struct expr_scratch *scratch;
	struct column result;
	enum col_type type;	/* of what the codes stand for */
	bool is_condition;	/* one slice: where it is true */
	struct dict levels;
	uint32_t missing;	/* the code of missing values, or NO_CODE */
	uint32_t *codes;	/* a row; ids of levels */
	size_t cap;
};

struct slice_list {
	struct room *room;
	struct slice *v;
	size_t n, cap;
};

void
slicing_init(struct slicing *s, const struct schema *schema,
    struct room *room)
{
	memset(s, 0, sizeof(*s));
	s->room = room;
	s->split_col = schema_find_role(schema, ROLE_SPLIT);
}

void
slicing_release(struct slicing *s)
{
	for (size_t i = 0; i < s->n_slicers; i++) {
		struct slicer *by = &s->slicers[i];

		free(by->label);
		room_release(s->room, by->codes);
		dict_release(&by->levels);
		if (by->expr == NULL)
			continue;
		expr_scratch_free(by->scratch);
		expr_free(by->expr);
		column_release(&by->result);
	}
	free(s->slicers);
	room_release(s->room, s->parts);
	memset(s, 0, sizeof(*s));
}

static struct slicer *
append_slicer(struct slicing *s, const char *label)
{
	struct slicer *by;

	s->slicers = mem_realloc(s->slicers, s->n_slicers + 1,
	    sizeof(*s->slicers));
	by = &s->slicers[s->n_slicers++];
	memset(by, 0, sizeof(*by));
	by->label = mem_strdup(label);
	by->missing = NO_CODE;
	dict_init(&by->levels);
	return (by);
}

static int
add_column(struct slicing *s, const struct schema *schema, size_t col,
    const char *label, struct diag *d)
{
	const struct field *f = &schema->fields[col];
	struct slicer *by;

	if (col == s->split_col)
		return (0);
	if (!has_levels(f->type))
		return (diag_set(d, "column \"%s\" is a %s: no slices by it",
		    f->name, col_type_name(f->type)));
	by = append_slicer(s, label);
	by->col = col;
	by->type = f->type;
	return (0);
}

static void
use_carried(struct expr *e, const struct schema *schema)
{
	const char *const *names;
	size_t n, col;

	names = expr_names(e, &n);
	for (size_t i = 0; i < n; i++) {
		col = schema_find_carried(schema, names[i]);
		if (col != COLUMN_NONE)
			expr_set_name(e, i, schema->fields[col].name);
	}
}

static int
add_expression(struct slicing *s, const char *text,
    const struct schema *schema, struct diag *d)
{
	struct slicer *by;
	struct expr *e;

	if (expr_parse(text, &e, d) == -1)
		return (-1);
	use_carried(e, schema);
	if (expr_bind(e, schema, d) == -1 || (!has_levels(expr_type(e)) &&
	    diag_set(d, "no slices by a %s", col_type_name(expr_type(e))))) {
		expr_free(e);
		return (-1);
	}
	by = append_slicer(s, text);
	by->expr = e;
	by->scratch = expr_scratch_new(e);
	by->type = expr_type(e);
	by->is_condition = by->type == COL_BOOL;
	column_init(&by->result, by->type, 0);
	return (0);
}

int
slicing_add(struct slicing *s, const char *what, const struct schema *schema,
    struct diag *d)
{
	size_t col = schema_find_carried(schema, what);

	if (col == COLUMN_NONE)
		col = schema_find(schema, what);
	return (col != COLUMN_NONE ? add_column(s, schema, col, what, d) :
	    add_expression(s, what, schema, d));
}

void
slicing_columns(const struct slicing *s, uint8_t *used)
{
	const size_t *cols;
	size_t n;

	for (size_t i = 0; i < s->n_slicers; i++) {
		const struct slicer *by = &s->slicers[i];

		if (by->expr == NULL) {
			used[by->col] = 1;
			continue;
		}
		cols = expr_columns(by->expr, &n);
		for (size_t k = 0; k < n; k++)
			used[cols[k]] = 1;
	}
}

static uint32_t
code_of(struct slicer *by, const struct column *c, size_t i)
{
	if (by->is_condition)
		return (c->valid[i] && c->bools[i] ?
		    dict_add(&by->levels, "", 0) : NO_CODE);
	if (c->valid[i])
		return (level_add(&by->levels, c, i));
	if (by->missing == NO_CODE)
		by->missing = dict_add(&by->levels, "(missing)", 9);
	return (by->missing);
}

static int
read_codes(struct slicing *s, struct slicer *by, const struct batch *b,
    const uint8_t *keep, struct diag *d)
{
	size_t n = s->n;
	const struct column *c = &by->result;

	if (by->expr == NULL)
		c = b->cols[by->col];
	else if (expr_eval(by->expr, b, by->scratch, &by->result, d) == -1)
		return (-1);
	by->codes = room_grow(s->room, by->codes, &by->cap, n + b->n_rows,
	    sizeof(*by->codes));
	for (size_t i = 0; i < b->n_rows; i++) {
		if (keep[i])
			by->codes[n++] = code_of(by, c, i);
	}
	if (by->levels.n > SLICES_MAX)
		return (diag_set(d, "\"%s\" has more than %d values: too many "
		    "slices", by->label, SLICES_MAX));
	return (0);
}

int
slicing_read(struct slicing *s, const struct batch *b, const uint8_t *keep,
    struct diag *d)
{
	size_t n = s->n;

	s->parts = room_grow(s->room, s->parts, &s->cap, n + b->n_rows, 1);
	if (split_parts(b, s->split_col, s->parts + n, d) == -1)
		return (-1);
	for (size_t i = 0; i < s->n_slicers; i++) {
		if (read_codes(s, &s->slicers[i], b, keep, d) == -1)
			return (-1);
	}
	if (s->search != NULL)
		slice_columns_read(s->search, b, keep);
	for (size_t i = 0; i < b->n_rows; i++) {
		if (keep[i])
			s->parts[s->n++] = s->parts[n + i];
	}
	return (0);
}

/* "split=test", "region=north", or both with a blank between. */
static char *
make_label(const char *part, const char *name, const char *value)
{
	struct str label = STR_INIT;

	if (part != NULL)
		str_addf(&label, "split=%s", part);
	if (part != NULL && name != NULL)
		str_addc(&label, ' ');
	if (name != NULL)
		str_addz(&label, name);
	if (value != NULL)
		str_addf(&label, "=%s", value);
	if (label.len == 0)
		str_addz(&label, "all");
	return (str_detach(&label));
}

static struct slice *
append_slice(struct slice_list *l, char *label, size_t n)
{
	struct slice *s;

	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	s = &l->v[l->n++];
	*s = (struct slice){ .label = label,
	    .rows = room_alloc(l->room, n, sizeof(*s->rows)) };
	return (s);
}

/* The slices of the rows by one thing, in the order of its values. */
static void
list_values(const struct slicer *by, const char *part, const uint32_t *rows,
    size_t n, struct slice_list *l)
{
	size_t n_levels = by->levels.n, at = 0;
	size_t *counts = mem_calloc(n_levels, sizeof(*counts));
	size_t *place = mem_calloc(n_levels, sizeof(*place));
	uint32_t *order = levels_order(&by->levels, by->type);
	struct slice *s;

	for (size_t i = 0; i < n; i++) {
		if (by->codes[rows[i]] != NO_CODE)
			counts[by->codes[rows[i]]]++;
	}
	for (size_t k = 0; k < n_levels; k++) {
		if (counts[order[k]] == 0)
			continue;
		place[order[k]] = l->n;
		append_slice(l, make_label(part, by->label,
		    by->is_condition ? NULL :
		    dict_get(&by->levels, order[k], NULL)),
		    counts[order[k]]);
	}
	if (by->is_condition && n > 0 && (n_levels == 0 || counts[0] == 0))
		append_slice(l, make_label(part, by->label, NULL), 0);
	for (at = 0; at < n; at++) {
		if (by->codes[rows[at]] == NO_CODE)
			continue;
		s = &l->v[place[by->codes[rows[at]]]];
		s->rows[s->n++] = rows[at];
	}
	free(counts);
	free(place);
	free(order);
}

static void
list_part(const struct slicing *s, enum split_part part,
    struct slice_list *l)
{
	const char *name = s->split_col == COLUMN_NONE ? NULL :
	    split_part_name(part);
	struct slice *all = append_slice(l, make_label(name, NULL, NULL),
	    s->n);
	uint32_t *rows = all->rows;
	size_t n;

	all->whole = true;
	for (size_t i = 0; i < s->n; i++) {
		if (s->parts[i] == part)
			rows[all->n++] = (uint32_t)i;
	}
	n = all->n;
	for (size_t k = 0; k < s->n_slicers; k++)
		list_values(&s->slicers[k], name, rows, n, l);
	if (n == 0) {
		l->n--;
		free(l->v[l->n].label);
		room_release(l->room, rows);
	}
}

struct slice *
slicing_list(const struct slicing *s, size_t *n)
{
	struct slice_list l = { s->room, NULL, 0, 0 };

	for (enum split_part part = PART_TRAIN; part < PART_NONE; part++)
		list_part(s, part, &l);
	*n = l.n;
	return (l.v);
}

void
slices_free(const struct slicing *s, struct slice *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(v[i].label);
		room_release(s->room, v[i].rows);
	}
	free(v);
}
