/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a label is worth, by hand; rows far from each other. */
#include <stdlib.h>

#include "check.h"
#include "k_center.h"
#include "worth.h"

static void
test_worth(void)
{
	static const double p[] = { .2, .5, .3, 0 }, sure[] = { 1, 0 };
	size_t first, second;

	CHECK_NEAR(worth_of(WORTH_MARGIN, p, 4, &first, &second), .8, 1e-15);
	CHECK_INT(first, 1);
	CHECK_INT(second, 2);
	CHECK_NEAR(worth_of(WORTH_CONFIDENCE, p, 4, &first, &second), .5,
	    1e-15);
	/* scipy 1.15.3, scipy.stats.entropy([.2, .5, .3, 0]) */
	CHECK_NEAR(worth_of(WORTH_ENTROPY, p, 4, &first, &second),
	    1.0296530140645737, 1e-14);
	CHECK_NEAR(worth_of(WORTH_ENTROPY, sure, 2, &first, &second), 0, 0);
	CHECK_INT(second, 1);
}

/* Numbers on a line, in units of their deviation */
static void
test_line(void)
{
	static const double at[] = { 0, 2, 10, 4, 9, 5, NAN };
	static const uint32_t rows[] = { 1, 2, 3, 4, 5, 6 }, center[] = { 0 };
	struct center_task t = { rows, 6, center, 1, 4 };
	struct points p = { 0 };
	struct schema s;
	struct block b;
	struct diag d;
	uint32_t chosen[4];
	double distance[4], sd = sqrt(76 / 6.0);

	schema_init(&s);
	CHECK(schema_add_new(&s, "x", COL_FLOAT, &d) == 0);
	block_init(&b, &s);
	for (size_t i = 0; i < 7; i++)
		column_add_float(&b.cols[0], at[i]);
	points_add(&p, block_seal(&b, 0));
	points_scale(&p);
	CHECK_NEAR((double)(p.x[2] - p.x[0]), 10 / sd, 1e-6);
	k_center(&p, &t, chosen, distance);
	/* 10 is farthest from 0, then 5 and the missing one, which is at the
	   mean of 5, then 2 */
	CHECK_INT(rows[chosen[0]], 2);
	CHECK_INT(rows[chosen[1]], 5);
	CHECK_INT(rows[chosen[2]], 1);
	CHECK_NEAR(distance[0], 10 / sd, 1e-6);
	CHECK_NEAR(distance[1], 5 / sd, 1e-6);
	CHECK_NEAR(distance[2], 2 / sd, 1e-6);
	t.n_centers = 0;
	k_center(&p, &t, chosen, distance);
	CHECK_INT(rows[chosen[0]], 1);
	CHECK(isinf(distance[0]));
	CHECK_INT(rows[chosen[1]], 2);
	points_release(&p);
	block_release(&b);
	schema_release(&s);
}

/* Texts that differ are apart, equal ones are not. */
static void
test_texts(void)
{
	static const char *const text[] = { "a", "a", "b" };
	static const uint32_t rows[] = { 1, 2 }, center[] = { 0 };
	struct center_task t = { rows, 2, center, 1, 2 };
	struct points p = { 0 };
	struct schema s;
	struct block b;
	struct diag d;
	uint32_t chosen[2];
	double distance[2];

	schema_init(&s);
	CHECK(schema_add_new(&s, "x", COL_STRING, &d) == 0);
	block_init(&b, &s);
	for (size_t i = 0; i < 3; i++)
		column_add_string(&b.cols[0], text[i], 1);
	points_add(&p, block_seal(&b, 0));
	points_scale(&p);
	k_center(&p, &t, chosen, distance);
	CHECK_INT(rows[chosen[0]], 2);
	CHECK_NEAR(distance[0], sqrt(2), 1e-6);
	CHECK_NEAR(distance[1], 0, 0);
	points_release(&p);
	block_release(&b);
	schema_release(&s);
}

int
main(void)
{
	test_worth();
	test_line();
	test_texts();
	return (check_done());
}
