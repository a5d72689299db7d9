/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saved states: for each accumulator a run that is cut at any block, saved,
 * loaded and continued ends in the bytes of a run in one go; bytes that are
 * cut or changed are refused or give something that can be used.
 */
#include <stdlib.h>

#include "check.h"
#include "column_summary.h"
#include "draw.h"
#include "mem.h"
#include "rng.h"

#define BLOCKS 12
#define BLOCK 500

union state {
	struct moments moments;
	struct sketch sketch;
	struct dict dict;
	struct distinct distinct;
	struct level_counts levels;
	struct column_summary summary;
};

struct kind {
	const char *name;
	void (*init)(union state *);
	void (*add)(union state *, struct rng *);	/* one value */
	void (*merge)(union state *, const union state *);
	void (*save)(const union state *, struct str *);
	void (*load)(union state *, struct unpack *);
	void (*release)(union state *);
};

static void
add_one(struct moments *m, double x)
{
	moments_add_many(m, &x, 1);
}

static void
init_moments(union state *s)
{
	moments_init(&s->moments);
}

static void
add_moments(union state *s, struct rng *r)
{
	add_one(&s->moments, draw_normal(r));
}

static void
merge_moments(union state *s, const union state *o)
{
	moments_merge(&s->moments, &o->moments);
}

static void
save_moments(const union state *s, struct str *out)
{
	moments_save(&s->moments, out);
}

static void
load_moments(union state *s, struct unpack *u)
{
	moments_load(&s->moments, u);
}

static void
release_moments(union state *s)
{
	(void)s;
}

static void
init_sketch(union state *s)
{
	sketch_init(&s->sketch, 20, 0);
}

static void
init_exact_sketch(union state *s)
{
	sketch_init(&s->sketch, 20, BLOCK * BLOCKS / 2);
}

static void
add_sketch(union state *s, struct rng *r)
{
	sketch_add(&s->sketch, rng_below(r, 50) == 0 ? INFINITY :
	    draw_normal(r));
}

static void
merge_sketch(union state *s, const union state *o)
{
	sketch_merge(&s->sketch, &o->sketch);
}

static void
save_sketch(const union state *s, struct str *out)
{
	sketch_save(&s->sketch, out);
}

static void
load_sketch(union state *s, struct unpack *u)
{
	sketch_load(&s->sketch, u);
}

static void
release_sketch(union state *s)
{
	sketch_release(&s->sketch);
}

/* A text of 0 to 20 bytes, NULs among them. */
static size_t
draw_text(struct rng *r, char *text)
{
	uint64_t v = rng_below(r, rng_below(r, 3) == 0 ? 2000 : 30);
	size_t n = v % 3 == 0 ? v % 20 : 4;

	memset(text, 0, 20);
	memcpy(text, &v, sizeof(v));
	return (n);
}

static void
init_zero(union state *s)
{
	memset(s, 0, sizeof(*s));
}

static void
add_dict(union state *s, struct rng *r)
{
	char text[20];
	size_t n = draw_text(r, text);

	dict_add(&s->dict, text, n);
}

static void
merge_dict(union state *s, const union state *o)
{
	const char *p;
	size_t n;

	for (uint32_t i = 0; i < o->dict.n; i++) {
		p = dict_get(&o->dict, i, &n);
		dict_add(&s->dict, p, n);
	}
}

static void
save_dict(const union state *s, struct str *out)
{
	dict_save(&s->dict, out);
}

static void
load_dict(union state *s, struct unpack *u)
{
	dict_load(&s->dict, u);
}

static void
release_dict(union state *s)
{
	dict_release(&s->dict);
}

/* More than twice DISTINCT_EXACT in all. */
static void
add_distinct(union state *s, struct rng *r)
{
	for (int i = 0; i < 3; i++)
		distinct_add(&s->distinct, rng_at(7, rng_below(r, 15000)));
}

static void
merge_distinct(union state *s, const union state *o)
{
	distinct_merge(&s->distinct, &o->distinct);
}

static void
save_distinct(const union state *s, struct str *out)
{
	distinct_save(&s->distinct, out);
}

