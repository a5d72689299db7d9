/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "group_moving.h"

static bool
is_stacked(const struct moving *m, const struct aggregate *a)
{
	return (m->length > 0 && a->kind->remove == NULL);
}

/* The chunk of a row that is held. */
static const struct chunk *
chunk_of(const struct moving *m, uint64_t row)
{
	size_t lo = 0, hi = m->n_chunks;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (m->chunks[mid].first_row <= row)
			lo = mid;
		else
			hi = mid;
	}
	return (&m->chunks[lo]);
}

/* Row i of a chunk for aggregate k, to be added to the state of its key, or to
   the first of some states. */
static struct aggregate_rows
rows_of(const struct moving *m, const struct chunk *c, size_t i, size_t k)
{
	return ((struct aggregate_rows){
		.values = m->aggregates->v[k].expr != NULL ? &c->values[k] :
		    NULL,
		.group = c->key, .first = i, .n = 1,
		.first_row = c->first_row
	});
}

static void
stacks_release(const struct moving *m, struct stacks *s)
{
	for (size_t k = 0; k < m->aggregates->n && s->states != NULL; k++) {
		const struct aggregate *a = &m->aggregates->v[k];

		if (is_stacked(m, a))
			aggregate_release(a, s->states[k], 0, s->n);
		free(s->states[k]);
	}
	free(s->states);
	free(s->rows);
}

/* Make the stack of the younger rows that of the older ones. */
static void
turn_over(struct moving *m, size_t key)
{
	struct stacks *s = &m->stacks[key];

	if (s->states == NULL)
		s->states = mem_calloc(m->aggregates->n, sizeof(*s->states));
	for (size_t k = 0; k < m->aggregates->n; k++) {
		const struct aggregate *a = &m->aggregates->v[k];
		char *sum = aggregate_state(a, m->sums.states[k], key);

		if (!is_stacked(m, a))
			continue;
		s->states[k] = mem_realloc(s->states[k], s->n_rows,
		    a->kind->size);
		aggregate_init(a, s->states[k], 0, s->n_rows);
		for (size_t j = 0; j < s->n_rows; j++) {
			uint64_t row = s->rows[s->n_rows - 1 - j];
			const struct chunk *c = chunk_of(m, row);
			struct aggregate_rows one = rows_of(m, c,
			    (size_t)(row - c->first_row), k);
			char *state = aggregate_state(a, s->states[k], j);

			one.group = m->zeros;
			if (j > 0)
				a->kind->merge(state, state - a->kind->size);
			a->kind->add(state, &one);
		}
		aggregate_release(a, sum, 0, 1);
		aggregate_init(a, sum, 0, 1);
	}
	s->n = s->n_rows;
	s->n_rows = 0;
}

static void
add_row(struct moving *m, uint64_t row)
{
	const struct chunk *c = chunk_of(m, row);
	size_t i = (size_t)(row - c->first_row), n;
	struct stacks *s;

	for (size_t k = 0; k < m->aggregates->n; k++) {
		struct aggregate_rows one = rows_of(m, c, i, k);

		m->aggregates->v[k].kind->add(m->sums.states[k], &one);
	}
	if (m->length == 0)
		return;
	n = m->n_stacks;
	m->stacks = mem_grow(m->stacks, &m->cap_stacks, (size_t)c->key[i] + 1,
	    sizeof(*m->stacks));
	for (; n <= c->key[i]; n++)
		m->stacks[n] = (struct stacks){ NULL };
	m->n_stacks = n;
	s = &m->stacks[c->key[i]];
	s->rows = mem_grow(s->rows, &s->cap_rows, s->n_rows + 1,
	    sizeof(*s->rows));
	s->rows[s->n_rows++] = row;
}

/* Take the oldest row of all, which is that of its key too, away. */
static void
expire_row(struct moving *m, uint64_t row)
{
	const struct chunk *c = chunk_of(m, row);
	size_t i = (size_t)(row - c->first_row);
	struct stacks *s = &m->stacks[c->key[i]];

	if (s->n == 0)
		turn_over(m, c->key[i]);
	s->n--;
	for (size_t k = 0; k < m->aggregates->n; k++) {
		const struct aggregate *a = &m->aggregates->v[k];
		struct aggregate_rows one = rows_of(m, c, i, k);

		if (is_stacked(m, a))
			aggregate_release(a, s->states[k], s->n, 1);
		else if (one.values == NULL || one.values->valid[i])
			a->kind->remove(aggregate_state(a, m->sums.states[k],
			    c->key[i]), one.values, i);
	}
}

