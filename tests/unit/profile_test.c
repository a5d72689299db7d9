/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles against closed forms, through fits, threads and JSON. */

#include "check.h"
#include "distinct.h"
#include "profile.h"
#include "report.h"
#include "rng.h"
#include "spool.h"
#include "crew.h"

enum { RAMP, FEW, RARE, WORD, FLAG, WHEN, NAME, N_FIELDS };

static const struct report_field fields[N_FIELDS] = {
	{ "ramp", COL_FLOAT }, { "few", COL_INT }, { "rare", COL_FLOAT },
	{ "word", COL_STRING }, { "flag", COL_BOOL }, { "when", COL_TIME },
	{ "name", COL_STRING },
};

static const struct column_profile *
find_column(const struct profile *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->columns[i].name, name) == 0)
			return (&p->columns[i]);
	}
	return (NULL);
}

/*
 * ramp: 0 .. n-1 in a shuffled order; few: row mod 3; rare: one value in a
 * thousand; word: row mod 12000 as text; flag: one true of four, one missing
 * of a hundred.
 */
static struct stream *
make_stream(size_t n)
{
	struct stream empty = { .head.lineage = json_array(),
	    .tail = json_array() };
	struct stream *s = report_new(fields, N_FIELDS, &empty);
	struct column *c = report_block(s)->cols;
	char text[32];

	for (size_t i = 0; i < n; i++) {
		column_add_float(&c[RAMP],
		    (double)((i * 7919 + 13) % n));	/* 7919 is prime */
		column_add_int(&c[FEW], (int64_t)(i % 3));
		column_add_float(&c[RARE], i % 1000 == 0 ? 5 : NAN);
		snprintf(text, sizeof(text), "w%zu", i % 12000);
		report_text(&c[WORD], text);
		if (i % 100 == 99)
			column_add_missing(&c[FLAG]);
		else
			column_add_bool(&c[FLAG], i % 4 == 0);
		column_add_int(&c[WHEN], (int64_t)i * 1000000);
		report_text(&c[NAME], "x");
	}
	schema_set_role(&s->head.schema, NAME, ROLE_ID);
	json_decref(empty.head.lineage);
	json_decref(empty.tail);
	return (s);
}

static void
take_profile(size_t n, int n_threads, struct profile *out)
{
	struct stream *s = make_stream(n);
	struct diag d = DIAG_INIT;
	struct spool *spool;
	struct pass in = { .split_col = COLUMN_NONE };

	CHECK(spool_new(s, (uint64_t)1 << 30, &spool, &d) == 0);
	in.spool = spool;
	in.crew = crew_new(n_threads);
	CHECK(profile_spool(&in, NULL, 2, out, &d) == 0);
	crew_free(in.crew);
	spool_free(spool);
	stream_close(s);
}

static void
test_small(void)
{
	struct profile p;
	const struct column_profile *c;

	take_profile(1001, 1, &p);
	CHECK_INT(p.rows, 1001);
	CHECK_INT(p.n, N_FIELDS);
	c = find_column(&p, "ramp");
	CHECK_NEAR(c->mean, 500, 1e-12);
	/* Of 0 .. n-1: sqrt(n (n + 1) / 12) with n - 1 below. */
	CHECK_NEAR(c->sd, sqrt(1001 * 1002 / 12.0), 1e-12);
	CHECK_NEAR(c->min, 0, 0);
	CHECK_NEAR(c->max, 1000, 0);
	CHECK_INT(c->zeros, 1);
	for (size_t i = 0; i < PROFILE_GRID; i++)
		CHECK_NEAR(c->grid[i], 10.0 * (double)i, 1e-12);
	CHECK_INT(c->n_bins, 10);
	CHECK_NEAR(c->edges[8], 900, 1e-12);
	CHECK_NEAR(c->counts[0], 101, 0);
	CHECK_NEAR(c->counts[9], 100, 0);

	/* 334 zeros, 334 ones, 333 twos: the edges are 0 and 1. */
	c = find_column(&p, "few");
	CHECK_INT(c->n_bins, 3);
	CHECK_NEAR(c->counts[0], 334, 0);
	CHECK_NEAR(c->counts[1], 334, 0);
	CHECK_NEAR(c->counts[2], 333, 0);

	c = find_column(&p, "flag");
	CHECK_INT(c->missing, 10);
	CHECK_INT(c->n, 991);
	CHECK_INT(c->levels.n, 2);
	CHECK_STR(dict_get(&c->levels, 0, NULL), "false");
	CHECK_INT(c->level_counts[1], 251);
	CHECK(find_column(&p, "name")->level_counts == NULL);
	CHECK_INT(find_column(&p, "name")->n, 1001);
	CHECK_NEAR(find_column(&p, "when")->grid[50], 500e6, 1e-12);
	profile_release(&p);
}

