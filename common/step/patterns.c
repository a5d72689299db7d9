/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "step.h"

#include "patterns.h"

#define VALUES_MAX ((size_t)1 << 22)	/* of all products */

bool
pattern_lacks(const struct patterns *f, uint32_t i, size_t j)
{
	return (dict_get(&f->missing, i, NULL)[j] != 0);
}

/* The pattern of these bytes, new or not; NULL if there is no room. */
static struct pattern *
find_pattern(struct patterns *f, const char *missing)
{
	uint32_t id = dict_find(&f->missing, missing, f->p);

	if (id != DICT_NONE)
		return (&f->v[id]);
	if ((f->missing.n + 1) * f->p * f->p > VALUES_MAX) {
		f->is_over = true;
		return (NULL);
	}
	id = dict_add(&f->missing, missing, f->p);
	f->v = mem_grow(f->v, &f->cap, f->missing.n, sizeof(*f->v));
	f->v[id] = (struct pattern){ 0, mem_calloc(f->p, sizeof(double)),
		mem_calloc(f->p * f->p, sizeof(double)) };
	return (&f->v[id]);
}

static void *
new_fit(const void *what)
{
	struct patterns *f = MEM_NEW(struct patterns);

	f->p = ((const struct step *)what)->n_in;
	dict_init(&f->missing);
	f->row = mem_calloc(f->p, 2 * sizeof(double));
	return (f);
}

/* Welford's update: products about the means of the rows so far. */
static void
add_row(struct pattern *t, size_t p, const double *x, double *delta)
{
	t->n++;
	for (size_t j = 0; j < p; j++)
		delta[j] = x[j] - t->mean[j];
	for (size_t j = 0; j < p; j++)
		t->mean[j] += delta[j] / t->n;
	for (size_t j = 0; j < p; j++) {
		double after = x[j] - t->mean[j];

		for (size_t k = 0; k <= j && after != 0; k++)
			t->products[j * p + k] += after * delta[k];
	}
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *rows)
{
	const struct step *s = what;
	const struct batch *b = rows->batch;
	struct patterns *f = fit;
	char missing[PATTERN_COLUMNS_MAX];
	struct pattern *t;

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!rows->mask[i])
			continue;
		for (size_t j = 0; j < f->p; j++) {
			double v = column_number(b->cols[s->in_cols[j]], i);

			missing[j] = !isfinite(v);
			f->row[j] = missing[j] ? 0 : v;
		}
		if ((t = find_pattern(f, missing)) != NULL)
			add_row(t, f->p, f->row, f->row + f->p);
	}
}

static void
free_fit(void *fit)
{
	struct patterns *f = fit;

	for (size_t i = 0; i < f->missing.n && f->v != NULL; i++) {
		free(f->v[i].mean);
		free(f->v[i].products);
	}
	dict_release(&f->missing);
	free(f->v);
	free(f->row);
	free(f);
}

/* Chan, Golub and LeVeque 1979. */
static void
merge_pattern(struct pattern *a, const struct pattern *b, size_t p)
{
	double n = a->n + b->n;

	if (b->n == 0)
		return;
	for (size_t j = 0; j < p; j++) {
		double dj = b->mean[j] - a->mean[j];

		for (size_t k = 0; k <= j; k++)
			a->products[j * p + k] += b->products[j * p + k] +
			    dj * (b->mean[k] - a->mean[k]) * a->n * b->n / n;
	}
	for (size_t j = 0; j < p; j++)
		a->mean[j] += (b->mean[j] - a->mean[j]) * b->n / n;
	a->n = n;
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct patterns *f = into, *g = from;
	struct pattern *t;

	(void)what;
	f->is_over |= g->is_over;
	for (uint32_t i = 0; i < g->missing.n; i++) {
		t = find_pattern(f, dict_get(&g->missing, i, NULL));
		if (t != NULL)
			merge_pattern(t, &g->v[i], f->p);
	}
	free_fit(g);
}

static void
save_fit(const void *fit, const void *what, struct str *out)
{
	const struct patterns *f = fit;

	(void)what;
	pack_u64(out, f->is_over);
	pack_u64(out, f->missing.n);
	for (uint32_t i = 0; i < f->missing.n; i++) {
		pack_bytes(out, dict_get(&f->missing, i, NULL), f->p);
		pack_f64(out, f->v[i].n);
		pack_f64s(out, f->v[i].mean, f->p);
		pack_f64s(out, f->v[i].products, f->p * f->p);
	}
}

static void *
load_fit(const void *what, struct unpack *from)
{
	struct patterns *f = new_fit(what);
	size_t n, len;

	f->is_over = unpack_bool(from);
	n = unpack_count(from, f->p);
	for (size_t i = 0; i < n && !from->failed; i++) {
		const char *missing = unpack_bytes(from, &len);
		struct pattern *t = NULL;

		if (!from->failed && len == f->p)
			t = find_pattern(f, missing);
		if (t == NULL) {
			unpack_fail(from);
			break;
		}
		t->n = unpack_f64(from);
		unpack_f64s(from, t->mean, f->p);
		unpack_f64s(from, t->products, f->p * f->p);
	}
	return (f);
}

const struct fit_ops patterns_fit = {
	new_fit, add_rows, merge_fits, free_fit, save_fit, load_fit
};
