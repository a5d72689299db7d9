/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "rng.h"
#include "step_select.h"

#include "select_fit.h"

static void *
new_fit(const void *what)
{
	struct select_fit *f = MEM_NEW(struct select_fit);

	f->width = ((const struct step *)what)->n_in + 1;
	return (f);
}

static void
free_fit(void *fit)
{
	struct select_fit *f = fit;

	dict_release(&f->classes);
	free(f->values);
	free(f->rows);
	free(f);
}

static uint64_t
draw(uint64_t seed, uint64_t row)
{
	return (rng_at(rng_key(seed, RNG_ROW_SAMPLE, 0), row));
}

/* A row of the sample while it is put in order. */
struct entry {
	uint64_t key, row;
	size_t at;
};

static int
compare_keys(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->key != y->key ? (x->key < y->key ? -1 : 1) :
	    x->row < y->row ? -1 : x->row > y->row);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->row < y->row ? -1 : x->row > y->row);
}

void
select_fit_finish(struct select_fit *f, uint64_t seed)
{
	struct entry *list = mem_alloc(f->n, sizeof(*list));
	size_t n = f->n < SELECT_ROWS ? f->n : SELECT_ROWS, w = f->width;
	double *values = mem_alloc(n * w, sizeof(*values));

	for (size_t i = 0; i < f->n; i++)
		list[i] = (struct entry){ draw(seed, f->rows[i]), f->rows[i],
		    i };
	if (f->n > n)
		qsort(list, f->n, sizeof(*list), compare_keys);
	qsort(list, n, sizeof(*list), compare_rows);
	for (size_t i = 0; i < n; i++) {
		memcpy(values + i * w, f->values + list[i].at * w,
		    w * sizeof(*values));
		f->rows[i] = list[i].row;
	}
	free(list);
	free(f->values);
	f->values = values;
	f->values_cap = n * w;
	f->n = n;
}

/* Room for one more. */
static double *
add_row(struct select_fit *f, uint64_t row)
{
	f->rows = mem_grow(f->rows, &f->rows_cap, f->n + 1, sizeof(*f->rows));
	f->values = mem_grow(f->values, &f->values_cap, (f->n + 1) * f->width,
	    sizeof(*f->values));
	f->rows[f->n] = row;
	return (f->values + f->n++ * f->width);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct step *s = what;
	const struct batch *b = r->batch;
	const struct column *y =
	    b->cols[schema_find_role(b->schema, ROLE_TARGET)], *c;
	struct select_fit *f = fit;
	double *to;

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!r->mask[i] || !y->valid[i])
			continue;
		to = add_row(f, b->first_row + i);
		for (size_t k = 0; k < s->n_in; k++) {
			c = b->cols[s->in_cols[k]];
			to[k] = c->valid[i] ? column_number(c, i) : NAN;
		}
		to[s->n_in] = y->type == COL_STRING ?
		    level_add(&f->classes, y, i) : column_number(y, i);
	}
	if (f->n > 2 * SELECT_ROWS)
		select_fit_finish(f, s->seed);
}

static void
merge_fits(void *into, const void *what, void *from)
{
	const struct step *s = what;
	struct select_fit *a = into, *b = from;
	size_t n, target = a->width - 1;
	const char *p;
	double *to;

	for (size_t i = 0; i < b->n; i++) {
		to = add_row(a, b->rows[i]);
		memcpy(to, b->values + i * b->width, b->width * sizeof(*to));
		if (b->classes.n == 0)
			continue;
		p = dict_get(&b->classes, (uint32_t)to[target], &n);
		to[target] = dict_add(&a->classes, p, n);
	}
	free_fit(b);
	if (a->n > 2 * SELECT_ROWS)
		select_fit_finish(a, s->seed);
}

static void
save_fit(const void *fit, const void *what, struct str *out)
{
	const struct select_fit *f = fit;

	(void)what;
	dict_save(&f->classes, out);
	pack_u64(out, f->n);
	for (size_t i = 0; i < f->n; i++) {
		pack_u64(out, f->rows[i]);
		pack_f64s(out, f->values + i * f->width, f->width);
	}
}

static void *
load_fit(const void *what, struct unpack *u)
{
	struct select_fit *f = new_fit(what);
	size_t n;
	double *to;

	dict_load(&f->classes, u);
	n = unpack_count(u, sizeof(uint64_t) + f->width * sizeof(double));
	for (size_t i = 0; i < n; i++) {
		to = add_row(f, unpack_u64(u));
		unpack_f64s(u, to, f->width);
		if (f->classes.n > 0 && !(to[f->width - 1] >= 0 &&
		    to[f->width - 1] < (double)f->classes.n))
			unpack_fail(u);
	}
	return (f);
}

const struct fit_ops select_fit_ops = {
	new_fit, add_rows, merge_fits, free_fit, save_fit, load_fit
};
