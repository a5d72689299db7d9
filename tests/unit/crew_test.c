/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "crew.h"

#define N_BLOCKS 1000
#define MAX_WORKERS 8

struct count {
	atomic_int runs[N_BLOCKS];
	atomic_int at_work[MAX_WORKERS];
	atomic_int n_clashes;
	size_t last;		/* serial runs only */
	int n_backwards;
	struct crew *pool;	/* for nested jobs */
};

static void
count_block(void *ctx, size_t block, int worker)
{
	struct count *c = ctx;

	if (worker < 0 || worker >= MAX_WORKERS ||
	    atomic_fetch_add(&c->at_work[worker], 1) != 0)
		atomic_fetch_add(&c->n_clashes, 1);
	atomic_fetch_add(&c->runs[block], 1);
	atomic_fetch_sub(&c->at_work[worker], 1);
}

static void
count_in_order(void *ctx, size_t block, int worker)
{
	struct count *c = ctx;

	c->n_backwards += worker != 0 || block != c->last;
	c->last = block + 1;
}

static void
count_nested(void *ctx, size_t block, int worker)
{
	struct count *inner = calloc(1, sizeof(*inner)), *c = ctx;
	int n_bad = 0;

	(void)worker;
	crew_for(c->pool, 5, count_block, inner);
	for (int i = 0; i < 5; i++)
		n_bad += inner->runs[i] != 1;
	atomic_fetch_add(&c->runs[block], n_bad == 0);
	free(inner);
}

static int
count_wrong(const struct count *c, size_t n_blocks, int want)
{
	int n_bad = c->n_clashes;

	for (size_t k = 0; k < N_BLOCKS; k++)
		n_bad += c->runs[k] != (k < n_blocks ? want : 0);
	return (n_bad);
}

/* Each block once in each of many jobs of every size. */
static void
test_jobs(int n_workers)
{
	struct crew *t = crew_new(n_workers);
	struct count *c;

	CHECK_INT(crew_threads(t), n_workers);
	CHECK_INT(crew_rank(t), 0);
	CHECK_INT(crew_size(t), 1);
	for (size_t n = 0; n <= N_BLOCKS; n = n * 2 + 1) {
		c = calloc(1, sizeof(*c));
		for (int i = 0; i < 200; i++)
			crew_for(t, n, count_block, c);
		CHECK_INT(count_wrong(c, n, 200), 0);
		free(c);
	}
	crew_free(t);
}

/* Long enough apart for the workers to fall asleep. */
static void
test_sleepers(void)
{
	struct crew *t = crew_new(3);
	struct count *c = calloc(1, sizeof(*c));

	for (int i = 0; i < 20; i++) {
		usleep(2000);
		crew_for(t, 50, count_block, c);
	}
	CHECK_INT(count_wrong(c, 50, 20), 0);
	crew_free(t);
	free(c);
}

static void
test_serial(void)
{
	struct count *c = calloc(1, sizeof(*c));

	struct crew *one = crew_new(1);

	CHECK_INT(crew_threads(one), 1);
	crew_for(one, N_BLOCKS, count_in_order, c);
	CHECK_INT(c->n_backwards, 0);
	crew_free(one);
	memset(c, 0, sizeof(*c));
	CHECK_INT(crew_threads(NULL), 1);
	CHECK_INT(crew_rank(NULL), 0);
	CHECK_INT(crew_size(NULL), 1);
	crew_for(NULL, N_BLOCKS, count_in_order, c);
	CHECK_INT(c->n_backwards, 0);
	CHECK_INT(c->last, N_BLOCKS);
	crew_free(NULL);
	free(c);
}

static void
test_nested(void)
{
	struct count *c = calloc(1, sizeof(*c));

	c->pool = crew_new(4);
	crew_for(c->pool, 100, count_nested, c);
	CHECK_INT(count_wrong(c, 100, 1), 0);
	crew_free(c->pool);
	free(c);
}

static void *
run_many(void *arg)
{
	struct count *c = calloc(1, sizeof(*c));
	int n_bad;

	for (int i = 0; i < 500; i++)
		crew_for(arg, 20, count_block, c);
	n_bad = count_wrong(c, 20, 500);
	free(c);
	return (n_bad == 0 ? arg : NULL);
}

/* One pool under two callers. */
static void
test_shared(void)
{
	struct crew *t = crew_new(3);
	pthread_t other;
	void *result;

	CHECK_INT(pthread_create(&other, NULL, run_many, t), 0);
	CHECK(run_many(t) == t);
	pthread_join(other, &result);
	CHECK(result == t);
	crew_free(t);
}

int
main(void)
{
	CHECK(crew_default() >= 1);
	for (int n = 1; n <= MAX_WORKERS; n++)
		test_jobs(n);
	test_sleepers();
	test_serial();
	test_nested();
	test_shared();
	return (check_done());
}
