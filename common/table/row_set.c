/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "row_set.h"

#define FIRST_SLOTS 1024

struct slot {
	uint64_t hash;
	size_t id;		/* of the row, from 1; 0 is free */
};

struct row_set {
	size_t *cols, n_cols;
	const struct schema *schema;
	struct column **chunks;	/* n_cols columns of BATCH_ROWS rows each */
	size_t n_chunks, cap_chunks;
	size_t n;		/* rows */
	struct slot *slots;	/* open addressing */
	size_t n_slots;		/* a power of two, at most half in use */
};

struct row_set *
row_set_new(const struct schema *schema, const size_t *cols, size_t n)
{
	struct row_set *s = MEM_NEW(struct row_set);

	s->cols = mem_dup(cols, n, sizeof(*cols));
	s->n_cols = n;
	s->schema = schema;
	s->n_slots = FIRST_SLOTS;
	s->slots = mem_calloc(s->n_slots, sizeof(*s->slots));
	return (s);
}

struct row_set *
row_set_first(const struct schema *schema, size_t n)
{
	size_t *cols = mem_alloc(n, sizeof(*cols));
	struct row_set *s;

	for (size_t k = 0; k < n; k++)
		cols[k] = k;
	s = row_set_new(schema, cols, n);
	free(cols);
	return (s);
}

void
row_set_free(struct row_set *s)
{
	if (s == NULL)
		return;
	for (size_t k = 0; k < s->n_chunks; k++) {
		for (size_t i = 0; i < s->n_cols; i++)
			column_release(&s->chunks[k][i]);
		free(s->chunks[k]);
	}
	free(s->chunks);
	free(s->slots);
	free(s->cols);
	free(s);
}

static uint64_t
hash_row(const struct row_set *s, const struct batch *b, const size_t *cols,
    size_t row)
{
	uint64_t h = 0;

	for (size_t i = 0; i < s->n_cols; i++)
		h = column_hash(b->cols[cols[i]], row, h);
	return (h);
}

static bool
is_same_row(const struct row_set *s, size_t id, const struct batch *b,
    const size_t *cols, size_t row)
{
	const struct column *chunk = s->chunks[id / BATCH_ROWS];

	for (size_t i = 0; i < s->n_cols; i++) {
		if (!column_same(&chunk[i], id % BATCH_ROWS,
		    b->cols[cols[i]], row))
			return (false);
	}
	return (true);
}

static void
double_slots(struct row_set *s)
{
	struct slot *old = s->slots;
	size_t n = s->n_slots, mask = 2 * n - 1;

	s->slots = mem_calloc(2 * n, sizeof(*s->slots));
	s->n_slots = 2 * n;
	for (size_t i = 0; i < n; i++) {
		size_t at = old[i].hash & mask;

		if (old[i].id == 0)
			continue;
		while (s->slots[at].id != 0)
			at = (at + 1) & mask;
		s->slots[at] = old[i];
	}
	free(old);
}

static void
new_chunk(struct row_set *s)
{
	struct column *chunk = mem_calloc(s->n_cols, sizeof(*chunk));

	for (size_t i = 0; i < s->n_cols; i++) {
		const struct field *f = &s->schema->fields[s->cols[i]];

		column_init(&chunk[i], f->type, f->width);
	}
	s->chunks = mem_grow(s->chunks, &s->cap_chunks, s->n_chunks + 1,
	    sizeof(*s->chunks));
	s->chunks[s->n_chunks++] = chunk;
}

static void
keep_row(struct row_set *s, const struct batch *b, size_t row)
{
	struct column *chunk;

	if (s->n % BATCH_ROWS == 0)
		new_chunk(s);
	chunk = s->chunks[s->n_chunks - 1];
	for (size_t i = 0; i < s->n_cols; i++)
		column_add_range(&chunk[i], b->cols[s->cols[i]], row, 1);
	s->n++;
}

size_t
row_set_count(const struct row_set *s)
{
	return (s->n);
}

size_t
row_set_bytes(const struct row_set *s)
{
	size_t bytes = s->n_slots * sizeof(*s->slots);

	for (size_t i = 0; i < s->n_chunks; i++) {
		for (size_t k = 0; k < s->n_cols; k++)
			bytes += column_bytes(&s->chunks[i][k]);
	}
	return (bytes);
}

const struct column *
row_set_column(const struct row_set *s, size_t id, size_t k, size_t *row)
{
	*row = id % BATCH_ROWS;
	return (&s->chunks[id / BATCH_ROWS][k]);
}

/* The slot of a row, or the free one where it belongs. */
static size_t
find_slot(const struct row_set *s, const struct batch *b, const size_t *cols,
    uint64_t hash, size_t row)
{
	size_t mask = s->n_slots - 1, at = hash & mask;

	for (; s->slots[at].id != 0; at = (at + 1) & mask) {
		if (s->slots[at].hash == hash &&
		    is_same_row(s, s->slots[at].id - 1, b, cols, row))
			break;
	}
	return (at);
}

size_t
row_set_id(struct row_set *s, const struct batch *b, size_t row)
{
	uint64_t hash = hash_row(s, b, s->cols, row);
	size_t at = find_slot(s, b, s->cols, hash, row);

	if (s->slots[at].id != 0)
		return (s->slots[at].id - 1);
	keep_row(s, b, row);
	s->slots[at] = (struct slot){ hash, s->n };
	if (2 * s->n > s->n_slots)
		double_slots(s);
	return (s->n - 1);
}

size_t
row_set_find(const struct row_set *s, const struct batch *b,
    const size_t *cols, size_t row)
{
	uint64_t hash = hash_row(s, b, cols, row);

	return (s->slots[find_slot(s, b, cols, hash, row)].id - 1);
}

bool
row_set_add(struct row_set *s, const struct batch *b, size_t row)
{
	size_t n = s->n;

	return (row_set_id(s, b, row) == n);
}