static json_t *
profile_json(size_t n, int n_threads)
{
	struct profile p;
	json_t *o;

	take_profile(n, n_threads, &p);
	o = profile_to_json(&p);
	profile_release(&p);
	return (o);
}

static void
test_large(void)
{
	const size_t n = 300000;
	const struct column_profile *c;
	struct profile p;
	double total = 0;

	take_profile(n, 1, &p);
	c = find_column(&p, "ramp");
	CHECK_NEAR(c->mean, ((double)n - 1) / 2, 1e-12);
	CHECK_NEAR(c->grid[0], 0, 0);
	CHECK_NEAR(c->grid[100], (double)n - 1, 0);
	for (size_t i = 1; i < PROFILE_GRID - 1; i++)
		CHECK_NEAR(c->grid[i] / (double)n, (double)i / 100, 0.01);
	for (size_t i = 0; i < c->n_bins; i++) {
		CHECK_NEAR(c->counts[i] / (double)n, 0.1, 0.005);
		total += c->counts[i];
	}
	CHECK_NEAR(total, (double)n, 0);

	/* Few values among many rows are all kept. */
	c = find_column(&p, "rare");
	CHECK_INT(c->n, 300);
	CHECK_INT(c->n_bins, 1);
	CHECK_NEAR(c->counts[0], 300, 0);
	CHECK_NEAR(c->grid[50], 5, 0);

	/* 12000 levels of 25 rows each: 10000 counted, the rest is other. */
	c = find_column(&p, "word");
	CHECK_INT(c->levels.n, PROFILE_TOP);
	CHECK_INT(c->level_counts[0], 25);
	CHECK_INT(c->other, n - PROFILE_TOP * 25);
	CHECK_NEAR((double)c->distinct / 12000, 1, 0.05);
	profile_release(&p);
}

static void
test_threads(void)
{
	json_t *one = profile_json(200000, 1), *three = profile_json(200000, 3);

	CHECK(json_equal(one, three));
	json_decref(one);
	json_decref(three);
}

static void
test_json(void)
{
	json_t *o = profile_json(5000, 1), *again, *column;
	struct diag d = DIAG_INIT;
	struct profile p;

	CHECK(profile_from_json(o, &p, &d) == 0);
	CHECK_STR(d.text, "");
	CHECK_INT(p.steps, 2);
	CHECK_INT(p.rows, 5000);
	CHECK_INT(find_column(&p, "name")->role, ROLE_ID);
	again = profile_to_json(&p);
	CHECK(json_equal(o, again));
	json_decref(again);
	profile_release(&p);

	column = json_array_get(json_object_get(o, "columns"), 0);
	json_object_set_new(column, "edges", json_array());
	CHECK(profile_from_json(o, &p, &d) == -1);
	CHECK_STR(d.text, "profile: column \"ramp\": 0 edges of 10 bins");
	json_object_set_new(o, "version", json_integer(2));
	CHECK(profile_from_json(o, &p, &d) == -1);
	CHECK_STR(d.text,
	    "profile: version 2 is not known to this mlc");
	json_decref(o);
}

static void
test_distinct(void)
{
	struct distinct a = { 0 }, b = { 0 };

	for (uint64_t i = 0; i < 100000; i++)
		distinct_add(i % 2 ? &a : &b, rng_at(7, i % 3000));
	distinct_merge(&a, &b);
	CHECK_INT(distinct_count(&a), 3000);
	for (uint64_t i = 0; i < 1000000; i++)
		distinct_add(&a, rng_at(7, i));
	CHECK_NEAR((double)distinct_count(&a) / 1e6, 1, 0.05);
	distinct_release(&a);
	distinct_release(&b);
}

int
main(void)
{
	test_small();
	test_large();
	test_threads();
	test_json();
	test_distinct();
	return (check_done());
}
