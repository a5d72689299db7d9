/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "column_facts.h"

#define MISSING_HASH 0x9ae16a3b2f90404fu
#define EXACT_WHOLE ((int64_t)1 << 53)

void
column_facts_release(struct column_facts *f)
{
	value_sample_release(&f->values);
	free(f->hashes);
	free(f->ids);
	free(f->room);
}

bool
is_number_type(enum col_type t)
{
	return (t == COL_INT || t == COL_FLOAT || t == COL_TIME);
}

/* The finalizer of splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return (x ^ x >> 31);
}

static uint64_t
hash_number(double x)
{
	uint64_t bits;

	x += 0.0;		/* -0.0 is 0.0 */
	memcpy(&bits, &x, sizeof(bits));
	return (mix(bits));
}

/* Whole numbers that no double holds are told apart. */
static uint64_t
hash_int(int64_t v)
{
	return (v >= -EXACT_WHOLE && v <= EXACT_WHOLE ?
	    hash_number((double)v) : mix((uint64_t)v ^ MISSING_HASH));
}

uint64_t
column_facts_hash(enum col_type type, const char *text, size_t n)
{
	return (type == COL_BOOL ? hash_number(text[0] == 't') :
	    hash_bytes(text, n, 0));
}

static uint64_t
hash_value(const struct column *c, size_t i)
{
	const char *p;
	size_t n;

	switch (c->type) {
	case COL_BOOL:
		return (hash_number(c->bools[i]));
	case COL_INT:
	case COL_TIME:
		return (hash_int(c->ints[i]));
	case COL_STRING:
		p = column_string(c, i, &n);
		return (hash_bytes(p, n, 0));
	default:
		return (column_hash(c, i, 0));
	}
}

static void
make_room(struct column_facts *f, size_t n)
{
	f->hashes = mem_grow(f->hashes, &f->cap_hashes, n,
	    sizeof(*f->hashes));
	f->ids = mem_grow(f->ids, &f->cap_ids, n, sizeof(*f->ids));
}

static void
make_hashes(struct column_facts *f, const struct column *c)
{
	if (c->type == COL_FLOAT) {
		for (size_t i = 0; i < c->n; i++)
			f->hashes[i] = hash_number(c->floats[i]);
	} else {
		for (size_t i = 0; i < c->n; i++)
			f->hashes[i] = hash_value(c, i);
	}
	for (size_t i = 0; i < c->n && c->n_missing > 0; i++) {
		if (!c->valid[i])
			f->hashes[i] = MISSING_HASH;
	}
}

/* What is kept of a value: the bits of an int or a double. */
static uint64_t
bits_of(const struct column *c, size_t i)
{
	uint64_t bits = 0;
	double x;

	if (c->type == COL_FLOAT) {
		x = c->floats[i] + 0.0;
		memcpy(&bits, &x, sizeof(bits));
	} else if (c->type == COL_INT || c->type == COL_TIME) {
		bits = (uint64_t)c->ints[i];
	} else if (c->type == COL_BOOL) {
		bits = c->bools[i];
	}
	return (bits);
}

static void
count_values(struct column_facts *f, const struct column *c)
{
	for (size_t i = 0; i < c->n; i++)
		f->ids[i] = !c->valid[i] ? VALUE_MISSING :
		    (f->hashes[i] & f->values.mask) != 0 ? VALUE_OTHER :
		    value_sample_add(&f->values, f->hashes[i], bits_of(c, i));
}

static void
add_print(struct column_facts *f, size_t n, uint64_t first_row)
{
	uint64_t x, sum = 0;

	for (size_t i = 0; i < n; i++) {
		x = (f->hashes[i] ^ (first_row + i) * 0x9e3779b97f4a7c15u) *
		    0xd6e8feb86659fd93u;
		sum += x ^ x >> 32;
	}
	f->print += sum;
}

static void
make_numbers(struct column_facts *f, const struct column *c)
{
	f->numbers = c->floats;
	if (c->type == COL_FLOAT)
		return;
	f->room = mem_grow(f->room, &f->cap_room, c->n, sizeof(*f->room));
	column_numbers(c, f->room);
	f->numbers = f->room;
}

static void
merge_moments(struct third_moment *m, const struct third_moment *o)
{
	double n = m->n + o->n, d = o->mean - m->mean, part = o->n / n;

	m->m3 += o->m3 + d * d * d * m->n * part * (m->n - o->n) / n +
	    3 * d * (m->n * o->m2 - o->n * m->m2) / n;
	m->m2 += o->m2 + d * d * m->n * part;
	m->mean += d * part;
	m->n = n;
}

static void
add_moments(struct third_moment *m, const double *x, size_t n)
{
	struct third_moment b = { 0 };
	double d;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(x[i])) {
			b.n++;
			b.mean += x[i];
		}
	}
	if (b.n == 0)
		return;
	b.mean /= b.n;
	for (size_t i = 0; i < n; i++) {
		d = isnan(x[i]) ? 0 : x[i] - b.mean;
		b.m2 += d * d;
		b.m3 += d * d * d;
	}
	merge_moments(m, &b);
}

void
column_facts_add(struct column_facts *f, const struct column *c,
    uint64_t first_row)
{
	make_room(f, c->n);
	make_hashes(f, c);
	count_values(f, c);
	add_print(f, c->n, first_row);
	if (is_number_type(c->type)) {
		make_numbers(f, c);
		add_moments(&f->moments, f->numbers, c->n);
		halves_add_numbers(&f->halves, f->numbers, c->n, first_row);
	} else {
		halves_add_hashes(&f->halves, f->hashes, c->valid, c->n,
		    first_row);
	}
}

double
column_facts_skew(const struct column_facts *f)
{
	const struct third_moment *m = &f->moments;
	double n = m->n, g1;

	if (n < 3 || !(m->m2 > 0))
		return (NAN);
	g1 = sqrt(n) * m->m3 / pow(m->m2, 1.5);
	return (g1 * sqrt(n * (n - 1)) / (n - 2));
}
