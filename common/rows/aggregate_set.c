/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aggregates that keep what the values are: quantiles, how many different
   ones, the most frequent one. */
#include <stdlib.h>
#include <string.h>

#include "hash_counts.h"
#include "level_counts.h"
#include "mem.h"
#include "quantile.h"
#include "sketch.h"
#include "typing.h"

#include "aggregate_kinds.h"

/* Quantiles are exact up to so many values a group, and within 0.14 % of the
   rank beyond. */
#define QUANTILE_EXACT ((size_t)1 << 20)

struct quantile {
	_Alignas(16) struct sketch sketch;
};

struct distinct_values {
	_Alignas(16) struct hash_counts counts;
};

struct mode {
	_Alignas(16) struct level_counts levels;
};

static void
init_quantile(void *state)
{
	sketch_init(&((struct quantile *)state)->sketch, SKETCH_K,
	    QUANTILE_EXACT);
}

static void
add_quantiles(char *states, const struct aggregate_rows *r)
{
	struct quantile *s = (struct quantile *)states;

	for (size_t i = r->first; i < r->first + r->n; i++)
		sketch_add(&s[r->group[i]].sketch,
		    column_number(r->values, i));
}

static void
merge_quantiles(void *into, const void *from)
{
	sketch_merge(&((struct quantile *)into)->sketch,
	    &((const struct quantile *)from)->sketch);
}

static int
give_quantile(const void *state, const struct aggregate *a,
    struct column *out, struct diag *d)
{
	const struct sketch *s = &((const struct quantile *)state)->sketch;

	(void)d;
	column_add_float(out, sketch_quantile(s, a->p));
	return (0);
}

static void
release_quantile(void *state)
{
	sketch_release(&((struct quantile *)state)->sketch);
}

static void
save_quantile(const void *state, struct str *out)
{
	sketch_save(&((const struct quantile *)state)->sketch, out);
}

static void
load_quantile(void *state, uint64_t rows, struct unpack *u)
{
	struct sketch *s = &((struct quantile *)state)->sketch;

	(void)rows;
	sketch_release(s);
	sketch_load(s, u);
	if (s->k != SKETCH_K || s->exact_cap != QUANTILE_EXACT)
		unpack_fail(u);
}

static size_t
quantile_bytes(const void *state)
{
	const struct sketch *s = &((const struct quantile *)state)->sketch;

	return (64 + s->n_items * sizeof(double));
}

/* Quantiles of a window that moves on: its values in ascending order. */
struct sorted {
	_Alignas(16) double *v;
	size_t n, cap;
};

static void
add_sorted(char *states, const struct aggregate_rows *r)
{
	for (size_t i = r->first; i < r->first + r->n; i++) {
		struct sorted *s = (struct sorted *)states + r->group[i];
		double v = column_number(r->values, i);
		size_t at;

		if (!r->values->valid[i])
			continue;
		at = count_less(s->v, s->n, v);
		s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
		memmove(s->v + at + 1, s->v + at,
		    (s->n++ - at) * sizeof(*s->v));
		s->v[at] = v;
	}
}

static void
remove_sorted(void *state, const struct column *c, size_t i)
{
	struct sorted *s = state;
	size_t at = count_less(s->v, s->n, column_number(c, i));

	memmove(s->v + at, s->v + at + 1, (--s->n - at) * sizeof(*s->v));
}

static int
give_sorted(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	const struct sorted *s = state;

	(void)d;
	column_add_float(out, quantile_sorted(s->v, s->n, a->p));
	return (0);
}

static void
release_sorted(void *state)
{
	free(((struct sorted *)state)->v);
}

static const struct aggregate_kind quantile_in_window = {
	.size = sizeof(struct sorted),
	.add = add_sorted,
	.remove = remove_sorted,
	.give = give_sorted,
	.release = release_sorted
};

#define QUANTILE_KIND(NAME, TAKES_P, SUMMARY) \
	const struct aggregate_kind aggregate_##NAME = { \
		.name = #NAME, \
		.summary = SUMMARY, \
		.takes = TAKES_NUMBERS, \
		.takes_p = TAKES_P, \
		.gives = GIVES_FLOAT, \
		.size = sizeof(struct quantile), \
		.init = init_quantile, \
		.add = add_quantiles, \
		.merge = merge_quantiles, \
		.give = give_quantile, \
		.release = release_quantile, \
		.save = save_quantile, \
		.load = load_quantile, \
		.bytes = quantile_bytes, \
		.in_window = &quantile_in_window \
	}

QUANTILE_KIND(median, false, "median(X): the 0.5-quantile");
QUANTILE_KIND(quantile, true,
    "quantile(X, P): between order statistics (type 7)");

