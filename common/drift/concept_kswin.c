/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * KSWIN: Raab, Heusinger and Schleif 2020, "Reactive soft prototype computing
 * for concept drift streams".  Of a window the last errors against as many
 * that are drawn of the others, by the Kolmogorov-Smirnov test.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rng.h"

#include "concept.h"

enum { ALPHA, WINDOW, LAST };

#define LEAST_DISTANCE 0.1

struct kswin {
	double alpha;
	size_t size, n_last;
	double *window;		/* a ring: the oldest at n % size */
	uint64_t n;
	double *drawn, *last;	/* n_last each */
	struct rng rng;
};

static void *
begin(const double *params, uint64_t seed)
{
	struct kswin *c = MEM_NEW(struct kswin);

	c->alpha = params[ALPHA];
	c->size = (size_t)params[WINDOW];
	c->n_last = (size_t)params[LAST];
	c->window = mem_alloc(c->size, sizeof(*c->window));
	c->drawn = mem_alloc(c->n_last, sizeof(*c->drawn));
	c->last = mem_alloc(c->n_last, sizeof(*c->last));
	rng_init(&c->rng, seed);
	return (c);
}

static void
end(void *state)
{
	struct kswin *c = state;

	free(c->window);
	free(c->drawn);
	free(c->last);
	free(c);
}

/* The i-th of the window, the oldest first. */
static double
at(const struct kswin *c, size_t i)
{
	return (c->window[(c->n + i) % c->size]);
}

/* Each of the older ones with the chance that what is still wanted has in what
   is left (Knuth's algorithm S). */
static void
draw(struct kswin *c)
{
	size_t n_older = c->size - c->n_last, n = 0;

	for (size_t i = 0; n < c->n_last; i++) {
		if (rng_below(&c->rng, n_older - i) < c->n_last - n)
			c->drawn[n++] = at(c, i);
	}
	for (size_t i = 0; i < c->n_last; i++)
		c->last[i] = at(c, n_older + i);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y ? -1 : x > y);
}

/* The largest distance of the two samples, times n_last. */
static double
distance(struct kswin *c)
{
	size_t n = c->n_last, i = 0, j = 0;
	double x, most = 0;

	qsort(c->drawn, n, sizeof(double), compare);
	qsort(c->last, n, sizeof(double), compare);
	while (i < n && j < n) {
		x = fmin(c->drawn[i], c->last[j]);
		while (i < n && c->drawn[i] <= x)
			i++;
		while (j < n && c->last[j] <= x)
			j++;
		most = fmax(most, fabs((double)i - (double)j));
	}
	return (most);
}

/*
 * The chance of a distance of h / n or more between two samples of n each
 * (Gnedenko and Korolyuk 1951): twice the alternating sum over k of
 * C(2n, n - kh) / C(2n, n).
 */
static double
chance_of(double h, double n)
{
	double sum = 0;

	if (h < 1)
		return (1);
	for (double k = 1; k * h <= n; k++)
		sum += (fmod(k, 2) == 1 ? 2 : -2) * exp(2 * lgamma(n + 1) -
		    lgamma(n + k * h + 1) - lgamma(n - k * h + 1));
	return (fmin(1, sum));
}

static enum concept_state
add(void *state, double error)
{
	struct kswin *c = state;
	double h, n = (double)c->n_last;

	c->window[c->n++ % c->size] = error;
	if (c->n < c->size)
		return (CONCEPT_OK);
	draw(c);
	h = distance(c);
	return (h > LEAST_DISTANCE * n && chance_of(h, n) <= c->alpha ?
	    CONCEPT_DRIFT : CONCEPT_OK);
}

static const char *
refuse(const double *params)
{
	return (2 * params[LAST] > params[WINDOW] ?
	    "last is more than half of the window" : NULL);
}

const struct concept_kind concept_kswin = {
	"kswin", "Kolmogorov-Smirnov test of the last errors of a window "
	    "(Raab and others 2020)",
	.params = { { "alpha", 0.005, 0, 1 },
	    { "window", 100, 2, 1e6, true }, { "last", 30, 1, 1e6, true } },
	.refuse = refuse, .begin = begin, .end = end, .add = add
};
