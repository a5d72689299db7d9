/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "level_counts.h"

void
level_counts_init(struct level_counts *c, size_t limit)
{
	memset(c, 0, sizeof(*c));
	c->type = COL_STRING;
	c->limit = limit;
}

void
level_counts_release(struct level_counts *c)
{
	dict_release(&c->levels);
	distinct_release(&c->distinct);
	free(c->counts);
}

static void
note_distinct(struct level_counts *c, uint64_t hash)
{
	if (c->estimates)
		distinct_add(&c->distinct, hash);
}

static void
set_over(struct level_counts *c)
{
	const char *p;
	size_t n;

	for (uint32_t i = 0; i < c->levels.n && !c->is_over; i++) {
		p = dict_get(&c->levels, i, &n);
		note_distinct(c, hash_bytes(p, n, 0));
	}
	c->is_over = true;
}

static void
make_room(struct level_counts *c, size_t n)
{
	size_t old = c->cap;

	if (n <= old)
		return;
	c->counts = mem_grow(c->counts, &c->cap, n, sizeof(*c->counts));
	memset(c->counts + old, 0, (c->cap - old) * sizeof(*c->counts));
}

void
level_counts_add_text(struct level_counts *c, const char *p, size_t n,
    uint64_t n_rows)
{
	bool has_room = c->limit == 0 || c->levels.n < c->limit;
	uint64_t hash = hash_bytes(p, n, 0);
	uint32_t id = has_room ? dict_add_hashed(&c->levels, p, n, hash) :
	    dict_find_hashed(&c->levels, p, n, hash);

	if (id == DICT_NONE) {
		set_over(c);
		note_distinct(c, hash);
		c->other += n_rows;
		return;
	}
	make_room(c, (size_t)id + 1);
	c->counts[id] += n_rows;
}

static void
add_row(struct level_counts *c, const struct column *col, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (!col->valid[i]) {
		c->n_missing++;
		return;
	}
	p = level_text(col, i, scratch, &n);
	level_counts_add_text(c, p, n, 1);
}

void
level_counts_add(struct level_counts *c, const struct column *col,
    const uint8_t *rows)
{
	c->type = col->type;
	for (size_t i = 0; i < col->n && (!c->is_over || c->estimates); i++) {
		if (rows[i])
			add_row(c, col, i);
	}
}

void
level_counts_add_rows(struct level_counts *c, const struct column *col,
    const uint32_t *rows, size_t n)
{
	c->type = col->type;
	for (size_t i = 0; i < n && (!c->is_over || c->estimates); i++)
		add_row(c, col, rows[i]);
}

void
level_counts_merge(struct level_counts *into, const struct level_counts *from)
{
	const char *p;
	size_t n;

	if (from->levels.n > 0 || from->n_missing > 0)
		into->type = from->type;
	into->n_missing += from->n_missing;
	for (uint32_t i = 0; i < from->levels.n; i++) {
		if (into->is_over && !into->estimates)
			break;
		p = dict_get(&from->levels, i, &n);
		level_counts_add_text(into, p, n, from->counts[i]);
	}
	into->other += from->other;
	if (from->is_over)
		set_over(into);
	distinct_merge(&into->distinct, &from->distinct);
}

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked_level *x = a, *y = b;

	if (x->count != y->count)
		return (x->count > y->count ? -1 : 1);
	return (x->rank < y->rank ? -1 : x->rank > y->rank);
}

struct ranked_level *
level_counts_rank(const struct level_counts *c)
{
	struct ranked_level *r = mem_alloc(c->levels.n, sizeof(*r));
	uint32_t *order = levels_order(&c->levels, c->type);

	for (uint32_t k = 0; k < c->levels.n; k++)
		r[k] = (struct ranked_level){ order[k], k,
		    c->counts[order[k]] };
	free(order);
	qsort(r, c->levels.n, sizeof(*r), compare_ranked);
	return (r);
}

void
level_counts_save(const struct level_counts *c, struct str *out)
{
	dict_save(&c->levels, out);
	for (size_t i = 0; i < c->levels.n; i++)
		pack_u64(out, c->counts[i]);
	pack_u64(out, c->n_missing);
	pack_u64(out, c->other);
	pack_u64(out, c->type);
	pack_u64(out, c->limit);
	pack_u64(out, c->estimates);
	pack_u64(out, c->is_over);
	distinct_save(&c->distinct, out);
}

void
level_counts_load(struct level_counts *c, struct unpack *u)
{
	memset(c, 0, sizeof(*c));
	dict_load(&c->levels, u);
	make_room(c, c->levels.n);
	for (size_t i = 0; i < c->levels.n; i++)
		c->counts[i] = unpack_u64(u);
	c->n_missing = unpack_u64(u);
	c->other = unpack_u64(u);
	c->type = (enum col_type)unpack_upto(u, N_COL_TYPES - 1);
	c->limit = unpack_upto(u, SIZE_MAX);
	c->estimates = unpack_bool(u);
	c->is_over = unpack_bool(u);
	distinct_load(&c->distinct, u);
	if (c->limit > 0 && c->levels.n > c->limit)
		unpack_fail(u);
}

uint64_t
level_counts_distinct(const struct level_counts *c)
{
	return (c->is_over && c->estimates ? distinct_count(&c->distinct) :
	    c->levels.n);
}
