/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "quantile.h"
#include "radix.h"

#include "slice_columns.h"

static bool
is_candidate(const struct field *f)
{
	return (has_levels(f->type) && (f->role == ROLE_FEATURE ||
	    f->role == ROLE_GROUP || f->role == ROLE_IGNORE));
}

/* An expression's name of a column; a carried one has its own. */
static char *
name_column(const char *name)
{
	size_t n = strlen(name), suffix = strlen(CARRIED_SUFFIX);
	struct str s = STR_INIT;
	bool plain = !(name[0] >= '0' && name[0] <= '9');

	if (n > suffix && strcmp(name + n - suffix, CARRIED_SUFFIX) == 0)
		n -= suffix;
	for (size_t i = 0; i < n; i++)
		plain &= (name[i] >= 'a' && name[i] <= 'z') ||
		    (name[i] >= 'A' && name[i] <= 'Z') || name[i] == '_' ||
		    (name[i] >= '0' && name[i] <= '9');
	if (!plain)
		str_addc(&s, '`');
	for (size_t i = 0; i < n; i++) {
		str_addc(&s, name[i]);
		if (name[i] == '`')
			str_addc(&s, '`');
	}
	if (!plain)
		str_addc(&s, '`');
	return (str_detach(&s));
}

void
slice_columns_init(struct slice_columns *c, const struct schema *s,
    const uint8_t *skip, struct room *room)
{
	memset(c, 0, sizeof(*c));
	c->room = room;
	c->v = mem_calloc(SLICE_COLUMNS, sizeof(*c->v));
	for (size_t col = 0; col < s->n && c->n < SLICE_COLUMNS; col++) {
		struct slice_column *v = &c->v[c->n];

		if (skip[col] || !is_candidate(&s->fields[col]))
			continue;
		c->n++;
		v->name = name_column(s->fields[col].name);
		v->col = col;
		v->type = s->fields[col].type;
		v->is_number = v->type == COL_INT || v->type == COL_FLOAT;
		dict_init(&v->levels);
	}
}

void
slice_columns_release(struct slice_columns *c)
{
	for (size_t j = 0; j < c->n; j++) {
		free(c->v[j].name);
		dict_release(&c->v[j].levels);
		room_release(c->room, c->v[j].values);
		room_release(c->room, c->v[j].bins);
	}
	free(c->v);
}

static double
level_of(struct slice_column *v, const struct column *from, size_t i)
{
	uint32_t id = level_find(&v->levels, from, i);

	if (id == DICT_NONE && v->levels.n < SLICE_LEVELS)
		id = level_add(&v->levels, from, i);
	return (id != DICT_NONE ? (double)id : -1);
}

void
slice_columns_read(struct slice_columns *c, const struct batch *b,
    const uint8_t *keep)
{
	size_t n = c->n_rows;

	for (size_t j = 0; j < c->n; j++) {
		struct slice_column *v = &c->v[j];
		const struct column *from = b->cols[v->col];

		n = c->n_rows;
		v->values = room_grow(c->room, v->values, &v->cap,
		    n + b->n_rows, sizeof(*v->values));
		for (size_t i = 0; i < b->n_rows; i++) {
			if (!keep[i])
				continue;
			v->values[n++] = !from->valid[i] ? NAN :
			    v->is_number ? column_number(from, i) :
			    level_of(v, from, i);
		}
	}
	c->n_rows = n;
}