static void
load_distinct(union state *s, struct unpack *u)
{
	distinct_load(&s->distinct, u);
}

static void
release_distinct(union state *s)
{
	distinct_release(&s->distinct);
}

static void
init_levels(union state *s)
{
	level_counts_init(&s->levels, 0);
}

static void
init_few_levels(union state *s)
{
	level_counts_init(&s->levels, 100);
}

static void
init_estimates(union state *s)
{
	level_counts_init(&s->levels, 100);
	s->levels.estimates = true;
}

static void
add_levels(union state *s, struct rng *r)
{
	char text[20];
	size_t n = draw_text(r, text);

	level_counts_add_text(&s->levels, text, n, 1 + rng_below(r, 3));
}

static void
merge_levels(union state *s, const union state *o)
{
	level_counts_merge(&s->levels, &o->levels);
}

static void
save_levels(const union state *s, struct str *out)
{
	level_counts_save(&s->levels, out);
}

static void
load_levels(union state *s, struct unpack *u)
{
	level_counts_load(&s->levels, u);
}

static void
release_levels(union state *s)
{
	level_counts_release(&s->levels);
}

static const struct summary_sizes summary_sizes = {
	.sketch_k = 20, .levels = 50, .values = BLOCK * BLOCKS / 3
};

static void
init_summary(union state *s)
{
	column_summary_init(&s->summary, &summary_sizes);
}

static void
add_summary(union state *s, struct rng *r)
{
	static const uint32_t rows[] = { 0, 1, 2 };
	double room[3];
	struct summary_rows all = { rows, 3, rows, 2, room };
	struct column c;

	column_init(&c, COL_INT, 0);
	column_add_int(&c, (int64_t)rng_below(r, 100) - 50);
	column_add_missing(&c);
	column_add_int(&c, 0);
	column_summary_add(&s->summary, NEED_MOMENTS | NEED_SKETCH |
	    NEED_LEVELS | NEED_VALUES, &c, &all);
	column_release(&c);
}

static void
merge_summary(union state *s, const union state *o)
{
	column_summary_merge(&s->summary, &o->summary);
}

static void
save_summary(const union state *s, struct str *out)
{
	column_summary_save(&s->summary, out);
}

static void
load_summary(union state *s, struct unpack *u)
{
	column_summary_load(&s->summary, &summary_sizes, u);
}

static void
release_summary(union state *s)
{
	column_summary_release(&s->summary);
}

static const struct kind kinds[] = {
	{ "moments", init_moments, add_moments, merge_moments, save_moments,
	    load_moments, release_moments },
	{ "sketch", init_sketch, add_sketch, merge_sketch, save_sketch,
	    load_sketch, release_sketch },
	{ "exact sketch", init_exact_sketch, add_sketch, merge_sketch,
	    save_sketch, load_sketch, release_sketch },
	{ "dict", init_zero, add_dict, merge_dict, save_dict, load_dict,
	    release_dict },
	{ "distinct", init_zero, add_distinct, merge_distinct, save_distinct,
	    load_distinct, release_distinct },
	{ "levels", init_levels, add_levels, merge_levels, save_levels,
	    load_levels, release_levels },
	{ "few levels", init_few_levels, add_levels, merge_levels,
	    save_levels, load_levels, release_levels },
	{ "summary", init_summary, add_summary, merge_summary, save_summary,
	    load_summary, release_summary },
	{ "estimated levels", init_estimates, add_levels, merge_levels,
	    save_levels, load_levels, release_levels },
};
#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
make_block(const struct kind *k, union state *s, size_t block)
{
	struct rng r;

	rng_init(&r, block + 1);
	k->init(s);
	for (size_t i = 0; i < BLOCK; i++)
		k->add(s, &r);
}

/* Save, release, load: the state goes to another process. */
static void
move(const struct kind *k, union state *s)
{
	struct str bytes = STR_INIT;
	struct unpack u;

	k->save(s, &bytes);
	k->release(s);
	u = (struct unpack){ bytes.buf, bytes.buf + bytes.len, false };
	k->load(s, &u);
	CHECK_(!u.failed && u.p == u.end, "%s: not loaded", k->name);
	str_release(&bytes);
}

