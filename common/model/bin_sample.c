/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pack.h"
#include "rng.h"

#include "bin_matrix.h"
#include "bin_sample.h"

/* Numbers of some rows; the sample of many is a list, so merges copy none. */
struct chunk {
	struct chunk *next;
	size_t n;
	double v[];		/* (n_features, n); a category's are unused */
};

struct entries {
	struct bin_entry *v;
	size_t n, cap;
};

struct bin_sample {
	struct chunk *first, **end;
	size_t n_rows;		/* 0 where there are only categories */
	size_t n_drawn;		/* features that are no categories */
	size_t n_numbers;	/* of them, those that are not sparse */
	struct level_counts *levels;	/* (n_features) */
	struct entries *entries;	/* (n_features) */
	size_t n_features;
};

static void *
new_sample(const void *what)
{
	const struct bin_sampling *b = what;
	struct bin_sample *s = MEM_NEW(struct bin_sample);

	s->end = &s->first;
	s->n_features = b->trees->n_features;
	s->levels = mem_calloc(s->n_features, sizeof(*s->levels));
	s->entries = mem_calloc(s->n_features, sizeof(*s->entries));
	for (size_t j = 0; j < s->n_features; j++) {
		s->n_drawn += !b->trees->features[j].is_category;
		s->n_numbers += !b->trees->features[j].is_category &&
		    !b->trees->features[j].is_sparse;
	}
	return (s);
}

static double *
add_chunk(struct bin_sample *s, size_t n)
{
	struct chunk *c;

	if (n == 0)
		return (NULL);
	if (n > (SIZE_MAX - sizeof(*c)) / sizeof(double) / s->n_features)
		BUG("a sample of %zu rows", n);
	c = mem_alloc(sizeof(*c) + n * s->n_features * sizeof(double), 1);
	c->next = NULL;
	c->n = n;
	*s->end = c;
	s->end = &c->next;
	s->n_rows += n;
	return (c->v);
}

/* The rows that are drawn of a batch. */
static size_t
draw_rows(const struct bin_sampling *b, const struct fit_rows *r,
    uint32_t *out)
{
	uint64_t key = rng_key(b->seed, RNG_BIN_SAMPLE, 0), row, cell;
	uint64_t drawn = 0, last = UINT64_MAX;
	size_t n = 0;

	for (size_t i = 0; i < r->batch->n_rows; i++) {
		row = r->batch->first_row + i;
		cell = row / b->stride;
		if (cell != last)
			drawn = cell * b->stride + rng_at(key, cell) %
			    b->stride;
		last = cell;
		out[n] = (uint32_t)i;
		n += row == drawn && r->mask[i];
	}
	return (n);
}

static void
add_entries(struct entries *to, const struct column *c, const uint32_t *rows,
    size_t n)
{
	for (size_t k = 0; k < n; k++) {
		uint32_t e = c->off[rows[k]], end = c->off[rows[k] + 1];

		to->v = mem_grow(to->v, &to->cap, to->n + end - e,
		    sizeof(*to->v));
		for (; e < end; e++)
			to->v[to->n++] = (struct bin_entry){ c->index[e],
			    c->value[e] };
	}
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct bin_sampling *b = what;
	uint32_t *rows = mem_alloc(r->batch->n_rows, sizeof(*rows));
	struct bin_sample *s = fit;
	size_t n = s->n_drawn > 0 ? draw_rows(b, r, rows) : 0;
	double *v = add_chunk(s, n);

	for (size_t j = 0; j < s->n_features; j++) {
		const struct tree_feature *f = &b->trees->features[j];
		const struct column *c = r->batch->cols[f->col];

		if (f->is_category)
			level_counts_add(&s->levels[j], c, r->mask);
		else if (f->is_sparse)
			add_entries(&s->entries[j], c, rows, n);
		else
			for (size_t k = 0; k < n; k++)
				v[j * n + k] = tree_number(f, c, rows[k]);
	}
	free(rows);
}