/* The ends of bins between quantiles; the last has none. */
static void
cut_numbers(struct slice_columns *c, struct slice_column *v)
{
	double *sorted = room_alloc(c->room, c->n_rows, sizeof(*sorted)), q;
	size_t n = 0;

	for (size_t i = 0; i < c->n_rows; i++) {
		if (!isnan(v->values[i]))
			sorted[n++] = v->values[i];
	}
	sort_doubles(sorted, n);
	v->n_bins = 1;
	for (int k = 1; k < SLICE_BINS - 1 && n > 0; k++) {
		q = sorted[(size_t)((double)(n - 1) * k / (SLICE_BINS - 1))];
		if (q < sorted[n - 1] &&
		    (v->n_bins == 1 || q > v->cuts[v->n_bins - 1]))
			v->cuts[v->n_bins++] = q;
	}
	if (n > 0)
		v->cuts[v->n_bins++] = INFINITY;
	room_release(c->room, sorted);
	for (size_t i = 0; i < c->n_rows; i++) {
		uint8_t bin = 0;

		if (!isnan(v->values[i]))
			bin = (uint8_t)(1 + count_less(v->cuts + 1,
			    v->n_bins - 1, v->values[i]));
		v->bins[i] = bin;
	}
}

/* The most frequent levels have a bin each, the last is of the others. */
static void
cut_levels(struct slice_columns *c, struct slice_column *v)
{
	size_t *counts = mem_calloc(v->levels.n + 1, sizeof(*counts));
	uint8_t *bin_of = mem_alloc(v->levels.n + 1, 1);
	size_t best;

	for (size_t i = 0; i < c->n_rows; i++) {
		if (v->values[i] >= 0)
			counts[(size_t)v->values[i]]++;
	}
	memset(bin_of, SLICE_BINS - 1, v->levels.n + 1);
	for (v->n_bins = 1; v->n_bins < SLICE_BINS - 1; v->n_bins++) {
		best = 0;
		for (size_t k = 1; k < v->levels.n; k++)
			best = counts[k] > counts[best] ? k : best;
		if (counts[best] == 0)
			break;
		v->level[v->n_bins] = (uint32_t)best;
		bin_of[best] = (uint8_t)v->n_bins;
		counts[best] = 0;
	}
	for (size_t i = 0; i < c->n_rows; i++)
		v->bins[i] = isnan(v->values[i]) ? 0 : v->values[i] < 0 ?
		    SLICE_BINS - 1 : bin_of[(size_t)v->values[i]];
	free(counts);
	free(bin_of);
}

void
slice_columns_bin(struct slice_columns *c)
{
	for (size_t j = 0; j < c->n; j++) {
		struct slice_column *v = &c->v[j];

		v->bins = room_alloc(c->room, c->n_rows, 1);
		if (v->is_number)
			cut_numbers(c, v);
		else
			cut_levels(c, v);
	}
}

uint32_t
slice_mask(const struct slice_condition *s)
{
	uint32_t upto = ((uint32_t)2 << s->bin) - 2, is = (uint32_t)1 << s->bin;
	uint32_t all = ((uint32_t)1 << SLICE_BINS) - 2;

	switch (s->test) {
	case SLICE_AT_MOST:
		return (upto);
	case SLICE_MORE:
		return (all & ~upto);
	case SLICE_IS:
		return (is);
	case SLICE_IS_NOT:
		return (all & ~is);
	case SLICE_MISSING:
		return (1);
	}
	BUG("no such condition");
}

void
slice_text(const struct slice_columns *c, const struct slice_condition *s,
    struct str *out)
{
	const struct slice_column *v = &c->v[s->column];
	char number[NUMTEXT_MAX];
	size_t n;

	str_addz(out, v->name);
	if (s->test == SLICE_MISSING) {
		str_addz(out, " is missing");
	} else if (v->is_number) {
		n = v->type == COL_INT ?
		    format_int(number, (int64_t)v->cuts[s->bin]) :
		    format_float(number, v->cuts[s->bin]);
		str_addf(out, " %s %.*s", s->test == SLICE_AT_MOST ? "<=" :
		    ">", (int)n, number);
	} else {
		const char *level = dict_get(&v->levels, v->level[s->bin],
		    NULL);

		str_addz(out, s->test == SLICE_IS ? " = " : " != ");
		if (v->type == COL_STRING)
			str_add_quoted(out, level, '\'');
		else
			str_addz(out, level);
	}
}
