/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

#include "column_counts.h"

#define UNKNOWN_NAMES_MAX 100
#define NAME_BYTES_MAX 200

const char *const column_fault_names[N_COLUMN_FAULTS] = {
	[FAULT_ABSENT] = "absent",
	[FAULT_UNKNOWN] = "unknown",
	[FAULT_BAD_VALUE] = "bad_value",
	[FAULT_UNSEEN] = "unseen_category",
};

void
column_counts_init(struct column_counts *c)
{
	memset(c, 0, sizeof(*c));
	pthread_mutex_init(&c->lock, NULL);
	dict_init(&c->names);
}

void
column_counts_release(struct column_counts *c)
{
	pthread_mutex_destroy(&c->lock);
	dict_release(&c->names);
	free(c->counts);
}

/* A name from outside has to be short, and UTF-8 as a label has to be. */
static bool
is_label(const char *name)
{
	size_t n = strlen(name), length;

	if (n > NAME_BYTES_MAX)
		return (false);
	for (const char *p = name; n > 0; p += length, n -= length) {
		length = utf8_length((const unsigned char *)p, n);
		if (length == 0)
			return (false);
	}
	return (true);
}

/* The name's place, a new one if it may have one. */
static uint32_t
find_place(struct column_counts *c, const char *name, bool is_unknown)
{
	uint32_t id = dict_findz(&c->names, name);

	if (id != DICT_NONE)
		return (id);
	if (is_unknown && (!is_label(name) ||
	    c->n_unknown++ >= UNKNOWN_NAMES_MAX))
		name = "";
	id = dict_add(&c->names, name, strlen(name));
	if (id >= c->cap) {
		size_t old = c->cap;

		c->counts = mem_grow(c->counts, &c->cap, (size_t)id + 1,
		    sizeof(*c->counts));
		memset(c->counts + old, 0,
		    (c->cap - old) * sizeof(*c->counts));
	}
	return (id);
}

void
column_counts_add(struct column_counts *c, const char *name,
    enum column_fault fault, uint64_t n)
{
	uint32_t id;

	if (n == 0)
		return;
	pthread_mutex_lock(&c->lock);
	id = find_place(c, name, fault == FAULT_UNKNOWN);
	c->counts[id][fault] += n;
	pthread_mutex_unlock(&c->lock);
}

void
column_counts_visit(struct column_counts *c,
    void (*visit)(void *ctx, const char *name, enum column_fault, uint64_t n),
    void *ctx)
{
	pthread_mutex_lock(&c->lock);
	for (uint32_t i = 0; i < c->names.n; i++) {
		for (int f = 0; f < N_COLUMN_FAULTS; f++) {
			if (c->counts[i][f] > 0)
				visit(ctx, dict_get(&c->names, i, NULL),
				    (enum column_fault)f, c->counts[i][f]);
		}
	}
	pthread_mutex_unlock(&c->lock);
}
