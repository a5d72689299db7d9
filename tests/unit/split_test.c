/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "block_stream.h"
#include "split.h"

#include "check.h"

/* n rows: class 0 or 1 (one in four), group of about 10 rows, time i / 7. */
struct table {
	struct schema schema;
	struct block rows;
	size_t n;
};

static void
table_make(struct table *t, size_t n)
{
	struct diag d = DIAG_INIT;

	schema_init(&t->schema);
	t->n = n;
	CHECK_INT(schema_add_new(&t->schema, "y", COL_INT, &d), 0);
	CHECK_INT(schema_add_new(&t->schema, "g", COL_STRING, &d), 0);
	CHECK_INT(schema_add_new(&t->schema, "t", COL_TIME, &d), 0);
	CHECK_INT(schema_add_new(&t->schema, "x", COL_FLOAT, &d), 0);
	schema_set_role(&t->schema, 0, ROLE_TARGET);
	block_init(&t->rows, &t->schema);
	for (size_t i = 0; i < n; i++) {
		char name[32];

		snprintf(name, sizeof(name), "g%zu", i * 7919 % (n / 10 + 1));
		column_add_int(&t->rows.cols[0], i % 4 == 3);
		column_add_string(&t->rows.cols[1], name, strlen(name));
		column_add_int(&t->rows.cols[2], (int64_t)((n - i) / 7));
		column_add_float(&t->rows.cols[3], (double)i);
	}
	block_seal(&t->rows, 0);
}

static void
table_release(struct table *t)
{
	block_release(&t->rows);
	schema_release(&t->schema);
}

/* The part of every row; returns the counts. */
static struct split_counts
split_table(const struct table *t, const struct split_options *o,
    uint8_t *parts)
{
	struct split_counts counts = { { 0, 0, 0 } };
	struct diag d = DIAG_INIT;
	const struct batch *b;
	struct stream *s;
	size_t at = 0, col;

	CHECK_INT(split_open(block_stream(&t->rows, 100), o, &counts, &s, &d),
	    0);
	CHECK_STR(d.text, "");
	col = schema_find_role(&s->head.schema, ROLE_SPLIT);
	CHECK_STR(s->head.schema.fields[col].name, "split");
	while (stream_next(s, &b, &d) == 1) {
		CHECK_INT(split_parts(b, col, parts + at, &d), 0);
		CHECK_NEAR(b->cols[3]->floats[0], (double)at, 0);
		at += b->n_rows;
	}
	CHECK_INT(at, t->n);
	stream_close(s);
	return (counts);
}

static void
test_shares(void)
{
	struct split_options o;
	struct split_counts c;
	struct diag d = DIAG_INIT;
	struct table t;
	uint8_t a[1000], b[1000];
	size_t moved = 0;

	table_make(&t, 1000);
	split_options_init(&o);
	c = split_table(&t, &o, a);
	CHECK_INT(c.rows[PART_TRAIN], 700);
	CHECK_INT(c.rows[PART_VALID], 150);
	CHECK_INT(c.rows[PART_TEST], 150);
	/* Equal seeds, equal parts, whatever the values; another seed,
	   others. */
	t.rows.cols[3].floats[17] = 17;
	t.rows.cols[0].ints[17] = 5;
	split_table(&t, &o, b);
	CHECK(memcmp(a, b, 1000) == 0);
	o.seed = 2;
	split_table(&t, &o, b);
	for (size_t i = 0; i < 1000; i++)
		moved += a[i] != b[i];
	/* Chance is 1 - (0.7^2 + 2 0.15^2) = 0.465. */
	CHECK(moved > 400 && moved < 530);
	CHECK_INT(split_parse_shares(&o, "80:20", &d), 0);
	c = split_table(&t, &o, a);
	CHECK_INT(c.rows[PART_TRAIN], 800);
	CHECK_INT(c.rows[PART_VALID], 0);
	CHECK_INT(split_parse_shares(&o, "1:1:1", &d), 0);
	c = split_table(&t, &o, a);
	CHECK_INT(c.rows[PART_TRAIN], 334);
	CHECK_INT(c.rows[PART_VALID], 333);
	table_release(&t);
}

static void
test_bad_shares(void)
{
	static const char *const bad[] = {
		"", "70", "70:", "0:50:50", "1:2:3:4", "-1:2", "a:b", "nan:1"
	};
	struct split_options o;
	struct diag d;

	split_options_init(&o);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_INT(split_parse_shares(&o, bad[i], &d), -1);
}

