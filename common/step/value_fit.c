/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "value_fit.h"

#define EXACT_VALUES 65536	/* of a column, before they are sketched */

struct value_fit {
	struct column_summary *cols;	/* one an input */
	size_t n;
	uint32_t *rows;			/* of one batch */
	double *room, *weight;		/* likewise */
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

static struct summary_sizes
sizes_of(const struct step *s)
{
	return ((struct summary_sizes){
		.sketch_k = SKETCH_K, .sketch_exact = EXACT_VALUES,
		.levels = s->kind->max_levels > 0 ? s->kind->max_levels :
		    LEVELS_MAX,
		.estimates = s->kind->max_levels > 0
	});
}

static struct value_fit *
alloc_fit(const struct step *s)
{
	struct value_fit *f = MEM_NEW(struct value_fit);

	f->n = s->n_in;
	f->cols = mem_calloc(f->n, sizeof(*f->cols));
	f->rows = mem_alloc(BATCH_ROWS, sizeof(*f->rows));
	f->room = mem_alloc(BATCH_ROWS, sizeof(*f->room));
	f->weight = mem_alloc(BATCH_ROWS, sizeof(*f->weight));
	return (f);
}

static void *
new_fit(const void *what)
{
	struct summary_sizes sizes = sizes_of(what);
	struct value_fit *f = alloc_fit(what);

	for (size_t i = 0; i < f->n; i++)
		column_summary_init(&f->cols[i], &sizes);
	return (f);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct step *s = what;
	const struct batch *b = r->batch;
	struct value_fit *f = fit;
	struct summary_rows rows = { f->rows, 0, f->rows, 0, f->room };
	const struct column *weight = batch_weights(b);

	rows.weight = weight != NULL ? f->weight : NULL;
	for (uint32_t i = 0; i < b->n_rows; i++) {
		f->rows[rows.n_all] = i;
		if (weight != NULL)
			f->weight[rows.n_all] = batch_weight(weight, i);
		rows.n_all += r->mask[i];
	}
	rows.n_sketched = rows.n_all;
	for (size_t k = 0; k < f->n; k++) {
		const struct column *c = b->cols[s->in_cols[k]];

		column_summary_add(&f->cols[k], s->kind->needs(s, c->type), c,
		    &rows);
	}
}

static void
free_fit(void *fit)
{
	struct value_fit *f = fit;

	for (size_t k = 0; k < f->n; k++)
		column_summary_release(&f->cols[k]);
	free(f->cols);
	free(f->rows);
	free(f->room);
	free(f->weight);
	free(f);
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct value_fit *f = into, *g = from;

	(void)what;
	for (size_t k = 0; k < f->n; k++)
		column_summary_merge(&f->cols[k], &g->cols[k]);
	free_fit(g);
}

static void
save_fit(const void *fit, const void *what, struct str *out)
{
	const struct value_fit *f = fit;

	(void)what;
	for (size_t k = 0; k < f->n; k++)
		column_summary_save(&f->cols[k], out);
}

static void *
load_fit(const void *what, struct unpack *from)
{
	struct summary_sizes sizes = sizes_of(what);
	struct value_fit *f = alloc_fit(what);

	for (size_t k = 0; k < f->n; k++)
		column_summary_load(&f->cols[k], &sizes, from);
	return (f);
}

const struct fit_ops value_fit_ops = {
	new_fit, add_rows, merge_fits, free_fit, save_fit, load_fit
};

const struct column_summary *
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
	diag_set(d, "column \"%s\" has more than %zu levels: not a category, "
	    "but mlc-encode --hash takes it", s->in[k], LEVELS_MAX);
	return (NULL);
}
