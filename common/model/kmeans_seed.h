/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first centers of k-means: see kmeans_fit.h. */
#ifndef KMEANS_SEED_H
#define KMEANS_SEED_H

#include "kmeans_fit.h"
#include "rng.h"

#define KMEANS_PARTS 64

/* The rows of a part. */
struct kmeans_part {
	size_t first, end;
};

size_t kmeans_n_parts(const struct kmeans_rows *);
struct kmeans_part kmeans_part(const struct kmeans_rows *, size_t part);

static inline double
kmeans_weight(const struct kmeans_rows *r, size_t i)
{
	return (r->w != NULL ? r->w[i] : 1);
}

/* centers: (k, d). Fails where fewer than k rows are distinct. */
int kmeans_seed(const struct kmeans_rows *, size_t k, struct rng *,
    double *centers, struct diag *) MUST_CHECK;

#endif
