/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "column_summary.h"

#define DAY 86400000000		/* microseconds */
#define EXACT_WHOLE ((int64_t)1 << 53)	/* doubles hold all below */
#define NEED_NUMBERS (NEED_MOMENTS | NEED_SKETCH | NEED_VALUES)

void
column_summary_init(struct column_summary *s, const struct summary_sizes *o)
{
	memset(s, 0, sizeof(*s));
	s->type = N_COL_TYPES;
	s->max_values = o->values;
	moments_init(&s->offset_moments);
	sketch_init(&s->sketch, o->sketch_k, o->sketch_exact);
	level_counts_init(&s->levels, o->levels);
	s->levels.estimates = o->estimates;
}

void
column_summary_release(struct column_summary *s)
{
	sketch_release(&s->sketch);
	level_counts_release(&s->levels);
	free(s->values);
}

/* Those rows as numbers, NaN where missing: the column's own or in room. */
static const double *
gather(const struct column *c, const uint32_t *rows, size_t n, double *room)
{
	if (c->type == COL_FLOAT && n == c->n)
		return (c->floats);
	if (c->type == COL_FLOAT) {
		for (size_t i = 0; i < n; i++)
			room[i] = c->floats[rows[i]];
	} else if (c->type == COL_BOOL) {
		for (size_t i = 0; i < n; i++)
			room[i] = c->valid[rows[i]] ? c->bools[rows[i]] : NAN;
	} else {
		for (size_t i = 0; i < n; i++)
			room[i] = c->valid[rows[i]] ?
			    (double)c->ints[rows[i]] : NAN;
	}
	return (room);
}

/* The first value, where doubles do not hold all such. */
static int64_t
find_offset(const struct column *c, const struct summary_rows *r)
{
	size_t i = 0;
	int64_t v;

	if (c->type != COL_INT)
		return (0);
	while (i < r->n_all && !c->valid[r->all[i]])
		i++;
	v = i < r->n_all ? c->ints[r->all[i]] : 0;
	return (v > EXACT_WHOLE || v < -EXACT_WHOLE ? v : 0);
}

static void
add_to_moments(struct column_summary *s, const double *v,
    const struct summary_rows *r)
{
	struct weighted_moments one = { 0, 0, 0 };

	moments_add_many(&s->offset_moments, v, r->n_all);
	for (size_t i = 0; i < r->n_all && r->weight != NULL; i++) {
		one.n = isnan(v[i]) ? 0 : r->weight[i];
		one.mean = v[i];
		weighted_moments_merge(&s->weighted, &one);
	}
}

/* The difference is exact where both are large. */
static void
add_moments(struct column_summary *s, const struct column *c,
    const struct summary_rows *r)
{
	int64_t d;

	if (s->offset_moments.n == 0)
		s->offset = find_offset(c, r);
	if (s->offset == 0) {
		add_to_moments(s, gather(c, r->all, r->n_all, r->room), r);
		return;
	}
	for (size_t i = 0; i < r->n_all; i++) {
		r->room[i] = NAN;
		if (!c->valid[r->all[i]])
			continue;
		r->room[i] = __builtin_sub_overflow(c->ints[r->all[i]],
		    s->offset, &d) ? (double)c->ints[r->all[i]] -
		    (double)s->offset : (double)d;
	}
	add_to_moments(s, r->room, r);
}

struct moments
column_summary_moments(const struct column_summary *s)
{
	struct moments m = s->offset_moments;

	if (s->weighted.n > 0) {
		m.mean = s->weighted.mean;
		m.m2 = s->weighted.m2 * ((double)m.n / s->weighted.n);
		m.scale = 0;
	}
	moments_shift(&m, (double)s->offset);
	return (m);
}

static void
merge_moments(struct column_summary *s, const struct column_summary *o)
{
	struct moments m = o->offset_moments;
	struct weighted_moments w = o->weighted;
	double by;
	int64_t d;

	if (s->offset_moments.n == 0)
		s->offset = o->offset;
	if (__builtin_sub_overflow(o->offset, s->offset, &d))
		by = (double)o->offset - (double)s->offset;
	else
		by = (double)d;
	if (by != 0)
		moments_shift(&m, by);
	w.mean += by;
	moments_merge(&s->offset_moments, &m);
	weighted_moments_merge(&s->weighted, &w);
}

static void
drop_values(struct column_summary *s)
{
	free(s->values);
	s->values = NULL;
	s->n_values = s->cap_values = 0;
	s->has_more = true;
}

/* Keep values, NaN left out, unless they are too many. */
static void
keep_values(struct column_summary *s, const double *v, size_t n)
{
	if (s->has_more)
		return;
	s->values = mem_grow(s->values, &s->cap_values, s->n_values + n,
	    sizeof(*s->values));
	for (size_t i = 0; i < n; i++) {
		s->values[s->n_values] = v[i];
		s->n_values += !isnan(v[i]);
	}
	if (s->n_values > s->max_values)
		drop_values(s);
}

