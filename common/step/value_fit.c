/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "step_date.h"
#include "value_fit.h"

#define EXACT_VALUES 65536	/* of a column, before they are sketched */

struct value_fit {
	struct value_fit_column *cols;	/* one an input */
	size_t n;
	double *numbers;		/* of one batch */
};

unsigned
need_sketch(const struct step *s, enum col_type t)
{
	(void)s, (void)t;
	return (NEED_SKETCH);
}

unsigned
need_levels(const struct step *s, enum col_type t)
{
	(void)s, (void)t;
	return (NEED_LEVELS);
}

unsigned
need_hours(const struct step *s, enum col_type t)
{
	(void)s, (void)t;
	return (NEED_HOURS);
}

static void *
new_fit(const void *what)
{
	const struct step *s = what;
	struct value_fit *f = MEM_NEW(struct value_fit);
	size_t limit = s->kind->max_levels > 0 ? s->kind->max_levels :
	    LEVELS_MAX;

	f->n = s->n_in;
	f->cols = mem_calloc(f->n, sizeof(*f->cols));
	f->numbers = mem_alloc(BATCH_ROWS, sizeof(*f->numbers));
	for (size_t i = 0; i < f->n; i++) {
		f->cols[i].type = N_COL_TYPES;
		moments_init(&f->cols[i].moments);
		sketch_init(&f->cols[i].sketch, SKETCH_K, EXACT_VALUES);
		level_counts_init(&f->cols[i].levels, limit);
	}
	return (f);
}

static void
add_numbers(struct value_fit *f, struct value_fit_column *to, unsigned need,
    const struct column *c, const uint8_t *rows)
{
	column_numbers(c, f->numbers);
	for (size_t i = 0; i < c->n; i++) {
		if (!rows[i])
			f->numbers[i] = NAN;	/* not counted */
	}
	if (need & NEED_MOMENTS)
		moments_add_many(&to->moments, f->numbers, c->n);
	if (need & NEED_SKETCH)
		sketch_add_many(&to->sketch, f->numbers, c->n);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct step *s = what;
	const struct batch *b = r->batch;
	struct value_fit *f = fit;

	for (size_t k = 0; k < f->n; k++) {
		const struct column *c = b->cols[s->in_cols[k]];
		struct value_fit_column *to = &f->cols[k];
		unsigned need = s->kind->needs(s, c->type);

		to->type = c->type;
		for (size_t i = 0; i < c->n && c->n_missing > 0; i++)
			to->n_missing += r->mask[i] && !c->valid[i];
		if (need & (NEED_MOMENTS | NEED_SKETCH))
			add_numbers(f, to, need, c, r->mask);
		if (need & NEED_LEVELS)
			level_counts_add(&to->levels, c, r->mask);
		if (need & NEED_HOURS)
			to->has_hours |= date_has_hours(c, r->mask);
	}
}

static void
free_fit(void *fit)
{
	struct value_fit *f = fit;

	for (size_t k = 0; k < f->n; k++) {
		sketch_release(&f->cols[k].sketch);
		level_counts_release(&f->cols[k].levels);
	}
	free(f->cols);
	free(f->numbers);
	free(f);
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct value_fit *f = into, *g = from;

	(void)what;
	for (size_t k = 0; k < f->n; k++) {
		struct value_fit_column *to = &f->cols[k];
		const struct value_fit_column *more = &g->cols[k];

		if (more->type != N_COL_TYPES)
			to->type = more->type;
		to->n_missing += more->n_missing;
		moments_merge(&to->moments, &more->moments);
		sketch_merge(&to->sketch, &more->sketch);
		level_counts_merge(&to->levels, &more->levels);
		to->has_hours |= more->has_hours;
	}
	free_fit(g);
}

const struct fit_ops value_fit_ops = {
	new_fit, add_rows, merge_fits, free_fit
};

const struct value_fit_column *
value_fit_column(const void *fit, size_t k)
{
	const struct value_fit *f = fit;

	return (&f->cols[k]);
}

const struct level_counts *
value_fit_levels(const struct step *s, const void *fit, size_t k,
    struct diag *d)
{
	const struct level_counts *c = &value_fit_column(fit, k)->levels;

	if (!c->is_over)
		return (c);
	diag_set(d, "column \"%s\" has more than %zu levels: not a category",
	    s->in[k], LEVELS_MAX);
	return (NULL);
}
