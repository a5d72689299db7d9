/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rng.h"

#include "row_sample.h"

#define SAMPLE_SEED 0x726f7773	/* part of the results: keep */
#define MOST_ROWS 65536
#define LEAST_ROWS 1024
#define MOST_VALUES ((size_t)1 << 23)
#define MOST_PAIRS ((size_t)1 << 28)

void
row_sample_release(struct row_sample *s)
{
	for (size_t j = 0; j < s->n_cols; j++) {
		free(s->cols[j].numbers);
		free(s->cols[j].ids);
	}
	free(s->cols);
	free(s->rows);
	free(s->chosen);
	memset(s, 0, sizeof(*s));
}

static size_t
least_of(size_t a, size_t b)
{
	return (a < b ? a : b);
}

static void
begin(struct row_sample *s, size_t n_cols)
{
	size_t n = least_of(MOST_VALUES / n_cols,
	    MOST_PAIRS / (n_cols * n_cols / 2 + 1));

	s->n_cols = n_cols;
	s->cols = mem_calloc(n_cols, sizeof(*s->cols));
	n = least_of(n, MOST_ROWS);
	s->most = n < LEAST_ROWS ? LEAST_ROWS : n;
}

static size_t
choose(struct row_sample *s, const struct batch *b)
{
	size_t n = 0;

	s->chosen = mem_grow(s->chosen, &s->cap_chosen, b->n_rows,
	    sizeof(*s->chosen));
	s->rows = mem_grow(s->rows, &s->cap_rows, s->n + b->n_rows,
	    sizeof(*s->rows));
	for (size_t i = 0; i < b->n_rows; i++) {
		if ((rng_at(SAMPLE_SEED, b->first_row + i) & s->mask) != 0)
			continue;
		s->rows[s->n + n] = b->first_row + i;
		s->chosen[n++] = (uint32_t)i;
	}
	return (n);
}

static void
add_column(struct row_sample *s, size_t j, const struct column_facts *f,
    bool is_number, size_t n)
{
	struct sampled_column *c = &s->cols[j];

	if (is_number) {
		c->numbers = mem_grow(c->numbers, &c->cap_numbers, s->n + n,
		    sizeof(*c->numbers));
		for (size_t i = 0; i < n; i++)
			c->numbers[s->n + i] = f->numbers[s->chosen[i]];
	} else {
		c->ids = mem_grow(c->ids, &c->cap_ids, s->n + n,
		    sizeof(*c->ids));
		for (size_t i = 0; i < n; i++)
			c->ids[s->n + i] = f->ids[s->chosen[i]];
	}
}

/* Ask for one more zero bit. */
static void
thin(struct row_sample *s)
{
	size_t n = 0;

	s->mask = s->mask >> 1 | (uint64_t)1 << 63;
	for (size_t i = 0; i < s->n; i++) {
		if ((rng_at(SAMPLE_SEED, s->rows[i]) & s->mask) != 0)
			continue;
		s->rows[n] = s->rows[i];
		for (size_t j = 0; j < s->n_cols; j++) {
			struct sampled_column *c = &s->cols[j];

			if (c->numbers != NULL)
				c->numbers[n] = c->numbers[i];
			if (c->ids != NULL)
				c->ids[n] = c->ids[i];
		}
		n++;
	}
	s->n = n;
}

void
row_sample_add(struct row_sample *s, const struct batch *b,
    const struct column_facts *f)
{
	size_t n;

	if (s->cols == NULL)
		begin(s, b->schema->n);
	n = choose(s, b);
	for (size_t j = 0; j < s->n_cols; j++) {
		if (f[j].hashes != NULL)
			add_column(s, j, &f[j],
			    is_number_type(b->cols[j]->type), n);
	}
	s->n += n;
	while (s->n > s->most)
		thin(s);
}

bool
row_sample_is_missing(const struct row_sample *s, size_t col, size_t i)
{
	const struct sampled_column *c = &s->cols[col];

	return (c->numbers != NULL ? isnan(c->numbers[i]) :
	    c->ids[i] == VALUE_MISSING);
}
