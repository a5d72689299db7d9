/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Most cells are of the type that their column has so far, in its most usual
 * form: those are read in a loop for the type, which has nothing to add to
 * what was inferred.  All others are inferred from first, one by one.
 */
#include <math.h>
#include <string.h>

#include "digits.h"
#include "numtext.h"

#include "typing_cell.h"
#include "typing_guess.h"

/* What values are kept as: times in a format of their own are strings until
   it is known. */
static enum col_type
kept_type(const struct inference *f)
{
	enum col_type type = inference_type(f);

	return (type == COL_TIME && (!f->can_time || f->as_format) ?
	    COL_STRING : type);
}

void
guess_init(struct guess *g, const struct inference *before)
{
	memset(g, 0, sizeof(*g));
	g->seen = *before;
	column_init(&g->values, kept_type(before), 0);
}

void
guess_release(struct guess *g)
{
	column_release(&g->values);
}

static void
lose(struct guess *g)
{
	g->lost = true;
	column_release(&g->values);
	column_clear(&g->values);
}

/* The whole numbers are floats from now on. */
static void
widen(struct column *c)
{
	for (size_t i = 0; i < c->n; i++)
		c->floats[i] = c->valid[i] ? (double)c->ints[i] : NAN;
	c->type = COL_FLOAT;
}

static void
become(struct guess *g, enum col_type type)
{
	struct column *c = &g->values;
	size_t n = c->n;

	if (c->n_missing == n && !(type == COL_STRING && g->has_words)) {
		column_reset(c, type, 0);
		column_add_missings(c, n);
	} else if (c->type == COL_INT && type == COL_FLOAT &&
	    !g->has_minus_zero) {
		widen(c);
	} else if (c->type != COL_STRING) {
		lose(g);
	}
}

static void
add_slowly(struct guess *g, const struct cell_form *f, const struct cell *c)
{
	struct column *to = &g->values;
	enum col_type type;
	const char *p = NULL;
	size_t n;

	inference_add(&g->seen, f->spec, c);
	if (g->lost)
		return;
	type = kept_type(&g->seen);
	if (type != to->type)
		become(g, type);
	if (g->lost)
		return;
	if (cell_to_column(f, c, to) == -1) {
		lose(g);
		return;
	}
	if (!cell_text(f->spec, c, &p, &n))
		return;
	if (to->n_missing > 0 && !to->valid[to->n - 1])
		g->has_words = true;
	else if (to->type == COL_INT && to->ints[to->n - 1] == 0)
		g->has_minus_zero |= p[0] == '-';
	else if (to->type == COL_TIME)
		g->n_finer += is_finer_time(p, n);
}

/* Neither a value nor a text that has to be looked at. */
static inline bool
is_bare(const struct cell *c)
{
	return (c->kind == CELL_ABSENT || (c->n == 0 && c->kind == CELL_PLAIN));
}

/* The following read cells as far as they have the usual form, and return how
   many those were. There is room for all. */
static size_t
add_ints(struct column *to, const struct cell_run *run, size_t i)
{
	const struct cell *c = run->cells + i * run->stride;
	size_t first = i, k = to->n, n_missing = 0;

	for (; i < run->n; i++, k++, c += run->stride) {
		to->ints[k] = 0;
		if ((to->valid[k] = !is_bare(c)) == 0)
			n_missing++;
		else if (!digits_int(c->p, c->n, &to->ints[k]))
			break;
	}
	to->n = k;
	to->n_missing += n_missing;
	return (i - first);
}

static size_t
add_floats(struct column *to, const struct cell_run *run, size_t i)
{
	const struct cell *c = run->cells + i * run->stride;
	size_t first = i, k = to->n, n_missing = 0;

	for (; i < run->n; i++, k++, c += run->stride) {
		to->floats[k] = NAN;
		if ((to->valid[k] = !is_bare(c)) == 0)
			n_missing++;
		else if (!digits_float(c->p, c->n, &to->floats[k]))
			break;
	}
	to->n = k;
	to->n_missing += n_missing;
	return (i - first);
}

static size_t
add_strings(struct column *to, const struct cell_run *run, size_t i)
{
	const struct cell *c = run->cells + i * run->stride;
	size_t first = i, k = to->n, n = 0;
	uint32_t at;

	for (size_t j = i; j < run->n; j++)
		n += run->cells[j * run->stride].n;
	column_reserve_data(to, n);
	for (at = to->off[k]; i < run->n; i++, k++, c += run->stride) {
		to->valid[k] = !is_bare(c);
		to->n_missing += !to->valid[k];
		if (c->n > 0)
			memcpy(to->bytes + at, c->p, c->n);
		at += c->n;
		to->off[k + 1] = at;
	}
	to->n = k;
	return (i - first);
}

static size_t
add_times(struct guess *g, const struct cell_run *run, size_t i)
{
	const struct cell *c = run->cells + i * run->stride;
	size_t first = i;
	int64_t v;

	for (; i < run->n; i++, c += run->stride) {
		if (is_bare(c)) {
			column_add_missing(&g->values);
		} else if (parse_time(c->p, c->n, &v) == 0) {
			column_add_int(&g->values, v);
			g->n_finer += is_finer_time(c->p, c->n);
		} else {
			break;
		}
	}
	return (i - first);
}

/* Cells that are only of the type that the column has. */
static size_t
add_usual(struct guess *g, const struct cell_run *run, size_t i)
{
	const struct inference *f = &g->seen;
	struct column *to = &g->values;

	if (!f->any || g->lost)
		return (0);
	column_reserve(to, to->n + run->n - i);
	switch (to->type) {
	case COL_INT:
		return (add_ints(to, run, i));
	case COL_FLOAT:
		return (add_floats(to, run, i));
	case COL_STRING:
		return (inference_is_string(f) ? add_strings(to, run, i) : 0);
	case COL_TIME:
		return (f->guesses == 0 ? add_times(g, run, i) : 0);
	default:
		return (0);
	}
}

void
guess_add(struct guess *g, const struct cell_form *f,
    const struct cell_run *run)
{
	bool is_usual = f->is_usual && !f->spec->trim && f->spec->n_na == 0;
	size_t i = 0;

	while (i < run->n) {
		if (is_usual)
			i += add_usual(g, run, i);
		if (i < run->n)
			add_slowly(g, f, &run->cells[i++ * run->stride]);
	}
}

/* Strings are read as what they are texts of. */
static int
read_strings(struct guess *g, const struct cell_form *f, enum col_type type)
{
	struct column *from = &g->values, to;
	struct cell c = { .kind = CELL_QUOTED };
	size_t n;

	column_init(&to, type, 0);
	column_reserve(&to, from->n);
	g->n_finer = 0;
	for (size_t i = 0; i < from->n; i++) {
		if (!from->valid[i]) {
			column_add_missing(&to);
			continue;
		}
		c.p = column_string(from, i, &n);
		c.n = (uint32_t)n;
		if (cell_to_column(f, &c, &to) == -1) {
			column_release(&to);
			return (-1);
		}
		g->n_finer += type == COL_TIME && is_finer_time(c.p, n);
	}
	column_release(from);
	*from = to;
	return (0);
}

int
guess_fit(struct guess *g, const struct cell_form *f, enum col_type type)
{
	const struct column *c = &g->values;

	if (g->lost || type == COL_VECTOR || type == COL_SPARSE ||
	    (c->type == COL_TIME && f->time_format != NULL))
		return (-1);
	if (c->type != type)
		become(g, type);
	if (g->lost || c->type == type)
		return (g->lost ? -1 : 0);
	return (read_strings(g, f, type));
}