struct chunk *
moving_take(struct moving *m, size_t n)
{
	struct chunk *c;

	m->chunks = mem_grow(m->chunks, &m->cap_chunks, m->n_chunks + 1,
	    sizeof(*m->chunks));
	c = &m->chunks[m->n_chunks++];
	*c = (struct chunk){ .first_row = m->row, .n = n };
	m->row += n;
	c->key = mem_alloc(n, sizeof(*c->key));
	c->values = mem_calloc(m->aggregates->n, sizeof(*c->values));
	for (size_t k = 0; k < m->aggregates->n; k++) {
		const struct aggregate *a = &m->aggregates->v[k];

		column_init(&c->values[k], a->type, a->values.width);
		if (a->expr != NULL)
			column_add_range(&c->values[k], &a->values, 0, n);
	}
	if (n > m->n_zeros) {
		free(m->zeros);
		m->zeros = mem_calloc(n, sizeof(*m->zeros));
		m->n_zeros = n;
	}
	return (c);
}

void
moving_add_next(struct moving *m)
{
	add_row(m, m->added++);
}

void
moving_to(struct moving *m, int64_t time)
{
	int64_t begin;

	for (; m->added < m->row; m->added++) {
		const struct chunk *c = chunk_of(m, m->added);

		if (c->time[m->added - c->first_row] >= time)
			break;
		add_row(m, m->added);
	}
	if (m->length == 0)
		return;
	begin = time < INT64_MIN + m->length ? INT64_MIN : time - m->length;
	for (; m->expired < m->added; m->expired++) {
		const struct chunk *c = chunk_of(m, m->expired);

		if (c->time[m->expired - c->first_row] >= begin)
			break;
		expire_row(m, m->expired);
	}
}

int
moving_give(struct moving *m, size_t key, struct column *out, struct diag *d)
{
	const struct stacks *s = key < m->n_stacks ? &m->stacks[key] : NULL;

	for (size_t k = 0; k < m->aggregates->n; k++) {
		const struct aggregate *a = &m->aggregates->v[k];
		char *state = aggregate_state(a, m->sums.states[k], key);
		bool is_two = is_stacked(m, a) && s != NULL && s->n > 0;
		int r;

		if (is_two) {
			aggregate_init(a, m->both, 0, 1);
			a->kind->merge(m->both, aggregate_state(a,
			    s->states[k], s->n - 1));
			a->kind->merge(m->both, state);
			state = m->both;
		}
		r = a->kind->give(state, a, &out[k], d);
		if (is_two)
			aggregate_release(a, m->both, 0, 1);
		if (r == -1)
			return (diag_prefix(d, "\"%s\"", a->text));
	}
	return (0);
}

static void
chunk_release(const struct moving *m, struct chunk *c)
{
	for (size_t k = 0; k < m->aggregates->n; k++)
		column_release(&c->values[k]);
	free(c->values);
	free(c->key);
	free(c->time);
}

void
moving_forget(struct moving *m)
{
	uint64_t held = m->length > 0 ? m->expired : m->added;
	size_t n = 0;

	while (n < m->n_chunks && m->chunks[n].first_row + m->chunks[n].n <=
	    held)
		chunk_release(m, &m->chunks[n++]);
	m->n_chunks -= n;
	memmove(m->chunks, m->chunks + n, m->n_chunks * sizeof(*m->chunks));
}

void
moving_init(struct moving *m, const struct schema *keys,
    struct aggregate_list *aggregates, int64_t length)
{
	size_t size = 0;

	memset(m, 0, sizeof(*m));
	for (size_t k = 0; k < aggregates->n; k++) {
		struct aggregate *a = &aggregates->v[k];

		if (length > 0 && a->kind->in_window != NULL)
			a->kind = a->kind->in_window;
		size = a->kind->size > size ? a->kind->size : size;
	}
	m->aggregates = aggregates;
	m->length = length;
	m->both = mem_alloc(1, size);
	groups_init(&m->sums, keys, aggregates);
}

void
moving_release(struct moving *m)
{
	if (m->aggregates == NULL)
		return;
	for (size_t i = 0; i < m->n_chunks; i++)
		chunk_release(m, &m->chunks[i]);
	for (size_t i = 0; i < m->n_stacks; i++)
		stacks_release(m, &m->stacks[i]);
	groups_release(&m->sums);
	free(m->stacks);
	free(m->chunks);
	free(m->zeros);
	free(m->both);
}
