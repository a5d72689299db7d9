/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "level_counts.h"

void
level_counts_init(struct level_counts *c, size_t limit)
{
	memset(c, 0, sizeof(*c));
	dict_init(&c->levels);
	c->type = COL_STRING;
	c->limit = limit;
}

void
level_counts_release(struct level_counts *c)
{
	dict_release(&c->levels);
	free(c->counts);
}

static void
count_level(struct level_counts *c, uint32_t id, uint64_t n)
{
	size_t old = c->cap;

	if (id >= c->cap) {
		c->counts = mem_grow(c->counts, &c->cap, (size_t)id + 1,
		    sizeof(*c->counts));
		memset(c->counts + old, 0, (c->cap - old) *
		    sizeof(*c->counts));
	}
	c->counts[id] += n;
}

void
level_counts_add(struct level_counts *c, const struct column *col,
    const uint8_t *rows)
{
	c->type = col->type;
	for (size_t i = 0; i < col->n && !c->is_over; i++) {
		if (!rows[i])
			continue;
		if (!col->valid[i])
			c->n_missing++;
		else
			count_level(c, level_add(&c->levels, col, i), 1);
		c->is_over = c->levels.n > c->limit;
	}
}

void
level_counts_merge(struct level_counts *into, const struct level_counts *from)
{
	const char *p;
	size_t n;

	into->type = from->type;
	into->n_missing += from->n_missing;
	into->is_over |= from->is_over;
	for (uint32_t i = 0; i < from->levels.n && !into->is_over; i++) {
		p = dict_get(&from->levels, i, &n);
		count_level(into, dict_add(&into->levels, p, n),
		    from->counts[i]);
		into->is_over = into->levels.n > into->limit;
	}
}