static void
add_distinct(char *states, const struct aggregate_rows *r)
{
	struct distinct_values *s = (struct distinct_values *)states;

	for (size_t i = r->first; i < r->first + r->n; i++) {
		if (r->values->valid[i])
			hash_counts_add(&s[r->group[i]].counts,
			    column_hash(r->values, i, 0), 1);
	}
}

static void
remove_distinct(void *state, const struct column *c, size_t i)
{
	hash_counts_remove(&((struct distinct_values *)state)->counts,
	    column_hash(c, i, 0));
}

static void
merge_distinct(void *into, const void *from)
{
	hash_counts_merge(&((struct distinct_values *)into)->counts,
	    &((const struct distinct_values *)from)->counts);
}

static int
give_distinct(const void *state, const struct aggregate *a,
    struct column *out, struct diag *d)
{
	const struct distinct_values *s = state;

	(void)a, (void)d;
	column_add_int(out, (int64_t)s->counts.n);
	return (0);
}

static void
release_distinct(void *state)
{
	hash_counts_release(&((struct distinct_values *)state)->counts);
}

static void
save_distinct(const void *state, struct str *out)
{
	hash_counts_save(&((const struct distinct_values *)state)->counts,
	    out);
}

static void
load_distinct(void *state, uint64_t rows, struct unpack *u)
{
	(void)rows;
	hash_counts_load(&((struct distinct_values *)state)->counts, u);
}

static size_t
distinct_bytes(const void *state)
{
	const struct distinct_values *s = state;

	return (s->counts.n_slots * sizeof(*s->counts.slots));
}

const struct aggregate_kind aggregate_distinct = {
	.name = "distinct",
	.summary = "distinct(X): how many different values",
	.takes = TAKES_SCALARS,
	.gives = GIVES_INT,
	.size = sizeof(struct distinct_values),
	.add = add_distinct,
	.remove = remove_distinct,
	.merge = merge_distinct,
	.give = give_distinct,
	.release = release_distinct,
	.save = save_distinct,
	.load = load_distinct,
	.bytes = distinct_bytes
};

static void
add_modes(char *states, const struct aggregate_rows *r)
{
	struct mode *s = (struct mode *)states;

	for (size_t i = r->first; i < r->first + r->n; i++) {
		uint32_t row = (uint32_t)i;

		if (r->values->valid[i])
			level_counts_add_rows(&s[r->group[i]].levels,
			    r->values, &row, 1);
	}
}

static void
remove_mode(void *state, const struct column *c, size_t i)
{
	struct level_counts *l = &((struct mode *)state)->levels;

	l->counts[level_find(&l->levels, c, i)]--;
}

static void
merge_modes(void *into, const void *from)
{
	level_counts_merge(&((struct mode *)into)->levels,
	    &((const struct mode *)from)->levels);
}

/* Of equally many rows the least value. */
static int
give_mode(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	const struct level_counts *l = &((const struct mode *)state)->levels;
	struct ranked_level *ranked = level_counts_rank(l);
	const char *p;
	size_t n;
	int r = 0;

	(void)a;
	if (l->levels.n == 0 || ranked[0].count == 0) {
		column_add_missing(out);
	} else {
		p = dict_get(&l->levels, ranked[0].id, &n);
		if ((r = column_add_text(out, p, n)) == -1)
			diag_set(d, "\"%s\" is not %s", p,
			    col_type_words(out->type));
	}
	free(ranked);
	return (r);
}

static void
release_mode(void *state)
{
	level_counts_release(&((struct mode *)state)->levels);
}

static void
save_mode(const void *state, struct str *out)
{
	level_counts_save(&((const struct mode *)state)->levels, out);
}

static void
load_mode(void *state, uint64_t rows, struct unpack *u)
{
	(void)rows;
	level_counts_load(&((struct mode *)state)->levels, u);
}

static size_t
mode_bytes(const void *state)
{
	const struct level_counts *l = &((const struct mode *)state)->levels;

	return (l->levels.bytes + l->cap * sizeof(*l->counts));
}

const struct aggregate_kind aggregate_mode = {
	.name = "mode",
	.summary = "mode(X): the most frequent value, of several the least",
	.takes = TAKES_NUMBERS | TAKES(COL_STRING),
	.gives = GIVES_VALUE,
	.size = sizeof(struct mode),
	.add = add_modes,
	.remove = remove_mode,
	.merge = merge_modes,
	.give = give_mode,
	.release = release_mode,
	.save = save_mode,
	.load = load_mode,
	.bytes = mode_bytes
};
