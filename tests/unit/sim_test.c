/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated rows: what is kept of a table, and what must not come out. */
#include <stdlib.h>

#include "block_stream.h"
#include "check.h"
#include "draw.h"
#include "num_init.h"
#include "simulator.h"
#include "table_text.h"

#define ROWS 20000

static void
add_columns(struct schema *s, const char *const *names,
    const enum col_type *types, size_t n)
{
	struct diag d = DIAG_INIT;

	schema_init(s);
	for (size_t j = 0; j < n; j++)
		CHECK_INT(schema_add_new(s, names[j], types[j], &d), 0);
}

/* As many rows in the likeness of those of the block, in *out. */
static void
simulate(struct block *in, const char *method, const char *by,
    struct block *out)
{
	const struct simulator_options o = { .method = method, .by = by,
	    .rare = 10, .seed = 3 };
	struct stream *rows, *s;
	struct simulator *sim;
	const struct batch *b;
	struct spool *sp;
	struct diag d = DIAG_INIT;
	int r;

	block_seal(in, 0);
	rows = block_stream(in, 1000);
	sp = spool_of_stream(rows);
	CHECK_(simulator_of_rows(sp, &o, &sim, &d) == 0, "%s", d.text);
	spool_free(sp);
	s = simulator_stream(sim, ROWS);
	block_init(out, in->view.schema);
	while ((r = stream_next(s, &b, &d)) == 1)
		block_add_rows(out, b, 0, b->n_rows);
	CHECK_(r == 0, "%s", d.text);
	CHECK_INT(block_seal(out, 0)->n_rows, ROWS);
	stream_close(s);
	simulator_free(sim);
}

/* The share of rows in which both columns are above these values. */
static double
both_above(const struct block *b, size_t i, double x, size_t j, double y)
{
	double n = 0;

	for (size_t k = 0; k < ROWS; k++)
		n += column_number(&b->cols[i], k) > x &&
		    column_number(&b->cols[j], k) > y;
	return (n / ROWS);
}

/* Two normal numbers with a correlation of .7, of which all columns are a
   rising function: P(both above their medians) = 1/4 + asin(.7) / (2 pi)
   (Sheppard 1899), whatever the columns are. */
static void
test_copula(const char *by)
{
	static const char *const names[] = { "a", "b", "c", "d", "e" };
	static const enum col_type types[] = { COL_BOOL, COL_BOOL, COL_FLOAT,
	    COL_FLOAT, COL_INT };
	const double want = 0.25 + asin(0.7) / (2 * M_PI);
	struct schema s;
	struct block in, out;
	struct rng r;
	double x, y;

	rng_init(&r, 1);
	add_columns(&s, names, types, 5);
	block_init(&in, &s);
	for (size_t i = 0; i < ROWS; i++) {
		x = draw_normal(&r);
		y = 0.7 * x + sqrt(1 - 0.49) * draw_normal(&r);
		column_add_bool(&in.cols[0], x > 0);
		column_add_bool(&in.cols[1], y > 0);
		column_add_float(&in.cols[2], exp(2 * x));
		column_add_float(&in.cols[3], y * y * y);
		column_add_int(&in.cols[4], (x > -1) + (x > 0) + (x > 1.5));
	}
	simulate(&in, "copula", by, &out);
	CHECK_NEAR(both_above(&out, 0, 0.5, 1, 0.5), want, 0.012);
	CHECK_NEAR(both_above(&out, 2, 1, 3, 0), want, 0.012);
	CHECK_NEAR(both_above(&out, 0, 0.5, 3, 0), want, 0.012);
	CHECK_NEAR(both_above(&out, 4, 1, 3, 0), want, 0.012);
	CHECK_NEAR(both_above(&out, 4, 1, 1, 0.5), want, 0.012);
	block_release(&out);
	simulate(&in, "marginal", NULL, &out);
	CHECK_NEAR(both_above(&out, 2, 1, 3, 0), 0.25, 0.012);
	CHECK_NEAR(both_above(&out, 4, 1, 1, -1), 0.5, 0.012);
	block_release(&out);
	block_release(&in);
	schema_release(&s);
}

/* One column is a function of another that rises and falls, and a third is
   missing where that has a value. */
static void
test_trees(void)
{
	static const char *const names[] = { "x", "y", "z" };
	static const enum col_type types[] = { COL_INT, COL_STRING, COL_FLOAT };
	static const char levels[] = "abcabdcbad";
	struct schema s;
	struct block in, out;
	struct rng r;
	int64_t x;
	size_t wrong = 0, n;

	rng_init(&r, 2);
	add_columns(&s, names, types, 3);
	block_init(&in, &s);
	for (size_t i = 0; i < ROWS; i++) {
		x = (int64_t)rng_below(&r, 10);
		column_add_int(&in.cols[0], x);
		column_add_string(&in.cols[1], levels + x, 1);
		if (x == 3)
			column_add_missing(&in.cols[2]);
		else
			column_add_float(&in.cols[2], (double)(x - (x > 3)) +
			    draw_uniform(&r));
	}
	simulate(&in, "trees", NULL, &out);
	for (size_t i = 0; i < ROWS; i++) {
		x = out.cols[0].ints[i];
		wrong += *column_string(&out.cols[1], i, &n) != levels[x];
		wrong += (out.cols[2].valid[i] == 0) != (x == 3);
		wrong += out.cols[2].valid[i] &&
		    fabs(out.cols[2].floats[i] - (double)(x - (x > 3)) - 0.5) >
		    0.52;
	}
	CHECK_INT(wrong, 0);
	block_release(&out);
	block_release(&in);
	schema_release(&s);
}

/* Numbers on a grid, the extremes, a rare level, texts that are all
   different. */
static void
test_withheld(void)
{
	static const char *const names[] = { "n", "x", "level", "name" };
	static const enum col_type types[] = { COL_INT, COL_FLOAT, COL_STRING,
	    COL_STRING };
	struct schema s;
	struct block in, out;
	size_t off = 0, beyond = 0, rare = 0, known = 0, n;
	char name[32];

	add_columns(&s, names, types, 4);
	block_init(&in, &s);
	for (size_t i = 0; i < 1000; i++) {
		column_add_int(&in.cols[0], 7 + 5 * (int64_t)i);
		column_add_float(&in.cols[1], (double)(i * 37 % 1000) / 100);
		column_add_string(&in.cols[2], i % 400 == 7 ? "seldom" :
		    i % 2 ? "this" : "that", i % 400 == 7 ? 6 : 4);
		column_add_string(&in.cols[3], name, (size_t)snprintf(name,
		    sizeof(name), "person %zu", i));
	}
	simulate(&in, "trees", NULL, &out);
	for (size_t i = 0; i < ROWS; i++) {
		int64_t v = out.cols[0].ints[i];
		double x = out.cols[1].floats[i];
		const char *p = column_string(&out.cols[3], i, &n);

		off += v % 5 != 2 || fabs(x * 100 - nearbyint(x * 100)) > 1e-9;
		beyond += v < 7 + 5 * 9 || v > 7 + 5 * 990 || x < 0.09 ||
		    x > 9.90;
		known += memcmp(p, "name-", 5) != 0;
		(void)column_string(&out.cols[2], i, &n);
		rare += n == 6;
	}
	CHECK_INT(off, 0);
	CHECK_INT(beyond, 0);
	CHECK_INT(rare, 0);
	CHECK_INT(known, 0);
	block_release(&out);
	block_release(&in);
	schema_release(&s);
}

int
main(void)
{
	num_init();
	test_copula(NULL);
	test_copula("a");
	test_trees();
	test_withheld();
	return (check_done());
}
