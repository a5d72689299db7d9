/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "select.h"
#include "value_pack.h"

#include "groups.h"

#define GROUPS_MAX ((size_t)1 << 31)

int
groups_find_keys(const char *sel, const struct schema *in, size_t **cols,
    struct schema *keys, struct diag *d)
{
	size_t n = 0;

	if (sel != NULL && select_columns(sel, in, NULL, cols, &n, d) == -1)
		return (-1);
	for (size_t k = 0; k < n; k++) {
		const struct field *f = &in->fields[(*cols)[k]];

		if (f->type == COL_VECTOR || f->type == COL_SPARSE)
			return (diag_set(d, "column \"%s\" is %s, and no key",
			    f->name, col_type_words(f->type)));
		if (schema_add(keys, f, d) == -1)
			return (-1);
	}
	return (0);
}

void
groups_init(struct groups *g, const struct schema *keys,
    const struct aggregate_list *aggregates)
{
	memset(g, 0, sizeof(*g));
	g->keys = keys;
	g->aggregates = aggregates;
	g->set = row_set_first(keys, keys->n);
	g->states = mem_calloc(aggregates->n, sizeof(*g->states));
	block_init(&g->key, keys);
}

static void
release_states(struct groups *g)
{
	for (size_t k = 0; k < g->aggregates->n; k++) {
		aggregate_release(&g->aggregates->v[k], g->states[k], 0,
		    g->n);
		free(g->states[k]);
		g->states[k] = NULL;
	}
	free(g->first_rows);
	g->first_rows = NULL;
	g->n = g->cap = 0;
}

void
groups_release(struct groups *g)
{
	if (g->set == NULL)
		return;
	release_states(g);
	row_set_free(g->set);
	free(g->states);
	free(g->ids);
	block_release(&g->key);
}

void
groups_clear(struct groups *g)
{
	release_states(g);
	row_set_free(g->set);
	g->set = row_set_first(g->keys, g->keys->n);
}

static void
make_room(struct groups *g, size_t n)
{
	size_t cap = g->cap;

	if (n > GROUPS_MAX)
		BUG("more than %zu groups in memory", GROUPS_MAX);
	if (n <= cap)
		return;
	g->first_rows = mem_grow(g->first_rows, &cap, n,
	    sizeof(*g->first_rows));
	for (size_t k = 0; k < g->aggregates->n; k++)
		g->states[k] = mem_realloc(g->states[k], cap,
		    g->aggregates->v[k].kind->size);
	g->cap = cap;
}

size_t
groups_find(struct groups *g, const struct batch *keys, size_t i,
    uint64_t row)
{
	size_t id = row_set_id(g->set, keys, i);

	if (id < g->n)
		return (id);
	make_room(g, id + 1);
	for (size_t k = 0; k < g->aggregates->n; k++)
		aggregate_init(&g->aggregates->v[k], g->states[k], id, 1);
	g->first_rows[id] = row;
	g->n = id + 1;
	return (id);
}

void
groups_add(struct groups *g, const struct batch *keys)
{
	struct aggregate_rows rows = { .n = keys->n_rows,
	    .first_row = keys->first_row };

	g->ids = mem_grow(g->ids, &g->ids_cap, keys->n_rows,
	    sizeof(*g->ids));
	for (size_t i = 0; i < keys->n_rows; i++)
		g->ids[i] = (uint32_t)groups_find(g, keys, i,
		    keys->first_row + i);
	rows.group = g->ids;
	for (size_t k = 0; k < g->aggregates->n; k++) {
		const struct aggregate *a = &g->aggregates->v[k];

		rows.values = a->expr != NULL ? &a->values : NULL;
		a->kind->add(g->states[k], &rows);
	}
}

void
groups_merge(struct groups *g, size_t id, const struct groups *from, size_t i)
{
	for (size_t k = 0; k < g->aggregates->n; k++) {
		const struct aggregate *a = &g->aggregates->v[k];

		a->kind->merge(aggregate_state(a, g->states[k], id),
		    aggregate_state(a, from->states[k], i));
	}
	if (from->first_rows[i] < g->first_rows[id])
		g->first_rows[id] = from->first_rows[i];
}

int
groups_give(const struct groups *g, size_t i, struct column *out,
    struct diag *d)
{
	size_t row;

	for (size_t k = 0; k < g->keys->n; k++) {
		const struct column *c = row_set_column(g->set, i, k, &row);

		column_add_range(out++, c, row, 1);
	}
	for (size_t k = 0; k < g->aggregates->n; k++) {
		const struct aggregate *a = &g->aggregates->v[k];

		if (a->kind->give(aggregate_state(a, g->states[k], i), a,
		    out++, d) == -1)
			return (diag_prefix(d, "\"%s\"", a->text));
	}
	return (0);
}

void
groups_save(const struct groups *g, size_t i, struct str *out)
{
	size_t row;

	pack_u64(out, g->first_rows[i]);
	for (size_t k = 0; k < g->keys->n; k++) {
		const struct column *c = row_set_column(g->set, i, k, &row);

		value_save(c, row, out);
	}
	for (size_t k = 0; k < g->aggregates->n; k++) {
		const struct aggregate *a = &g->aggregates->v[k];

		a->kind->save(aggregate_state(a, g->states[k], i), out);
	}
}

/* Load the states and merge them into those of a group, or into none. */
static void
load_states(struct groups *g, size_t id, uint64_t rows, struct unpack *u)
{
	for (size_t k = 0; k < g->aggregates->n && !u->failed; k++) {
		const struct aggregate *a = &g->aggregates->v[k];
		char *state = mem_alloc(1, a->kind->size);

		aggregate_init(a, state, 0, 1);
		a->kind->load(state, rows, u);
		if (!u->failed)
			a->kind->merge(aggregate_state(a, g->states[k], id),
			    state);
		aggregate_release(a, state, 0, 1);
		free(state);
	}
}

void
groups_load(struct groups *g, uint64_t rows, struct unpack *u)
{
	uint64_t row = unpack_u64(u) + rows;
	size_t id;

	block_clear(&g->key);
	for (size_t k = 0; k < g->keys->n && !u->failed; k++)
		value_load(&g->key.cols[k], u);
	if (u->failed)
		return;
	id = groups_find(g, block_seal(&g->key, 0), 0, row);
	if (row < g->first_rows[id])
		g->first_rows[id] = row;
	load_states(g, id, rows, u);
}

size_t
groups_bytes(const struct groups *g)
{
	size_t bytes = row_set_bytes(g->set) + g->cap * sizeof(uint64_t);

	for (size_t k = 0; k < g->aggregates->n; k++) {
		const struct aggregate *a = &g->aggregates->v[k];

		bytes += g->cap * a->kind->size;
		for (size_t i = 0; i < g->n && a->kind->bytes != NULL; i++)
			bytes += a->kind->bytes(
			    aggregate_state(a, g->states[k], i));
	}
	return (bytes);
}
