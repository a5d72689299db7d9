/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * k-means: centers such that the weighted sum of the squared distances of rows
 * to their nearest center is small.  The first centers are drawn by k-means++
 * (Arthur and Vassilvitskii 2007), each the best of 2 + log k draws; then
 * Lloyd's steps until no row changes its center, with the bounds of Hamerly
 * (2010, "Making k-means even faster"), which leave out distances and change no
 * result.  A center without rows becomes the row that is farthest from its own.
 *
 * Sums are over parts of the rows that follow from their number alone, so the
 * bytes are the same for any number of threads.
 */
#ifndef KMEANS_FIT_H
#define KMEANS_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crew.h"
#include "diag.h"

struct kmeans_rows {
	const double *x;	/* (n, d), finite */
	const double *w;	/* (n), or NULL: all 1 */
	size_t n, d;
	struct crew *crew;
};

struct kmeans_options {
	size_t k;
	size_t restarts;	/* of which the best is taken */
	size_t iterations;	/* at most, of each */
	uint64_t seed;
};

struct kmeans {
	size_t k, d;
	double *centers;	/* (k, d), by falling weight */
	double *weights;	/* (k): of the rows of each */
	double inertia;		/* the sum that is small */
	size_t iterations;	/* of the restart that was taken */
	bool settled;		/* no row changed its center in the last */
};

/* The square of the distance of two points. */
double kmeans_square(const double *a, const double *b, size_t d);

/* Fails where fewer than k rows are distinct. To be released, also then. */
int kmeans_fit(const struct kmeans_rows *, const struct kmeans_options *,
    struct kmeans *out, struct diag *) MUST_CHECK;
void kmeans_release(struct kmeans *);

#endif