static void
free_sample(void *fit)
{
	struct bin_sample *s = fit;
	struct chunk *c, *next;

	for (c = s->first; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	for (size_t j = 0; j < s->n_features; j++) {
		level_counts_release(&s->levels[j]);
		free(s->entries[j].v);
	}
	free(s->levels);
	free(s->entries);
	free(s);
}

static void
merge_samples(void *into, const void *what, void *from)
{
	struct bin_sample *a = into, *b = from;

	(void)what;
	if (b->first != NULL) {
		*a->end = b->first;
		a->end = b->end;
		a->n_rows += b->n_rows;
		b->first = NULL;
	}
	for (size_t j = 0; j < a->n_features; j++) {
		struct entries *to = &a->entries[j], *more = &b->entries[j];

		level_counts_merge(&a->levels[j], &b->levels[j]);
		to->v = mem_grow(to->v, &to->cap, to->n + more->n,
		    sizeof(*to->v));
		for (size_t k = 0; k < more->n; k++)
			to->v[to->n++] = more->v[k];
	}
	free_sample(b);
}

static void
save_entries(const struct entries *e, struct str *out)
{
	pack_u64(out, e->n);
	for (size_t k = 0; k < e->n; k++) {
		pack_u64(out, e->v[k].place);
		pack_f64(out, (double)e->v[k].value);
	}
}

static void
load_entries(struct entries *e, struct unpack *from)
{
	size_t n = unpack_count(from, 2 * sizeof(uint64_t));

	e->v = mem_grow(NULL, &e->cap, n, sizeof(*e->v));
	for (; e->n < n; e->n++) {
		e->v[e->n].place = (uint32_t)unpack_upto(from, UINT32_MAX);
		e->v[e->n].value = (float)unpack_f64(from);
	}
}

static void
save_sample(const void *fit, const void *what, struct str *out)
{
	const struct bin_sampling *b = what;
	const struct bin_sample *s = fit;

	pack_u64(out, s->n_rows);
	for (size_t j = 0; j < s->n_features; j++) {
		if (b->trees->features[j].is_category) {
			level_counts_save(&s->levels[j], out);
			continue;
		}
		if (b->trees->features[j].is_sparse) {
			save_entries(&s->entries[j], out);
			continue;
		}
		for (const struct chunk *c = s->first; c != NULL; c = c->next)
			pack_f64s(out, c->v + j * c->n, c->n);
	}
}

static void *
load_sample(const void *what, struct unpack *from)
{
	const struct bin_sampling *b = what;
	struct bin_sample *s = new_sample(what);
	size_t n = s->n_drawn == 0 ? unpack_upto(from, 0) :
	    s->n_numbers == 0 ? unpack_upto(from, UINT32_MAX) :
	    unpack_count(from, s->n_numbers * sizeof(double));
	double *v = add_chunk(s, n);

	for (size_t j = 0; j < s->n_features; j++) {
		if (b->trees->features[j].is_category)
			level_counts_load(&s->levels[j], from);
		else if (b->trees->features[j].is_sparse)
			load_entries(&s->entries[j], from);
		else if (n > 0)
			unpack_f64s(from, v + j * n, n);
	}
	return (s);
}

const struct fit_ops bin_sample_fit = {
	new_sample, add_rows, merge_samples, free_sample, save_sample,
	load_sample
};

size_t
bin_sample_n_rows(const void *fit)
{
	const struct bin_sample *s = fit;

	return (s->n_rows);
}

size_t
bin_sample_numbers(const void *fit, size_t j, double *out)
{
	const struct bin_sample *s = fit;
	size_t n = 0;

	for (const struct chunk *c = s->first; c != NULL; c = c->next) {
		for (size_t k = 0; k < c->n; k++) {
			out[n] = c->v[j * c->n + k];
			n += !isnan(out[n]);
		}
	}
	return (n);
}

struct bin_entry *
bin_sample_entries(const void *fit, size_t j, size_t *n)
{
	const struct bin_sample *s = fit;

	*n = s->entries[j].n;
	return (s->entries[j].v);
}

const struct level_counts *
bin_sample_levels(const void *fit, size_t j)
{
	const struct bin_sample *s = fit;

	return (&s->levels[j]);
}