/* All blocks merged in order; at the cut both sides are moved. */
static void
run(const struct kind *k, size_t cut, struct str *out)
{
	union state all, block;

	k->init(&all);
	for (size_t i = 0; i < BLOCKS; i++) {
		make_block(k, &block, i);
		if (i == cut) {
			move(k, &all);
			move(k, &block);
		}
		k->merge(&all, &block);
		k->release(&block);
	}
	k->save(&all, out);
	k->release(&all);
}

static bool
same_bytes(const struct str *a, const struct str *b)
{
	return (a->len == b->len && memcmp(a->buf, b->buf, a->len) == 0);
}

static void
test_cuts(const struct kind *k)
{
	struct str whole = STR_INIT, cut = STR_INIT;

	run(k, BLOCKS, &whole);
	for (size_t i = 0; i < BLOCKS; i++) {
		str_clear(&cut);
		run(k, i, &cut);
		CHECK_(same_bytes(&whole, &cut), "%s: cut at %zu", k->name, i);
	}
	str_release(&whole);
	str_release(&cut);
}

/* Sketches of other sizes are not merged, as their header says. */
static bool
same_sizes(const struct kind *k, const union state *a, const union state *b)
{
	return (k->save != save_sketch || (a->sketch.k == b->sketch.k &&
	    a->sketch.exact_cap == b->sketch.exact_cap));
}

/* What was loaded has to be usable, if it was loaded. */
static void
try_bytes(const struct kind *k, const char *p, size_t n, bool want_failure)
{
	struct unpack u;
	union state s, more;
	struct str again = STR_INIT;
	char *copy = mem_dup(p, n, 1);	/* ASan sees its end */

	u = (struct unpack){ copy, copy + n, false };
	k->load(&s, &u);
	CHECK_(u.failed || !want_failure, "%s: %zu bytes loaded", k->name, n);
	if (!u.failed) {
		make_block(k, &more, 0);
		if (same_sizes(k, &s, &more))
			k->merge(&s, &more);
		k->release(&more);
		k->save(&s, &again);
	}
	k->release(&s);
	free(copy);
	str_release(&again);
}

static void
test_hostile(const struct kind *k)
{
	struct str good = STR_INIT;
	struct rng r;

	run(k, BLOCKS, &good);
	for (size_t n = 0; n < good.len; n += 1 + n / 40)
		try_bytes(k, good.buf, n, true);
	rng_init(&r, 1);
	for (int i = 0; i < 2000; i++) {
		size_t at = rng_below(&r, i % 2 ? good.len :
		    good.len < 100 ? good.len : 100);
		char was = good.buf[at];

		good.buf[at] = (char)rng_below(&r, 256);
		try_bytes(k, good.buf, good.len, false);
		good.buf[at] = was;
	}
	str_release(&good);
}

static void
test_pack(void)
{
	static const double v[] = { -0.0, 1 / 3.0, INFINITY };
	struct str s = STR_INIT;
	struct unpack u;
	double back[3];
	size_t n;

	pack_u64(&s, 0x0102030405060708);
	CHECK(memcmp(s.buf, "\10\7\6\5\4\3\2\1", 8) == 0);
	pack_f64s(&s, v, 3);
	pack_f64(&s, NAN);
	pack_bytes(&s, "a\0b", 3);
	pack_u64(&s, 2);
	u = (struct unpack){ s.buf, s.buf + s.len, false };
	CHECK(unpack_u64(&u) == 0x0102030405060708);
	unpack_f64s(&u, back, 3);
	CHECK(memcmp(v, back, sizeof(v)) == 0);
	CHECK(isnan(unpack_f64(&u)));
	CHECK(memcmp(unpack_bytes(&u, &n), "a\0b", 3) == 0 && n == 3);
	CHECK(!u.failed && u.p == u.end - 8);
	CHECK(!unpack_bool(&u) && u.failed);
	CHECK_INT(unpack_u64(&u), 0);
	str_release(&s);
}

int
main(void)
{
	test_pack();
	for (size_t i = 0; i < N_KINDS; i++) {
		test_cuts(&kinds[i]);
		test_hostile(&kinds[i]);
	}
	return (check_done());
}
