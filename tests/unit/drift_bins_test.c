/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Categories of a reference and of a window, binned and compared. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "drift.h"
#include "mem.h"
#include "num_init.h"

#define TOL 1e-12

/* A reference of n_each[i] rows of the level "l<i>", and others not kept. */
static void
make_ref(const uint64_t *n_each, size_t n, uint64_t other,
    struct drift_ref *out)
{
	char name[] = "x", text[24];
	struct column_profile c = { .name = name, .type = COL_STRING,
	    .role = ROLE_FEATURE, .n = other, .other = other };

	dict_init(&c.levels);
	c.level_counts = mem_dup(n_each, n, sizeof(*n_each));
	for (size_t i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "l%zu", i);
		dict_add(&c.levels, text, strlen(text));
		c.n += n_each[i];
	}
	drift_ref_of_column(&c, out);
	dict_release(&c.levels);
	free(c.level_counts);
}

/* The same for a window; levels from n_ref on are unseen. */
static void
make_cur(const uint64_t *n_each, size_t n, const struct drift_ref *r,
    struct drift_cur *out)
{
	struct column c;
	char text[24];

	drift_cur_init(out, r);
	column_init(&c, COL_STRING, 0);
	for (size_t i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "l%zu", i);
		for (uint64_t j = 0; j < n_each[i]; j++)
			column_add_string(&c, text, strlen(text));
	}
	drift_cur_add(out, r, &c, 0, c.n);
	column_release(&c);
}

static struct test_result
run(const char *name, const struct drift_ref *r, const struct drift_cur *c)
{
	struct drift_choice choice;
	struct test_result result;
	struct diag d = DIAG_INIT;

	CHECK_INT(drift_choice_parse(name, &choice, &d), 0);
	result = choice.tests[0]->run(r, c);
	free(choice.tests);
	return (result);
}

/*
 * scipy 1.10.1, chi2_contingency([[500, 300, 150, 50, 0], [380, 290, 190, 90,
 * 50]], correction=False); PSI by its formula with k = 6 (with missing).
 */
static void
test_by_level(void)
{
	static const uint64_t ref[] = { 500, 300, 150, 50 };
	static const uint64_t cur[] = { 380, 290, 190, 90, 50 };
	struct test_result t;
	struct drift_ref r;
	struct drift_cur c;

	make_ref(ref, 4, 0, &r);
	make_cur(cur, 5, &r, &c);
	CHECK_NEAR(r.expect_unseen, 0, 0);
	t = run("chi_square", &r, &c);
	CHECK_NEAR(t.effect, 0.40661426849182924, TOL);
	CHECK_NEAR(t.p_value, 4.7385981853393674e-17, 1e-30);
	t = run("psi", &r, &c);
	CHECK_NEAR(t.effect, 0.2958640709724982, TOL);
	t = run("unseen", &r, &c);
	CHECK_NEAR(t.effect, 0.05, TOL);
	drift_cur_release(&c);
	drift_ref_release(&r);
}

/*
 * Good 1953: of 10 rows three have a level that no other has, so three in ten
 * new rows are expected to be unseen; p of 5 in 10 against them by Fisher's
 * test, of 3 / 5 as many rows as one level has two (Esty 1983: 3 + 2 for 3).
 */
static void
test_unseen_expected(void)
{
	static const uint64_t ref[] = { 5, 2, 1, 1, 1 };
	static const uint64_t cur[] = { 3, 1, 1, 0, 0, 3, 1, 1 };
	struct test_result t;
	struct drift_ref r;
	struct drift_cur c;

	make_ref(ref, 5, 0, &r);
	make_cur(cur, 8, &r, &c);
	CHECK_NEAR(r.expect_unseen, 3, 0);
	CHECK_NEAR(r.unseen_spread, 5.0 / 3, TOL);
	t = run("unseen", &r, &c);
	CHECK_NEAR(t.effect, 0.2, TOL);
	CHECK_NEAR(t.p_value, drift_share_sf(5, 10, 1.8, 6), TOL);
	drift_cur_release(&c);
	drift_ref_release(&r);
	/* Where rarer ones than 2 rows were not kept, nor all of 2: these do
	   not count as kept, and a row of a level of 3 would be of one of 2. */
	make_ref(ref + 1, 1, 7, &r);
	CHECK_INT(r.levels.n, 0);
	CHECK_NEAR(r.expect_unseen, 9, 0);
	drift_ref_release(&r);
	make_ref((const uint64_t[]){ 9, 4, 3, 3, 2, 2 }, 6, 7, &r);
	CHECK_INT(r.levels.n, 4);
	CHECK_NEAR(r.other, 11, 0);
	CHECK_NEAR(r.expect_unseen, 17, 0);
	CHECK_NEAR(r.unseen_spread, 1 + 3 * 4.0 / 17, TOL);
	drift_ref_release(&r);
}

/* Levels of which a window expects a tenth of a row are pooled: five of them
   in 200 rows are no drift, though each by itself would be. */
static void
test_rare_levels(void)
{
	uint64_t ref[42], cur[42];
	struct test_result t;
	struct drift_ref r;
	struct drift_cur c;

	for (size_t i = 0; i < 42; i++) {
		ref[i] = i < 2 ? 1000 : 2;
		cur[i] = i < 2 ? 97 : i < 7;
	}
	cur[2] = 2;
	make_ref(ref, 42, 0, &r);
	make_cur(cur, 42, &r, &c);
	t = run("chi_square", &r, &c);
	/* SciPy: chi2_contingency([[1000, 1000, 80], [97, 97, 6]]) */
	CHECK_NEAR(t.p_value, 0.835308541746326, TOL);
	CHECK(run("psi", &r, &c).p_value > 0.5);
	drift_cur_release(&c);
	drift_ref_release(&r);
}

/* Nearly every row has a level of its own: other rows are no drift, and the
   same rows are none. */
static void
test_own_levels(void)
{
	static uint64_t ref[400], cur[800];
	double *a, *b, sum = 0;
	struct drift_ref r;
	struct drift_cur c;
	size_t k;

	for (size_t i = 0; i < 400; i++) {
		ref[i] = 1;
		cur[400 + i] = 1;
	}
	make_ref(ref, 400, 0, &r);
	make_cur(cur, 800, &r, &c);
	drift_bins(&r, &c, &a, &b, &k);
	CHECK_INT(k, DRIFT_LEVEL_BINS);
	for (size_t i = 0; i < k; i++)
		sum += b[i];
	CHECK_NEAR(sum, 400, 0);
	free(a);
	free(b);
	CHECK(run("chi_square", &r, &c).p_value > 0.01);
	CHECK_NEAR(run("unseen", &r, &c).effect, 0, 0);
	drift_cur_release(&c);
	make_cur(ref, 400, &r, &c);
	CHECK_NEAR(run("psi", &r, &c).effect, 0, 0);
	drift_cur_release(&c);
	drift_ref_release(&r);
}

int
main(void)
{
	num_init();
	test_by_level();
	test_unseen_expected();
	test_rare_levels();
	test_own_levels();
	return (check_done());
}
