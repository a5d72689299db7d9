/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quantiles of a stream in bounded memory: the KLL sketch of Karnin, Lang and
 * Liberty 2016, "Optimal quantile approximation in streams".
 *
 * While no more than max(exact_cap, k) values were added, all are kept and
 * answers are exact (type 7).  Then values are thinned in levels, an item of
 * level h standing for 2^h values, and memory falls to some 10 k doubles.
 * Sketches merge: for equal bytes with any number of threads, add blocks of
 * fixed size to sketches of their own and merge them in block order.  The
 * coins of the algorithm are a hash of the data and of the count of coins, so
 * there is no seed and equal input gives equal output.
 *
 * The caller owns the structs.  NaN is skipped and not counted; infinities
 * are values.  Nothing here can fail.
 */
#ifndef SKETCH_H
#define SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack.h"

/*
 * A good k.  For 99 of 100 questions a rank is off by at most 2.296 / k^0.9723
 * (the fit published with the Apache DataSketches library; the unit test holds
 * us to it): with this one by 0.14 %.
 */
#define SKETCH_K 2048

struct sketch {
	struct sketch_level *levels;
	size_t n_levels;
	size_t k, exact_cap;
	size_t n_items, room;	/* values held, and where thinning begins */
	uint64_t n;		/* values added */
	uint64_t n_coins;
	double min, max;	/* exact; inf and -inf while n is 0 */
	bool exact;		/* are all values still here? */
};

void sketch_init(struct sketch *, size_t k, size_t exact_cap);
void sketch_release(struct sketch *);

void sketch_add(struct sketch *, double x);
void sketch_add_many(struct sketch *, const double *v, size_t n);

/* Both of equal k and exact_cap. The second is left as it was. */
void sketch_merge(struct sketch *, const struct sketch *);

void sketch_save(const struct sketch *, struct str *);
void sketch_load(struct sketch *, struct unpack *);

/* The p-quantile; NaN when empty. Minimum and maximum are always exact. */
double sketch_quantile(const struct sketch *, double p);

/*
 * Many questions to one sketch: sort it once into a view.  A view holds a
 * copy and does not follow the sketch.
 */
struct sketch_view {
	double *v;		/* ascending */
	uint64_t *upto;		/* how many values items 0 .. i stand for */
	size_t n_items;
	uint64_t n;
	double min, max;
};

void sketch_view_init(struct sketch_view *, const struct sketch *);
/* Of n > 0 values in ascending order, as of a sketch that kept them all. */
void sketch_view_of_sorted(struct sketch_view *, const double *v, size_t n);
void sketch_view_release(struct sketch_view *);
double sketch_view_quantile(const struct sketch_view *, double p);
/* The fraction of values <= x; NaN when empty. */
double sketch_view_rank(const struct sketch_view *, double x);

#endif
