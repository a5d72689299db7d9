/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "levels.h"
#include "mem.h"
#include "moments.h"
#include "radix.h"

#include "sim_column.h"

#define DECIMALS_MAX 9

/* The order of rows by value, those without one left out; v becomes the values
   in the order of rows. Returns how many. */
static size_t
sort_numbers(const struct column *rows, uint32_t *order, double *v)
{
	uint32_t *row = mem_alloc(rows->n, sizeof(*row));
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		if (rows->valid[i]) {
			row[n] = (uint32_t)i;
			v[n++] = column_number(rows, i);
		}
	}
	sort_order(v, n, order);
	for (size_t i = 0; i < n; i++)
		order[i] = row[order[i]];
	free(row);
	return (n);
}

/* The same of texts: v is the rank of the level. */
static size_t
sort_texts(const struct column *rows, uint32_t *order, double *v)
{
	struct column ranks;
	struct dict levels;
	uint32_t *ordered, *rank, *id = mem_alloc(rows->n, sizeof(*id));
	size_t n;

	dict_init(&levels);
	for (size_t i = 0; i < rows->n; i++)
		id[i] = rows->valid[i] ? level_add(&levels, rows, i) : 0;
	ordered = levels_order(&levels, COL_STRING);
	rank = mem_alloc(levels.n, sizeof(*rank));
	for (uint32_t k = 0; k < levels.n; k++)
		rank[ordered[k]] = k;
	column_init(&ranks, COL_INT, 0);
	for (size_t i = 0; i < rows->n; i++) {
		if (rows->valid[i])
			column_add_int(&ranks, rank[id[i]]);
		else
			column_add_missing(&ranks);
	}
	n = sort_numbers(&ranks, order, v);
	column_release(&ranks);
	dict_release(&levels);
	free(ordered);
	free(rank);
	free(id);
	return (n);
}

/* Atoms of the rows in order. */
static void
cut_atoms(struct sim_column *c, const struct column *rows,
    const uint32_t *order, uint32_t *atoms)
{
	uint32_t begin = 0, common = 0, k = 0;

	for (size_t i = 0; i < rows->n; i++)
		atoms[i] = ATOM_MISSING;
	for (uint32_t i = 0; i < c->n; i++) {
		atoms[order[i]] = k;
		if (i + 1 < c->n && column_same(rows, order[i], rows,
		    order[i + 1]))
			continue;
		column_add_range(&c->values, rows, order[i], 1);
		if (i + 1 - begin >= c->rare)
			common += i + 1 - begin;
		c->upto[k] = begin = i + 1;
		c->common_upto[k++] = common;
	}
	c->n_atoms = k;
}

static bool
have_decimals(const double *v, size_t n, int decimals)
{
	double unit = pow(10, decimals), x;

	for (size_t k = 0; k < n; k++) {
		x = v[k] * unit;
		if (!(fabs(x) < 0x1p52 && fabs(x - nearbyint(x)) <=
		    1e-9 * fmax(fabs(x), 1e-2)))
			return (false);
	}
	return (true);
}

int
sim_decimals(const double *v, size_t n)
{
	for (int decimals = 0; decimals <= DECIMALS_MAX; decimals++)
		if (have_decimals(v, n, decimals))
			return (decimals);
	return (-1);
}

double
sim_round(double x, int decimals)
{
	double unit = pow(10, decimals);

	return (decimals < 0 || fabs(x) >= 0x1p52 / unit ? x :
	    nearbyint(x * unit) / unit);
}

static void
find_grid(struct sim_column *c)
{
	const int64_t *v = c->values.ints;
	uint64_t a, b, t;

	if (c->values.type == COL_FLOAT) {
		c->decimals = sim_decimals(c->number, c->n_atoms);
		return;
	}
	if (c->values.type == COL_BOOL)
		return;
	for (size_t k = 1, g = 0; k < c->n_atoms; k++) {
		a = g;
		b = (uint64_t)v[k] - (uint64_t)v[0];
		while (b != 0) {
			t = a % b;
			a = b;
			b = t;
		}
		g = a;
		c->step = (int64_t)g;
	}
	if (c->step <= 0)
		c->step = 1;
}

static void
describe_numbers(struct sim_column *c, const double *v)
{
	struct moments m;

	moments_init(&m);
	moments_add_many(&m, v, c->n);
	c->mean = m.mean;
	c->sd = moments_stddev(&m, 1);
	c->number = mem_alloc(c->n_atoms, sizeof(*c->number));
	column_numbers(&c->values, c->number);
	find_grid(c);
}

