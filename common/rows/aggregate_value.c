/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aggregates that are one of the values: the least, the first ... */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "row_order.h"

#include "aggregate_kinds.h"

struct value {
	_Alignas(16) uint64_t order;	/* row_order.h */
	uint64_t row;
	char *text;		/* of a text */
	size_t n;
	bool is_there;
};

static void
take_value(struct value *s, const struct aggregate_rows *r, size_t i)
{
	const struct column *c = r->values;
	const char *p;

	s->order = order_prefix(c, i, false);
	s->row = r->first_row + i;
	s->is_there = true;
	if (c->type != COL_STRING)
		return;
	p = column_string(c, i, &s->n);
	s->text = mem_realloc(s->text, s->n + 1, 1);
	memcpy(s->text, p, s->n);
}

static void
take_copy(struct value *s, const struct value *o)
{
	char *text = s->text;

	*s = *o;
	s->text = NULL;
	if (o->text != NULL) {
		s->text = mem_realloc(text, o->n + 1, 1);
		memcpy(s->text, o->text, o->n);
	}
}

static int
compare_texts(const char *p, size_t m, const char *q, size_t n)
{
	size_t both = m < n ? m : n;
	int r = both > 0 ? memcmp(p, q, both) : 0;

	return (r != 0 ? r : (m > n) - (m < n));
}

/* < 0, 0 or > 0 as row i of the column is less than what is kept. */
static int
compare_row(const struct value *s, const struct column *c, size_t i)
{
	uint64_t order = order_prefix(c, i, false);
	const char *p;
	size_t n;

	if (order != s->order)
		return (order < s->order ? -1 : 1);
	if (c->type != COL_STRING)
		return (0);
	p = column_string(c, i, &n);
	return (compare_texts(p, n, s->text, s->n));
}

static int
compare_states(const struct value *a, const struct value *b)
{
	if (a->order != b->order)
		return (a->order < b->order ? -1 : 1);
	return (a->text == NULL ? 0 :
	    compare_texts(a->text, a->n, b->text, b->n));
}

/* Keep the values that are less, or greater, as sign says. */
static inline void
add_extremes(char *states, const struct aggregate_rows *r, int sign)
{
	for (size_t i = r->first; i < r->first + r->n; i++) {
		struct value *s = (struct value *)states + r->group[i];

		if (r->values->valid[i] && (!s->is_there ||
		    sign * compare_row(s, r->values, i) > 0))
			take_value(s, r, i);
	}
}

static void
add_minima(char *states, const struct aggregate_rows *r)
{
	add_extremes(states, r, -1);
}

static void
add_maxima(char *states, const struct aggregate_rows *r)
{
	add_extremes(states, r, 1);
}

static void
add_firsts(char *states, const struct aggregate_rows *r)
{
	for (size_t i = r->first; i < r->first + r->n; i++) {
		struct value *s = (struct value *)states + r->group[i];

		if (r->values->valid[i] && (!s->is_there ||
		    r->first_row + i < s->row))
			take_value(s, r, i);
	}
}

static void
add_lasts(char *states, const struct aggregate_rows *r)
{
	for (size_t i = r->first; i < r->first + r->n; i++) {
		struct value *s = (struct value *)states + r->group[i];

		if (r->values->valid[i] && (!s->is_there ||
		    r->first_row + i >= s->row))
			take_value(s, r, i);
	}
}

static void
merge_minima(void *into, const void *from)
{
	const struct value *s = into, *o = from;

	if (o->is_there && (!s->is_there || compare_states(o, s) < 0))
		take_copy(into, o);
}

static void
merge_maxima(void *into, const void *from)
{
	const struct value *s = into, *o = from;

	if (o->is_there && (!s->is_there || compare_states(o, s) > 0))
		take_copy(into, o);
}

static void
merge_firsts(void *into, const void *from)
{
	const struct value *s = into, *o = from;

	if (o->is_there && (!s->is_there || o->row < s->row))
		take_copy(into, o);
}

static void
merge_lasts(void *into, const void *from)
{
	const struct value *s = into, *o = from;

	if (o->is_there && (!s->is_there || o->row >= s->row))
		take_copy(into, o);
}

static int
give_value(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	const struct value *s = state;

	(void)a, (void)d;
	if (!s->is_there)
		column_add_missing(out);
	else if (out->type == COL_STRING)
		column_add_string(out, s->n > 0 ? s->text : "", s->n);
	else
		order_add_value(out, s->order);
	return (0);
}

static void
release_value(void *state)
{
	free(((struct value *)state)->text);
}

static void
save_value(const void *state, struct str *out)
{
	const struct value *s = state;

	pack_u64(out, s->is_there);
	pack_u64(out, s->order);
	pack_u64(out, s->row);
	pack_u64(out, s->text != NULL);
	if (s->text != NULL)
		pack_bytes(out, s->text, s->n);
}

static void
load_value(void *state, uint64_t rows, struct unpack *u)
{
	struct value *s = state;
	const char *p;

	s->is_there = unpack_bool(u);
	s->order = unpack_u64(u);
	s->row = unpack_u64(u) + rows;
	if (unpack_bool(u)) {
		p = unpack_bytes(u, &s->n);
		s->text = mem_dup(u->failed ? "" : p, s->n + u->failed, 1);
	}
}

static size_t
value_bytes(const void *state)
{
	return (((const struct value *)state)->n);
}

#define VALUE_KIND(NAME, PLURAL, SUMMARY) \
	const struct aggregate_kind aggregate_##NAME = { \
		.name = #NAME, \
		.summary = SUMMARY, \
		.takes = TAKES_SCALARS, \
		.gives = GIVES_VALUE, \
		.size = sizeof(struct value), \
		.add = add_##PLURAL, \
		.merge = merge_##PLURAL, \
		.give = give_value, \
		.release = release_value, \
		.save = save_value, \
		.load = load_value, \
		.bytes = value_bytes \
	}

VALUE_KIND(min, minima, "min(X): the least value");
VALUE_KIND(max, maxima, "max(X): the greatest value");
VALUE_KIND(first, firsts, "first(X): the value of the first row that has one");
VALUE_KIND(last, lasts, "last(X): the value of the last row that has one");
