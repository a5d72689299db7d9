/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "number_fit.h"

static bool
wants_quantiles(const struct step *s)
{
	const char *method = json_string_value(json_object_get(s->params,
	    "method"));

	return (method == NULL || (strcmp(method, "standard") != 0 &&
	    strcmp(method, "minmax") != 0));
}

static void *
new_fit(const void *what)
{
	const struct step *s = what;
	struct number_fit *f = MEM_NEW(struct number_fit);

	f->n = s->n_in;
	f->moments = mem_alloc(f->n, sizeof(*f->moments));
	f->numbers = mem_alloc(BATCH_ROWS, sizeof(*f->numbers));
	if (wants_quantiles(s))
		f->sketches = mem_alloc(f->n, sizeof(*f->sketches));
	for (size_t i = 0; i < f->n; i++) {
		moments_init(&f->moments[i]);
		if (f->sketches != NULL)
			sketch_init(&f->sketches[i], SKETCH_K,
			    NUMBER_FIT_EXACT);
	}
	return (f);
}

static void
add_batch(void *fit, const void *what, const struct batch *b,
    const uint8_t *rows)
{
	const struct step *s = what;
	struct number_fit *f = fit;

	for (size_t i = 0; i < f->n; i++) {
		column_numbers(b->cols[s->in_cols[i]], f->numbers);
		for (size_t k = 0; k < b->n_rows; k++) {
			if (!rows[k])
				f->numbers[k] = NAN;	/* not counted */
		}
		moments_add_many(&f->moments[i], f->numbers, b->n_rows);
		if (f->sketches != NULL)
			sketch_add_many(&f->sketches[i], f->numbers,
			    b->n_rows);
	}
}

static void
free_fit(void *fit)
{
	struct number_fit *f = fit;

	for (size_t i = 0; f->sketches != NULL && i < f->n; i++)
		sketch_release(&f->sketches[i]);
	free(f->sketches);
	free(f->moments);
	free(f->numbers);
	free(f);
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct number_fit *a = into, *b = from;

	(void)what;
	for (size_t i = 0; i < a->n; i++) {
		moments_merge(&a->moments[i], &b->moments[i]);
		if (a->sketches != NULL)
			sketch_merge(&a->sketches[i], &b->sketches[i]);
	}
	free_fit(b);
}

const struct fit_ops number_fit_ops = {
	new_fit, add_batch, merge_fits, free_fit
};
