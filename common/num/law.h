/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The law of a column of numbers: its distribution function, known at points
 * and linear between them.
 *
 * A point is a value with how many rows have it and how many have it or less.
 * Of all values the function is a step function, and exact.  Of a choice of
 * them, no gap between two points holds more than LAW_GAP of the rows nor more
 * than a quarter of what lies beyond it: values that many rows share are all
 * there, and the tails are followed to the last value (of a lognormal column a
 * few rows hold most of the area).  The caller owns the structs; nothing here
 * can fail.
 */
#ifndef LAW_H
#define LAW_H

#include "sketch.h"

#define LAW_GAP 0.01
#define LAW_ALL 200		/* so many different values are all points */

struct law {
	double *v;		/* ascending, each once */
	double *upto, *equal;	/* rows <= v[i], and == v[i] */
	size_t n_points;	/* 0: not known */
	double n;		/* rows it is of: upto of the last */
};

/* Of values in order; all: each of them is a point. */
void law_of_view(struct law *, const struct sketch_view *, bool all);
/* Of g >= 2 quantiles of n rows at 0, 1 / (g - 1) .. 1, ascending. */
void law_of_grid(struct law *, const double *grid, size_t g, double n);
void law_copy(struct law *, const struct law *);
void law_release(struct law *);

/* The share of rows below x, and of those at or below it. */
void law_shares(const struct law *, double x, double *below, double *at);

#endif
