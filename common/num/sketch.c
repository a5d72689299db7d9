/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "mem.h"
#include "rng.h"

#include "quantile.h"
#include "radix.h"
#include "sketch.h"

#define MIN_LEVEL 8		/* a level is never thinned below this */
/* What is loaded has no more. */
#define SIZE_LIMIT ((uint64_t)1 << 40)	/* k and exact_cap */
#define COUNT_LIMIT ((uint64_t)1 << 56)
#define LEVELS_LIMIT 48

struct sketch_level {
	double *v;
	size_t n, cap;
	size_t limit;		/* with so many it may be thinned */
};

/*
 * How many items a level may hold: k at the top and 2/3 of the level above
 * further down, as in the paper.  The lowest is a buffer of k for speed.
 */
static size_t
level_limit(const struct sketch *s, size_t h)
{
	double limit;

	if (h == 0)
		return (s->exact ? s->exact_cap + 1 : s->k);
	limit = (double)s->k * pow(2.0 / 3, (double)(s->n_levels - 1 - h));
	return (limit > MIN_LEVEL ? (size_t)limit : MIN_LEVEL);
}

static void
set_limits(struct sketch *s)
{
	s->room = 0;
	for (size_t h = 0; h < s->n_levels; h++)
		s->room += s->levels[h].limit = level_limit(s, h);
}

void
sketch_init(struct sketch *s, size_t k, size_t exact_cap)
{
	memset(s, 0, sizeof(*s));
	s->k = k > MIN_LEVEL ? k : MIN_LEVEL;
	s->exact_cap = exact_cap > s->k ? exact_cap : s->k;
	s->exact = true;
	s->min = INFINITY;
	s->max = -INFINITY;
	s->levels = mem_calloc(1, sizeof(*s->levels));
	s->n_levels = 1;
	set_limits(s);
}

void
sketch_release(struct sketch *s)
{
	for (size_t h = 0; h < s->n_levels; h++)
		free(s->levels[h].v);
	free(s->levels);
	memset(s, 0, sizeof(*s));
}

static void
level_append(struct sketch_level *l, const double *v, size_t n)
{
	l->v = mem_grow(l->v, &l->cap, l->n + n, sizeof(*l->v));
	if (n > 0)
		memcpy(l->v + l->n, v, n * sizeof(*v));
	l->n += n;
}

static struct sketch_level *
level_at(struct sketch *s, size_t h)
{
	if (h >= s->n_levels) {
		s->levels = mem_realloc(s->levels, h + 1, sizeof(*s->levels));
		for (; s->n_levels <= h; s->n_levels++)
			memset(&s->levels[s->n_levels], 0,
			    sizeof(*s->levels));
		set_limits(s);
	}
	return (&s->levels[h]);
}

/*
 * The data are part of the hash, or sketches of many blocks would throw the
 * same coins and their errors would add up instead of cancelling.
 */
static size_t
throw_coin(struct sketch *s, double datum)
{
	uint64_t bits;

	memcpy(&bits, &datum, sizeof(bits));
	return (rng_at(bits, s->n_coins++) >> 63);
}

/* In the order of sort_doubles: -0.0 comes before 0.0. */
static bool
in_order(double a, double b)
{
	return (a < b || (a == b && (signbit(a) || !signbit(b))));
}

static size_t
run_end(const double *v, size_t from, size_t n)
{
	size_t end = from + 1;

	while (end < n && in_order(v[end - 1], v[end]))
		end++;
	return (end);
}

/* What has come from below is in order: a level is most often one or two such
   runs. */
static void
sort_level(double *v, size_t n)
{
	size_t end = run_end(v, 0, n), i = 0, j = end, k = 0;
	double *first;

	if (end >= n)
		return;
	if (run_end(v, end, n) < n) {
		sort_doubles(v, n);
		return;
	}
	first = mem_dup(v, end, sizeof(*v));
	while (i < end)
		v[k++] = j == n || in_order(first[i], v[j]) ? first[i++] :
		    v[j++];
	free(first);
}