void
sim_column_init(struct sim_column *c, const struct field *f,
    const struct column *rows, uint32_t rare, uint32_t *atoms)
{
	uint32_t *order = mem_alloc(rows->n, sizeof(*order));
	double *v = mem_alloc(rows->n, sizeof(*v));
	bool is_text = rows->type == COL_STRING;

	*c = (struct sim_column){ .field = f, .rare = rare, .step = 1,
	    .mean = NAN, .sd = NAN };
	column_init(&c->values, rows->type, 0);
	c->n = (uint32_t)(is_text ? sort_texts(rows, order, v) :
	    sort_numbers(rows, order, v));
	c->n_missing = (uint32_t)rows->n - c->n;
	c->upto = mem_alloc(c->n, sizeof(*c->upto));
	c->common_upto = mem_alloc(c->n, sizeof(*c->common_upto));
	cut_atoms(c, rows, order, atoms);
	if (!is_text)
		describe_numbers(c, v);
	free(order);
	free(v);
}

void
sim_column_release(struct sim_column *c)
{
	column_release(&c->values);
	free(c->upto);
	free(c->common_upto);
	free(c->number);
}

uint32_t
sim_atom_rows(const struct sim_column *c, uint32_t atom)
{
	return (c->upto[atom] - (atom > 0 ? c->upto[atom - 1] : 0));
}

/* The first of the ascending counts that is above a rank. */
static uint32_t
find_rank(const uint32_t *upto, size_t n, uint32_t rank)
{
	size_t lo = 0, hi = n - 1, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (upto[mid] > rank)
			hi = mid;
		else
			lo = mid + 1;
	}
	return ((uint32_t)lo);
}

/* The atom at a rank, 0 .. n - 1. */
static uint32_t
atom_at(const struct sim_column *c, uint32_t rank)
{
	return (find_rank(c->upto, c->n_atoms, rank));
}

static uint32_t
n_common(const struct sim_column *c)
{
	return (c->n_atoms > 0 ? c->common_upto[c->n_atoms - 1] : 0);
}

bool
sim_column_is_made_up(const struct sim_column *c)
{
	return (c->field->role == ROLE_ID ||
	    (c->values.type == COL_STRING && c->n > 0 && n_common(c) == 0));
}

/* Is a value between its neighbours made of one? */
static bool
is_blurred(const struct sim_column *c)
{
	return (c->number != NULL && c->values.type != COL_BOOL &&
	    c->n > 2 * c->rare);
}

bool
sim_column_is_withheld(const struct sim_column *c)
{
	return (c->n > 0 && n_common(c) == 0 && !is_blurred(c) &&
	    !sim_column_is_made_up(c));
}

static void
put_made_up(const struct sim_column *c, uint64_t row, struct column *out)
{
	char number[NUMTEXT_MAX];
	struct str text = STR_INIT;

	if (out->type == COL_INT) {
		column_add_int(out, (int64_t)row + 1);
		return;
	}
	if (out->type != COL_STRING) {
		column_add_missing(out);
		return;
	}
	str_addf(&text, "%s-", c->field->name);
	str_add(&text, number, format_int(number, (int64_t)row + 1));
	column_add_string(out, text.buf, text.len);
	str_release(&text);
}

/* The int on the grid that is nearest to a share of the way from a to b. */
static int64_t
int_between(const struct sim_column *c, uint32_t a, uint32_t b, double part)
{
	const int64_t *v = c->values.ints;
	uint64_t steps = ((uint64_t)v[b] - (uint64_t)v[a]) / (uint64_t)c->step;

	return ((int64_t)((uint64_t)v[a] + (uint64_t)c->step *
	    (uint64_t)floor((double)steps * part + 0.5)));
}

static void
put_near(const struct sim_column *c, uint32_t atom, struct rng *r,
    struct column *out)
{
	double u = (double)(rng_next(r) >> 11) * 0x1p-53, part, x;
	double at = c->upto[atom] - sim_atom_rows(c, atom) +
	    rng_below(r, sim_atom_rows(c, atom)) + (2 * u - 1) * c->rare;
	double least = c->rare - 1, most = c->n - c->rare;
	uint32_t lo, a, b;

	/* Turned back at the ends, or many would be what stands there. */
	at = least + fabs(at - least);
	at = fmax(most - fabs(most - at), least);
	lo = (uint32_t)at;
	part = at - lo;
	a = atom_at(c, lo);
	b = lo + 1 < c->n ? atom_at(c, lo + 1) : a;
	if (out->type != COL_FLOAT) {
		column_add_int(out, int_between(c, a, b, part));
		return;
	}
	x = a == b ? c->number[a] : c->number[a] * (1 - part) +
	    c->number[b] * part;
	column_add_float(out, sim_round(x, c->decimals));
}

void
sim_column_put(const struct sim_column *c, uint32_t atom, struct rng *r,
    uint64_t row, struct column *out)
{
	if (sim_column_is_made_up(c)) {
		put_made_up(c, row, out);
	} else if (atom == ATOM_MISSING) {
		column_add_missing(out);
	} else if (sim_atom_rows(c, atom) >= c->rare) {
		column_add_range(out, &c->values, atom, 1);
	} else if (is_blurred(c)) {
		put_near(c, atom, r, out);
	} else if (n_common(c) > 0) {
		column_add_range(out, &c->values, find_rank(c->common_upto,
		    c->n_atoms, (uint32_t)rng_below(r, n_common(c))), 1);
	} else {
		column_add_missing(out);
	}
}
