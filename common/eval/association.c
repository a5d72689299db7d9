/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "levels.h"
#include "mem.h"
#include "moments.h"

#include "association.h"

struct association {
	bool categories[2];	/* is a, is b a category? */
	bool too_many;
	uint64_t n;
	double mean[2], m2[2], both;	/* pearson */
	struct dict levels[2];
	struct moments *groups;		/* eta: a category */
	size_t groups_cap;
	struct dict pairs;		/* cramer_v: levels of a and of b */
	double *cells;			/* how often, by id of the pair */
	size_t cells_cap;
};

static bool
is_category(enum col_type t)
{
	return (t == COL_BOOL || t == COL_STRING);
}

static bool
is_number(enum col_type t)
{
	return (t == COL_INT || t == COL_FLOAT || t == COL_TIME);
}

struct association *
association_new(enum col_type a, enum col_type b)
{
	struct association *s;

	if (!(is_category(a) || is_number(a)) ||
	    !(is_category(b) || is_number(b)))
		return (NULL);
	s = MEM_NEW(struct association);
	s->categories[0] = is_category(a);
	s->categories[1] = is_category(b);
	dict_init(&s->levels[0]);
	dict_init(&s->levels[1]);
	dict_init(&s->pairs);
	return (s);
}

void
association_free(struct association *s)
{
	if (s == NULL)
		return;
	dict_release(&s->levels[0]);
	dict_release(&s->levels[1]);
	dict_release(&s->pairs);
	free(s->groups);
	free(s->cells);
	free(s);
}

/* Welford's update, of two variables and their product. */
static void
add_numbers(struct association *s, double a, double b)
{
	double da = a - s->mean[0], db = b - s->mean[1];

	s->n++;
	s->mean[0] += da / (double)s->n;
	s->mean[1] += db / (double)s->n;
	s->m2[0] += da * (a - s->mean[0]);
	s->m2[1] += db * (b - s->mean[1]);
	s->both += da * (b - s->mean[1]);
}

/* The id of a category, or DICT_NONE when there are too many. */
static uint32_t
level_of(struct association *s, int side, const struct column *c, size_t i)
{
	uint32_t id = level_add(&s->levels[side], c, i);

	if (id >= ASSOCIATION_LEVELS) {
		s->too_many = true;
		return (DICT_NONE);
	}
	return (id);
}

static void
add_group(struct association *s, int side, const struct column *category,
    const struct column *number, size_t i)
{
	uint32_t id = level_of(s, side, category, i);
	size_t had = s->groups_cap;

	if (id == DICT_NONE)
		return;
	if (id >= had) {
		s->groups = mem_grow(s->groups, &s->groups_cap, id + 1,
		    sizeof(*s->groups));
		for (; had < s->groups_cap; had++)
			moments_init(&s->groups[had]);
	}
	moments_add(&s->groups[id], column_number(number, i));
}

static void
add_cell(struct association *s, const struct column *a,
    const struct column *b, size_t i)
{
	uint32_t pair[2] = { level_of(s, 0, a, i), level_of(s, 1, b, i) };
	size_t had = s->pairs.n;
	uint32_t id;

	if (s->too_many)
		return;
	id = dict_add(&s->pairs, (const char *)pair, sizeof(pair));
	if (id == had) {
		s->cells = mem_grow(s->cells, &s->cells_cap, had + 1,
		    sizeof(*s->cells));
		s->cells[id] = 0;
	}
	s->cells[id]++;
}

void
association_add(struct association *s, const struct column *a,
    const struct column *b)
{
	for (size_t i = 0; i < a->n && !s->too_many; i++) {
		if (!a->valid[i] || !b->valid[i])
			continue;
		if (s->categories[0] && s->categories[1])
			add_cell(s, a, b, i);
		else if (s->categories[0])
			add_group(s, 0, a, b, i);
		else if (s->categories[1])
			add_group(s, 1, b, a, i);
		else
			add_numbers(s, column_number(a, i),
			    column_number(b, i));
	}
}

const char *
association_kind(const struct association *s)
{
	if (s->categories[0] && s->categories[1])
		return ("cramer_v");
	return (s->categories[0] || s->categories[1] ? "eta" : "pearson");
}

static double
eta(const struct association *s)
{
	struct moments all;
	double within = 0;

	moments_init(&all);
	for (size_t i = 0; i < s->groups_cap; i++) {
		within += s->groups[i].n > 0 ? ldexp(s->groups[i].m2,
		    2 * (s->groups[i].scale - all.scale)) : 0;
		moments_merge(&all, &s->groups[i]);
	}
	if (!(all.m2 > 0) || s->levels[0].n + s->levels[1].n < 2)
		return (NAN);
	return (sqrt(fmax(0, 1 - within / all.m2)));
}

static void
find_pair(const struct association *s, uint32_t id, uint32_t pair[2])
{
	memcpy(pair, dict_get(&s->pairs, id, NULL), 2 * sizeof(*pair));
}

/* chi2 / n is the sum of cell^2 / (row * column), less 1. */
static double
cramer_v(const struct association *s)
{
	size_t k0 = s->levels[0].n, k1 = s->levels[1].n;
	size_t least = k0 < k1 ? k0 : k1;
	double *row = mem_calloc(k0, sizeof(*row)), sum = 0;
	double *col = mem_calloc(k1, sizeof(*col));
	uint32_t at[2];

	for (uint32_t i = 0; i < s->pairs.n; i++) {
		find_pair(s, i, at);
		row[at[0]] += s->cells[i];
		col[at[1]] += s->cells[i];
	}
	for (uint32_t i = 0; i < s->pairs.n; i++) {
		find_pair(s, i, at);
		sum += s->cells[i] * s->cells[i] / (row[at[0]] * col[at[1]]);
	}
	free(row);
	free(col);
	return (least < 2 ? NAN :
	    sqrt(fmax(0, sum - 1) / (double)(least - 1)));
}

double
association_value(const struct association *s)
{
	if (s->too_many)
		return (NAN);
	if (s->categories[0] && s->categories[1])
		return (cramer_v(s));
	if (s->categories[0] || s->categories[1])
		return (eta(s));
	return (s->m2[0] > 0 && s->m2[1] > 0 ?
	    s->both / sqrt(s->m2[0] * s->m2[1]) : NAN);
}