/* Every other item of a level, at twice the weight, moves to the next. */
static void
compact_level(struct sketch *s, size_t h)
{
	struct sketch_level *up = level_at(s, h + 1), *l = &s->levels[h];
	size_t even = l->n & ~(size_t)1, first, usual;

	sort_level(l->v, even);
	first = throw_coin(s, l->v[even / 2]);
	up->v = mem_grow(up->v, &up->cap, up->n + even / 2, sizeof(*up->v));
	for (size_t i = first; i < even; i += 2)
		up->v[up->n++] = l->v[i];
	if (l->n > even)
		l->v[0] = l->v[even];
	l->n -= even;
	s->n_items -= even / 2;
	usual = l->limit + (s->k >> h);
	if (l->cap > 2 * usual) {	/* left from the time of all values */
		l->cap = usual;
		l->v = mem_realloc(l->v, l->cap, sizeof(*l->v));
	}
}

/*
 * Thin the lowest level that is full, and only when all room is taken: a level
 * may exceed its share while others leave theirs, which halves the error.
 */
static void
compress(struct sketch *s)
{
	size_t h;

	if (s->exact && s->n > s->exact_cap) {
		s->exact = false;
		set_limits(s);
	}
	while (s->n_items >= s->room) {
		for (h = 0; s->levels[h].n < s->levels[h].limit; h++)
			continue;
		compact_level(s, h);
	}
}

/* Room in a level for n more; where all values are still here, at once for all
   that there may be once half of them are there. */
static void
level_reserve(struct sketch *s, struct sketch_level *l, size_t n)
{
	size_t want = 2 * (l->n + n);

	if (l->cap - l->n >= n)
		return;
	l->cap = want < s->room ? want : l->n + n > s->room ? l->n + n :
	    s->room;
	l->v = mem_realloc(l->v, l->cap, sizeof(*l->v));
}

/* As many as there is room for before thinning. */
static void
add_some(struct sketch *s, const double *v, size_t n)
{
	struct sketch_level *l = &s->levels[0];
	double min = s->min, max = s->max, *to;
	size_t k = 0;

	level_reserve(s, l, n);
	to = l->v + l->n;
	for (size_t i = 0; i < n; i++) {
		to[k] = v[i];
		k += !isnan(v[i]);
		min = v[i] < min ? v[i] : min;
		max = v[i] > max ? v[i] : max;
	}
	s->min = min;
	s->max = max;
	l->n += k;
	s->n += k;
	s->n_items += k;
}

void
sketch_add_many(struct sketch *s, const double *v, size_t n)
{
	for (size_t k; n > 0; v += k, n -= k) {
		k = n < s->room - s->n_items ? n : s->room - s->n_items;
		add_some(s, v, k);
		if (s->n_items >= s->room)
			compress(s);
	}
}

void
sketch_add(struct sketch *s, double x)
{
	sketch_add_many(s, &x, 1);
}

void
sketch_merge(struct sketch *s, const struct sketch *o)
{
	if (s->k != o->k || s->exact_cap != o->exact_cap)
		BUG("merge of sketches of unlike sizes");
	for (size_t h = 0; h < o->n_levels; h++)
		level_append(level_at(s, h), o->levels[h].v,
		    o->levels[h].n);
	s->n += o->n;
	s->min = o->min < s->min ? o->min : s->min;
	s->max = o->max > s->max ? o->max : s->max;
	s->n_items += o->n_items;
	if (s->exact && !o->exact) {
		s->exact = false;
		set_limits(s);
	}
	compress(s);
}

void
sketch_save(const struct sketch *s, struct str *out)
{
	pack_u64(out, s->k);
	pack_u64(out, s->exact_cap);
	pack_u64(out, s->n_coins);
	pack_u64(out, s->exact);
	pack_f64(out, s->min);
	pack_f64(out, s->max);
	pack_u64(out, s->n_levels);
	for (size_t h = 0; h < s->n_levels; h++) {
		pack_u64(out, s->levels[h].n);
		pack_f64s(out, s->levels[h].v, s->levels[h].n);
	}
}

static void
load_level(struct sketch *s, size_t h, struct unpack *u)
{
	size_t n = unpack_count(u, sizeof(double));
	struct sketch_level *l = level_at(s, h);

	l->v = mem_grow(l->v, &l->cap, n, sizeof(*l->v));
	l->n = n;
	unpack_f64s(u, l->v, n);
	for (size_t i = 0; i < n; i++) {
		if (!(l->v[i] >= s->min && l->v[i] <= s->max))
			unpack_fail(u);
	}
	if (n > (COUNT_LIMIT - s->n) >> h)
		unpack_fail(u);
	else
		s->n += (uint64_t)n << h;
	s->n_items += n;
}

