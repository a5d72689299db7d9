/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Histograms against sums of the same rows, one after the other, in 64 bits:
 * over more rows than one piece, at the largest sums that there can be.
 */
#include "bin_hist.h"
#include "check.h"
#include "mem.h"

#define ROWS (((size_t)3 << 20) + 5)
#define BINS 4

struct table {
	struct bin_matrix m;
	uint32_t first[2];
	float *gradients, *hessians;
	uint32_t *rows;
	int64_t *packed;
	struct bin_scale scale;
};

/* One narrow feature whose bin is the row number's; the gradient of every
   row but the first is g. */
static void
table_init(struct table *t, size_t n, float g, float first)
{
	memset(t, 0, sizeof(*t));
	t->first[1] = BINS;
	t->m = (struct bin_matrix){ .n_features = 1, .n_narrow = 1,
	    .n_dense = 1, .n_bins = BINS, .first = t->first, .n_rows = n,
	    .stride = 1, .bins = mem_alloc(n, 1) };
	t->gradients = mem_alloc(n, sizeof(*t->gradients));
	t->hessians = mem_alloc(n, sizeof(*t->hessians));
	t->rows = mem_alloc(n, sizeof(*t->rows));
	t->packed = mem_alloc(n, sizeof(*t->packed));
	for (size_t i = 0; i < n; i++) {
		t->m.bins[i] = i % 7 % BINS;
		t->gradients[i] = i == 0 ? first : g;
		t->hessians[i] = 1;
		t->rows[i] = (uint32_t)i;
	}
}

static void
table_release(struct table *t)
{
	free(t->m.bins);
	free(t->gradients);
	free(t->hessians);
	free(t->rows);
	free(t->packed);
}

static int
pack(struct table *t, struct crew *crew)
{
	struct bin_pairs in = { t->gradients, t->hessians, t->m.n_rows };

	return (bin_pack(&in, 99, crew, t->packed, &t->scale));
}

static void
check_hist(struct table *t, int n_threads)
{
	struct crew *crew = crew_new(n_threads);
	struct bin_sum want[BINS] = { { 0, 0 } }, got[BINS];
	struct bin_hists h;

	CHECK_INT(pack(t, crew), 0);
	for (size_t i = 0; i < t->m.n_rows; i++) {
		want[t->m.bins[i]].gradient += t->packed[i] >> 32;
		want[t->m.bins[i]].hessian += (uint32_t)t->packed[i];
	}
	bin_hists_init(&h, &t->m, crew);
	bin_hist_build(&h, t->rows, t->m.n_rows, t->packed, got);
	for (int b = 0; b < BINS; b++) {
		CHECK_INT(got[b].gradient, want[b].gradient);
		CHECK_INT(got[b].hessian, want[b].hessian);
	}
	bin_hist_subtract(&h, got, want);
	CHECK(bin_sum_is_zero(got[0]) && bin_sum_is_zero(got[BINS - 1]));
	bin_hists_release(&h);
	crew_free(crew);
}

/* Every row has the largest gradient: a piece is full to the last bit. */
static void
test_full_pieces(void)
{
	struct table t;
	double sum = 0;

	table_init(&t, ROWS, -1, -1);
	check_hist(&t, 1);
	check_hist(&t, 3);
	for (size_t i = 0; i < ROWS; i++)
		sum += (double)(t.packed[i] >> 32);
	/* Rounded at random, on average to what it was. */
	CHECK_NEAR(sum / t.scale.gradient / (double)ROWS, -1, 1e-6);
	table_release(&t);
}

/* The steps of a gradient: as many for three times the rows. */
static void
test_resolution(void)
{
	struct table small, large, heavy;

	table_init(&small, (size_t)1 << 20, 0.5, 1);
	table_init(&large, ROWS, 0.5, 1);
	CHECK_INT(pack(&small, NULL), 0);
	CHECK_INT(pack(&large, NULL), 0);
	CHECK(small.scale.gradient > 4090 && small.scale.gradient < 4096);
	CHECK(large.scale.gradient > 2046 && large.scale.gradient < 2048);
	CHECK_NEAR(small.scale.hessian, large.scale.hessian, 0);
	CHECK_INT(large.scale.hessian, 4094);
	/* One row of more than all others together: their sum decides. */
	table_init(&heavy, ROWS, 0.5, 1e9);
	check_hist(&heavy, 2);
	CHECK(heavy.scale.gradient * 1e9 > 0x1p30);
	table_release(&small);
	table_release(&large);
	table_release(&heavy);
}

static void
test_not_finite(void)
{
	struct table t;

	table_init(&t, 100, 1, NAN);
	CHECK_INT(pack(&t, NULL), -1);
	t.gradients[0] = 1;
	t.hessians[99] = INFINITY;
	CHECK_INT(pack(&t, NULL), -1);
	table_release(&t);
}

int
main(void)
{
	test_full_pieces();
	test_resolution();
	test_not_finite();
	return (check_done());
}
