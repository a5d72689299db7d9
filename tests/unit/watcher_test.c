/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of a watcher, cut at any row, saved, loaded and continued, ends in
 * the bytes of one that was not; two that are merged judge as one does.  Bytes
 * that are cut are refused.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "draw.h"
#include "mem.h"
#include "num_init.h"
#include "rng.h"
#include "watcher.h"

#define ROWS 900

static struct schema schema;
static struct block rows;

/* A column of numbers as training had it, uniform in 0 .. 1. */
static struct watcher *
watch_numbers(void)
{
	static char name[] = "x";
	double grid[PROFILE_GRID], edges[PROFILE_BINS - 1];
	double counts[PROFILE_BINS];
	struct column_profile c = { .name = name, .type = COL_FLOAT,
	    .role = ROLE_FEATURE, .n = 1000, .sd = 0.29, .grid = grid,
	    .edges = edges, .counts = counts, .n_bins = PROFILE_BINS };

	for (size_t i = 0; i < PROFILE_GRID; i++)
		grid[i] = (double)i / (PROFILE_GRID - 1);
	for (size_t i = 0; i < PROFILE_BINS; i++) {
		counts[i] = 1000.0 / PROFILE_BINS;
		if (i + 1 < PROFILE_BINS)
			edges[i] = (double)(i + 1) / PROFILE_BINS;
	}
	return (watcher_of_column(&c));
}

/* And one of categories, of which a third is new. */
static struct watcher *
watch_levels(void)
{
	static char name[] = "y";
	uint64_t counts[] = { 600, 400 };
	struct column_profile c = { .name = name, .type = COL_STRING,
	    .role = ROLE_FEATURE, .n = 1000, .level_counts = counts };
	struct watcher *w;

	dict_init(&c.levels);
	dict_add(&c.levels, "a", 1);
	dict_add(&c.levels, "b", 1);
	w = watcher_of_column(&c);
	dict_release(&c.levels);
	return (w);
}

static void
make_rows(void)
{
	struct diag d = DIAG_INIT;
	struct rng r;

	rng_init(&r, 7);
	schema_init(&schema);
	CHECK_INT(schema_add_new(&schema, "x", COL_FLOAT, &d), 0);
	CHECK_INT(schema_add_new(&schema, "y", COL_STRING, &d), 0);
	block_init(&rows, &schema);
	for (size_t i = 0; i < ROWS; i++) {
		if (i % 10 == 0)
			column_add_missing(&rows.cols[0]);
		else
			column_add_float(&rows.cols[0], draw_normal(&r));
		column_add_string(&rows.cols[1], "abc" + i % 3, 1);
	}
	block_seal(&rows, 0);
}

static void
add(const struct watcher *w, void *state, size_t first, size_t end)
{
	uint64_t bad[2] = { (end - first) / 9, 0 };
	struct watched some = { .raw = &rows.view, .rows = &rows.view,
	    .bad = bad, .first = first, .end = end };

	w->ops->add(w, state, &some);
}

static void *
state_of(const struct watcher *w, size_t first, size_t end)
{
	void *state = w->ops->state_new(w);

	for (; first < end; first += 90)
		add(w, state, first, first + 90);
	return (state);
}

static void
check_found(const struct watcher *w, const void *a, const void *b)
{
	struct drift_found x = { NULL, 0, 0 }, y = { NULL, 0, 0 };
	const struct drift_choice all = { NULL, 0 };

	w->ops->test(w, a, &all, &x);
	w->ops->test(w, b, &all, &y);
	CHECK_INT(x.n, 5);
	CHECK_INT(y.n, x.n);
	for (size_t i = 0; i < x.n; i++) {
		CHECK_STR(y.rows[i].test, x.rows[i].test);
		CHECK_NEAR(y.rows[i].value, x.rows[i].value, 0);
		CHECK_INT(y.rows[i].n_cur, ROWS);
	}
	free(x.rows);
	free(y.rows);
}

/* Cut at a row; *want is the saved state of all rows. */
static void
check_cut(const struct watcher *w, size_t cut, const struct str *want,
    const void *whole)
{
	struct str saved = STR_INIT, got = STR_INIT;
	void *state = state_of(w, 0, cut), *rest = state_of(w, cut, ROWS);
	struct unpack u;

	w->ops->merge(w, state, rest);
	check_found(w, whole, state);
	w->ops->state_free(state);
	w->ops->state_free(rest);

	state = state_of(w, 0, cut);
	w->ops->save(w, state, &saved);
	w->ops->state_free(state);
	u = (struct unpack){ saved.buf, saved.buf + saved.len, false };
	state = w->ops->load(w, &u);
	CHECK(!u.failed && u.p == u.end);
	for (; cut < ROWS; cut += 90)
		add(w, state, cut, cut + 90);
	w->ops->save(w, state, &got);
	CHECK_INT(got.len, want->len);
	CHECK(memcmp(got.buf, want->buf, got.len) == 0);
	w->ops->state_free(state);
	str_release(&saved);
	str_release(&got);
}

static void
test_watcher(struct watcher *w)
{
	const struct watched_schemas schemas = { &schema, &schema, NULL };
	struct str want = STR_INIT;
	struct unpack u;
	void *whole, *state;

	w->present = w->ops->bind(w, &schemas);
	CHECK(w->present);
	whole = state_of(w, 0, ROWS);
	w->ops->save(w, whole, &want);
	for (size_t cut = 0; cut <= ROWS; cut += 90)
		check_cut(w, cut, &want, whole);
	for (size_t n = 0; n < want.len; n += 7) {
		u = (struct unpack){ want.buf, want.buf + n, false };
		state = w->ops->load(w, &u);
		CHECK(u.failed);
		w->ops->state_free(state);
	}
	w->ops->state_free(whole);
	str_release(&want);
	watcher_free(w);
}

int
main(void)
{
	num_init();
	make_rows();
	test_watcher(watch_numbers());
	test_watcher(watch_levels());
	block_release(&rows);
	schema_release(&schema);
	return (check_done());
}