/* Each class in proportion, totals exact. */
static void
test_stratify(void)
{
	struct split_options o;
	struct split_counts c;
	struct table t;
	uint8_t parts[1010];
	size_t of[2][3] = { { 0 } };

	table_make(&t, 1010);	/* 252 of class 1 */
	split_options_init(&o);
	o.stratify = true;
	c = split_table(&t, &o, parts);
	for (size_t i = 0; i < t.n; i++)
		of[t.rows.cols[0].ints[i]][parts[i]]++;
	CHECK_INT(c.rows[PART_TRAIN], 707);
	CHECK(of[1][PART_TRAIN] >= 176 && of[1][PART_TRAIN] <= 177);
	CHECK(of[1][PART_VALID] >= 37 && of[1][PART_VALID] <= 38);
	CHECK(of[0][PART_TRAIN] >= 530 && of[0][PART_TRAIN] <= 531);
	table_release(&t);
}

static void
test_folds(void)
{
	struct split_options o;
	struct split_counts c;
	struct table t;
	uint8_t parts[103], times[103] = { 0 };
	size_t ones = 0;

	table_make(&t, 103);
	split_options_init(&o);
	o.folds = 5;
	o.stratify = true;
	for (o.fold = 1; o.fold <= 5; o.fold++) {
		ones = 0;
		c = split_table(&t, &o, parts);
		CHECK(c.rows[PART_TEST] == 20 || c.rows[PART_TEST] == 21);
		for (size_t i = 0; i < t.n; i++) {
			times[i] += parts[i] == PART_TEST;
			ones += parts[i] == PART_TEST &&
			    t.rows.cols[0].ints[i] == 1;
		}
		CHECK(ones == 5 || ones == 6);	/* of 25 */
	}
	for (size_t i = 0; i < t.n; i++)
		CHECK_INT(times[i], 1);
	table_release(&t);
}

static void
test_groups(void)
{
	struct split_options o;
	struct split_counts c;
	struct table t;
	uint8_t parts[2000];

	table_make(&t, 2000);
	split_options_init(&o);
	o.by = "g";
	c = split_table(&t, &o, parts);
	/* Off by less than a group (10 rows). */
	CHECK(llabs((long long)c.rows[PART_TRAIN] - 1400) < 10);
	CHECK(llabs((long long)c.rows[PART_TEST] - 300) < 10);
	for (size_t i = 0; i < 300; i++) {
		for (size_t k = i + 1; k < t.n; k++) {
			if (column_same(&t.rows.cols[1], i, &t.rows.cols[1],
			    k))
				CHECK_INT(parts[i], parts[k]);
		}
	}
	table_release(&t);
}

static void
test_time(void)
{
	struct split_options o;
	struct split_counts c;
	struct table t;
	uint8_t parts[700];
	int64_t newest[3] = { 0 }, oldest[3] = { 999, 999, 999 };

	table_make(&t, 700);	/* times 0 .. 100, seven rows each */
	split_options_init(&o);
	o.time = "t";
	c = split_table(&t, &o, parts);
	for (size_t i = 0; i < t.n; i++) {
		int64_t v = t.rows.cols[2].ints[i];

		newest[parts[i]] = v > newest[parts[i]] ? v : newest[parts[i]];
		oldest[parts[i]] = v < oldest[parts[i]] ? v : oldest[parts[i]];
	}
	CHECK(newest[PART_TRAIN] < oldest[PART_VALID]);
	CHECK(newest[PART_VALID] < oldest[PART_TEST]);
	CHECK(llabs((long long)c.rows[PART_TRAIN] - 490) <= 3);
	table_release(&t);
}

static void
check_refused(const struct table *t, const struct split_options *o,
    const char *want)
{
	struct diag d = DIAG_INIT;
	struct stream *s;
	int r = split_options_check(o, &d);

	if (r == 0)
		r = split_open(block_stream(&t->rows, 64), o, NULL, &s, &d);
	CHECK_INT(r, -1);
	CHECK_STR(d.text, want);
}

static void
test_refused(void)
{
	struct split_options o;
	struct table t;

	table_make(&t, 50);
	split_options_init(&o);
	o.folds = 5;
	check_refused(&t, &o, "--fold wants a number from 1 to 5");
	o.fold = 1;
	o.time = "t";
	check_refused(&t, &o, "--folds and --time do not go together: folds "
	    "would train on the future");
	split_options_init(&o);
	o.by = "grp";
	check_refused(&t, &o, "no column \"grp\"");
	o.by = "t";
	check_refused(&t, &o, "column \"t\" is a time, not a category");
	schema_set_role(&t.schema, 1, ROLE_SPLIT);
	o.by = NULL;
	check_refused(&t, &o, "there is a split column \"g\" already: "
	    "--replace makes it anew");
	schema_set_role(&t.schema, 0, ROLE_FEATURE);
	o.replace = o.stratify = true;
	check_refused(&t, &o, "there is no target to stratify by: name it "
	    "with -t, or a column");
	table_release(&t);
}

int
main(void)
{
	test_shares();
	test_bad_shares();
	test_stratify();
	test_folds();
	test_groups();
	test_time();
	test_refused();
	return (check_done());
}
