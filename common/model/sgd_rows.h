/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as sgd sees them: entries of a place and a value, none for what is 0 or
 * missing.
 *
 * Place 0 is the intercept, always 1.  Then each feature has as many places as
 * it is wide; the levels of texts, and the products of pairs of features, go
 * by hash to one of 2^bits places behind all of these (Weinberger et al. 2009).
 */
#ifndef SGD_ROWS_H
#define SGD_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "learner.h"

struct sgd_pair {
	size_t a, b;		/* features */
};

struct sgd_layout {
	const struct schema *features;
	uint32_t *first;	/* of each feature */
	struct sgd_pair *pairs;
	size_t n_pairs;
	size_t n_dense;		/* places in front of the hashed ones */
	uint32_t hash_mask;	/* 2^bits - 1; 0: there are none */
	size_t n;		/* places in all */
};

/* Of the model's features, its parameter interact and bits. */
int sgd_layout_init(struct sgd_layout *, const struct model *, struct diag *)
    MUST_CHECK;
void sgd_layout_release(struct sgd_layout *);

/* The entries of one row; all zero at first, refilled. */
struct sgd_entries {
	uint32_t *place;
	float *value;
	size_t n, cap;
	size_t *begin;		/* (features + 1): whose entries begin where */
};

void sgd_entries_fill(const struct sgd_layout *, const struct batch *,
    size_t row, struct sgd_entries *);
void sgd_entries_release(struct sgd_entries *);

#endif