static void
add_numbers(struct column_summary *s, unsigned need, const struct column *c,
    const struct summary_rows *r)
{
	const double *v;

	if (need & NEED_MOMENTS)
		add_moments(s, c, r);
	v = gather(c, r->all, r->n_all, r->room);
	if (need & NEED_MOMENTS) {
		for (size_t i = 0; i < r->n_all; i++)
			s->zeros += v[i] == 0;
	}
	if (need & NEED_VALUES)
		keep_values(s, v, r->n_all);
	if (!(need & NEED_SKETCH))
		return;
	if (r->sketched != r->all)
		v = gather(c, r->sketched, r->n_sketched, r->room);
	sketch_add_many(&s->sketch, v, r->n_sketched);
}

/* Two levels are quicker counted first. */
static void
add_bools(struct level_counts *to, const struct column *c,
    const struct summary_rows *r)
{
	uint64_t counts[2] = { 0, 0 };

	for (size_t i = 0; i < r->n_all; i++) {
		if (c->valid[r->all[i]])
			counts[c->bools[r->all[i]]]++;
	}
	if (counts[0] > 0)
		level_counts_add_text(to, "false", 5, counts[0]);
	if (counts[1] > 0)
		level_counts_add_text(to, "true", 4, counts[1]);
}

static bool
has_hours(const struct column *c, const struct summary_rows *r)
{
	for (size_t i = 0; i < r->n_all; i++) {
		if (c->valid[r->all[i]] && c->ints[r->all[i]] % DAY != 0)
			return (true);
	}
	return (false);
}

void
column_summary_add(struct column_summary *s, unsigned need,
    const struct column *c, const struct summary_rows *r)
{
	size_t n_missing = 0;

	s->type = c->type;
	for (size_t i = 0; i < r->n_all && c->n_missing > 0; i++)
		n_missing += !c->valid[r->all[i]];
	s->n_missing += n_missing;
	s->n += r->n_all - n_missing;
	if (need & NEED_NUMBERS)
		add_numbers(s, need, c, r);
	if ((need & NEED_LEVELS) && c->type == COL_BOOL)
		add_bools(&s->levels, c, r);
	else if (need & NEED_LEVELS)
		level_counts_add_rows(&s->levels, c, r->all, r->n_all);
	if ((need & NEED_HOURS) && !s->has_hours)
		s->has_hours = has_hours(c, r);
}

void
column_summary_merge(struct column_summary *s, const struct column_summary *o)
{
	if (o->type != N_COL_TYPES)
		s->type = o->type;
	s->n += o->n;
	s->n_missing += o->n_missing;
	s->has_hours |= o->has_hours;
	s->zeros += o->zeros;
	merge_moments(s, o);
	sketch_merge(&s->sketch, &o->sketch);
	level_counts_merge(&s->levels, &o->levels);
	if (o->has_more && !s->has_more)
		drop_values(s);
	keep_values(s, o->values, o->n_values);
}

void
column_summary_save(const struct column_summary *s, struct str *out)
{
	pack_u64(out, s->type);
	pack_u64(out, s->n);
	pack_u64(out, s->n_missing);
	pack_u64(out, s->has_hours);
	pack_u64(out, s->zeros);
	pack_u64(out, (uint64_t)s->offset);
	moments_save(&s->offset_moments, out);
	pack_f64s(out, (const double[]){ s->weighted.n, s->weighted.mean,
	    s->weighted.m2 }, 3);
	sketch_save(&s->sketch, out);
	level_counts_save(&s->levels, out);
	pack_u64(out, s->max_values);
	pack_u64(out, s->has_more);
	pack_u64(out, s->n_values);
	pack_f64s(out, s->values, s->n_values);
}

static void
load_values(struct column_summary *s, struct unpack *u)
{
	s->max_values = unpack_upto(u, SIZE_MAX);
	s->has_more = unpack_bool(u);
	s->n_values = unpack_count(u, sizeof(*s->values));
	s->values = mem_grow(NULL, &s->cap_values, s->n_values,
	    sizeof(*s->values));
	unpack_f64s(u, s->values, s->n_values);
	for (size_t i = 0; i < s->n_values; i++) {
		if (isnan(s->values[i]))
			unpack_fail(u);
	}
	if (s->n_values > (s->has_more ? 0 : s->max_values))
		unpack_fail(u);
}

static bool
have_sizes(const struct column_summary *s, const struct summary_sizes *o)
{
	struct column_summary wanted;
	bool same;

	column_summary_init(&wanted, o);
	same = s->sketch.k == wanted.sketch.k &&
	    s->sketch.exact_cap == wanted.sketch.exact_cap &&
	    s->levels.limit == o->levels &&
	    s->levels.estimates == o->estimates && s->max_values <= o->values;
	column_summary_release(&wanted);
	return (same);
}

void
column_summary_load(struct column_summary *s, const struct summary_sizes *o,
    struct unpack *u)
{
	memset(s, 0, sizeof(*s));
	s->type = (enum col_type)unpack_upto(u, N_COL_TYPES);
	s->n = unpack_u64(u);
	s->n_missing = unpack_u64(u);
	s->has_hours = unpack_bool(u);
	s->zeros = unpack_u64(u);
	s->offset = (int64_t)unpack_u64(u);
	moments_load(&s->offset_moments, u);
	s->weighted.n = unpack_f64(u);
	s->weighted.mean = unpack_f64(u);
	s->weighted.m2 = unpack_f64(u);
	sketch_load(&s->sketch, u);
	level_counts_load(&s->levels, u);
	load_values(s, u);
	if (!have_sizes(s, o))
		unpack_fail(u);
}
