/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ADWIN: Bifet and Gavalda 2007, "Learning from time-changing data with
 * adaptive windowing".  A window of errors, from whose end the oldest are
 * dropped while there is a place where it can be cut into two that differ.
 *
 * Errors are in buckets of 1, 2, 4 ... of them (an exponential histogram): of
 * each size there are at most so many, and the oldest two make one of the
 * next.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "concept.h"

#define SIZES 56	/* 2^55 errors are more than there will be */

enum { DELTA, CLOCK, BUCKETS, MIN_PART, MIN_ROWS, N_PARAMS };

/* The sum of errors, and their squares about their mean. */
struct bucket {
	double total, squares;
};

struct adwin {
	double params[N_PARAMS];
	size_t room;		/* buckets of a size */
	struct bucket *buckets;	/* (SIZES, room): the oldest of each first */
	size_t n_buckets[SIZES];
	size_t n_sizes;
	double n, total, squares;	/* of the window */
	uint64_t rows;
};

static void *
begin(const double *params, uint64_t seed)
{
	struct adwin *c = MEM_NEW(struct adwin);

	(void)seed;
	for (size_t i = 0; i < N_PARAMS; i++)
		c->params[i] = params[i];
	c->room = (size_t)params[BUCKETS] + 1;
	c->buckets = mem_alloc(SIZES * c->room, sizeof(*c->buckets));
	c->n_sizes = 1;
	return (c);
}

static void
end(void *state)
{
	free(((struct adwin *)state)->buckets);
	free(state);
}

static struct bucket *
of_size(const struct adwin *c, size_t size)
{
	return (c->buckets + size * c->room);
}

static void
drop_oldest(struct adwin *c, size_t size, size_t n)
{
	c->n_buckets[size] -= n;
	memmove(of_size(c, size), of_size(c, size) + n,
	    c->n_buckets[size] * sizeof(struct bucket));
}

static void
add_bucket(struct adwin *c, size_t size, struct bucket b)
{
	of_size(c, size)[c->n_buckets[size]++] = b;
	if (size >= c->n_sizes)
		c->n_sizes = size + 1;
}

/* Of a size of which there are too many the oldest two become one. */
static void
merge_buckets(struct adwin *c)
{
	struct bucket *b, both;
	double n = 1, off;

	for (size_t size = 0; size + 1 < SIZES &&
	    c->n_buckets[size] == c->room; size++, n *= 2) {
		b = of_size(c, size);
		off = (b[0].total - b[1].total) / n;
		both.total = b[0].total + b[1].total;
		both.squares = b[0].squares + b[1].squares + n / 2 * off * off;
		drop_oldest(c, size, 2);
		add_bucket(c, size + 1, both);
	}
}

static void
add_error(struct adwin *c, double error)
{
	double off;

	add_bucket(c, 0, (struct bucket){ error, 0 });
	if (c->n > 0) {
		off = error - c->total / c->n;
		c->squares += c->n * off * off / (c->n + 1);
	}
	c->n++;
	c->total += error;
	merge_buckets(c);
}

/* The oldest bucket leaves the window. */
static void
shrink(struct adwin *c)
{
	size_t size = c->n_sizes - 1;
	struct bucket b = of_size(c, size)[0];
	double n = ldexp(1, (int)size), off;

	c->n -= n;
	c->total -= b.total;
	off = b.total / n - c->total / c->n;
	c->squares -= b.squares + n * c->n * off * off / (n + c->n);
	drop_oldest(c, size, 1);
	while (c->n_sizes > 1 && c->n_buckets[c->n_sizes - 1] == 0)
		c->n_sizes--;
}

/* Do the means of the first n and of the others differ by more than chance
   lets them?  Theorem 3.2, with the variance of the window. */
static bool
differ(const struct adwin *c, double n, double total)
{
	double others = c->n - n, least = c->params[MIN_PART], off, m, log_d;

	if (n < least || others < least)
		return (false);
	off = total / n - (c->total - total) / others;
	m = 1 / (n - least + 1) + 1 / (others - least + 1);
	log_d = log(2 * log(c->n) / c->params[DELTA]);
	return (fabs(off) > sqrt(2 * m * c->squares / c->n * log_d) +
	    2.0 / 3 * log_d * m);
}

/* Is there a place, behind a bucket, where the window can be cut? */
static bool
can_be_cut(const struct adwin *c)
{
	double n = 0, total = 0;

	for (size_t size = c->n_sizes; size-- > 0;) {
		for (size_t i = 0; i < c->n_buckets[size]; i++) {
			n += ldexp(1, (int)size);
			total += of_size(c, size)[i].total;
			if (differ(c, n, total))
				return (true);
		}
	}
	return (false);
}

static enum concept_state
add(void *state, double error)
{
	struct adwin *c = state;
	bool cut = false;

	add_error(c, error);
	if (++c->rows % (uint64_t)c->params[CLOCK] != 0 ||
	    c->n <= c->params[MIN_ROWS])
		return (CONCEPT_OK);
	for (; can_be_cut(c); cut = true)
		shrink(c);
	return (cut ? CONCEPT_DRIFT : CONCEPT_OK);
}

const struct concept_kind concept_adwin = {
	"adwin", "adaptive windows (Bifet and Gavalda 2007)",
	.params = { { "delta", 0.002, 1e-300, 1 },
	    { "clock", 32, 1, 1e9, true }, { "buckets", 5, 1, 1000, true },
	    { "min-part", 5, 1, 1e9, true },
	    { "min-rows", 10, 1, 1e9, true } },
	.begin = begin, .end = end, .add = add
};
