/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows by the pattern of the columns that they lack, with the sums of the
 * others: what is linear in the observed values follows from these, whatever
 * the gaps are filled with.
 */
#ifndef PATTERNS_H
#define PATTERNS_H

#include <stdbool.h>

#include "dict.h"
#include "pass.h"

#define PATTERN_COLUMNS_MAX 256

/* Rows that lack the same columns: n, means and, about those, sums of
   products.  What is missing has zeros. */
struct pattern {
	double n;
	double *mean;		/* (p) */
	double *products;	/* (p, p) */
};

struct patterns {
	size_t p;		/* columns */
	struct dict missing;	/* p bytes, 1 for a missing column */
	struct pattern *v;
	size_t cap;
	bool is_over;		/* more than there is room for */
	double *row;
};

/* A struct patterns of the training rows; what is the step whose inputs they
   are. */
extern const struct fit_ops patterns_fit;

/* Does pattern i lack column j? */
bool pattern_lacks(const struct patterns *, uint32_t i, size_t j);

#endif