void
sketch_load(struct sketch *s, struct unpack *u)
{
	size_t k = unpack_upto(u, SIZE_LIMIT);
	size_t exact_cap = unpack_upto(u, SIZE_LIMIT), n_levels;

	sketch_init(s, k, exact_cap);
	s->n_coins = unpack_u64(u);
	s->exact = unpack_bool(u);
	s->min = unpack_f64(u);
	s->max = unpack_f64(u);
	n_levels = unpack_upto(u, LEVELS_LIMIT);
	for (size_t h = 0; h < n_levels; h++)
		load_level(s, h, u);
	if (s->k != k || s->exact_cap != exact_cap || n_levels == 0 ||
	    (s->exact && (n_levels > 1 || s->n > exact_cap)) ||
	    (s->n == 0 && !(s->min == INFINITY && s->max == -INFINITY)))
		unpack_fail(u);
	set_limits(s);
}

double
sketch_quantile(const struct sketch *s, double p)
{
	struct sketch_view view;
	double q;

	sketch_view_init(&view, s);
	q = sketch_view_quantile(&view, p);
	sketch_view_release(&view);
	return (q);
}

void
sketch_view_init(struct sketch_view *w, const struct sketch *s)
{
	struct sketch_level all = { NULL, 0, 0, 0 };
	uint64_t *weight, sum = 0;
	uint32_t *order;
	size_t i = 0;

	for (size_t h = 0; h < s->n_levels; h++)
		level_append(&all, s->levels[h].v, s->levels[h].n);
	weight = mem_alloc(all.n, sizeof(*weight));
	for (size_t h = 0; h < s->n_levels; h++)
		for (size_t j = 0; j < s->levels[h].n; j++)
			weight[i++] = (uint64_t)1 << h;
	order = mem_alloc(all.n, sizeof(*order));
	sort_order(all.v, all.n, order);
	*w = (struct sketch_view){ .n_items = s->n_items, .n = s->n,
	    .min = s->min, .max = s->max };
	w->v = mem_alloc(all.n, sizeof(*w->v));
	w->upto = mem_alloc(all.n, sizeof(*w->upto));
	for (i = 0; i < all.n; i++) {
		w->v[i] = all.v[order[i]];
		w->upto[i] = sum += weight[order[i]];
	}
	free(all.v);
	free(weight);
	free(order);
}

void
sketch_view_of_sorted(struct sketch_view *w, const double *v, size_t n)
{
	*w = (struct sketch_view){ .n_items = n, .n = n, .min = v[0],
	    .max = v[n - 1] };
	w->v = mem_dup(v, n, sizeof(*v));
	w->upto = mem_alloc(n, sizeof(*w->upto));
	for (size_t i = 0; i < n; i++)
		w->upto[i] = i + 1;
}

void
sketch_view_release(struct sketch_view *w)
{
	free(w->v);
	free(w->upto);
	memset(w, 0, sizeof(*w));
}

/* The value at a position 0 .. n-1 of the whole sorted stream. */
static double
value_at(const struct sketch_view *w, uint64_t position)
{
	size_t lo = 0, hi = w->n_items - 1, mid;

	if (position == 0)
		return (w->min);
	if (position == w->n - 1)
		return (w->max);
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (w->upto[mid] > position)
			hi = mid;
		else
			lo = mid + 1;
	}
	return (w->v[lo]);
}

double
sketch_view_quantile(const struct sketch_view *w, double p)
{
	double part, a;
	size_t lo;

	if (w->n == 0 || isnan(p))
		return (NAN);
	part = quantile_position(w->n, p, &lo);
	a = value_at(w, lo);
	return (part == 0 ? a :
	    quantile_between(a, value_at(w, lo + 1), part));
}

double
sketch_view_rank(const struct sketch_view *w, double x)
{
	size_t lo;

	if (w->n == 0 || isnan(x))
		return (NAN);
	if (x >= w->max)
		return (1);
	lo = count_at_most(w->v, w->n_items, x);
	return (lo > 0 ? (double)w->upto[lo - 1] / (double)w->n : 0);
}
