/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scored rows: the truth beside what a model said, as arrays.
 *
 * The caller owns the struct; scored_release frees its arrays.  Nothing here
 * can fail.  Classes are codes 0 .. n_classes-1; a binary task has the classes
 * 0 and 1; 1 is the positive one.
 *
 * A gathered set is ready for metrics: its rows are in ascending order of the
 * score (binary) or of the highest score (several classes), so that metrics
 * by rank need no sorting in a bootstrap.
 */
#ifndef SCORED_H
#define SCORED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "room.h"

enum scored_task {		/* bits, so that a metric can name several */
	SCORED_REGRESSION = 1,
	SCORED_BINARY = 2,
	SCORED_MULTICLASS = 4
};

/* Was it this class, and how much did the score say so? */
struct ranking {
	uint32_t *order;	/* ascending; NULL: the arrays are */
	double *score;
	uint8_t *label;
};

struct scored {
	enum scored_task task;
	struct room *room;	/* where the arrays are; NULL: the heap */
	size_t n;
	double *weight;		/* NULL: every row counts 1 */

	/* A regression. */
	double *truth, *value;
	double *low, *high;	/* the interval of each value; or NULL */

	/* Classes. score is NULL where there are none. */
	size_t n_classes;
	uint32_t *truth_class, *predicted_class;
	size_t n_scores;	/* a row: 1 for binary, else n_classes, or 0 */
	double *score;		/* (n, n_scores) */
	bool has_probability;	/* all scores are within 0 .. 1 */
	uint8_t *in_set;	/* the set of classes given holds the truth;
				   NULL: there are no sets */
	uint32_t *set_size;	/* how many classes it has */
	double threshold;	/* that predictions are by, or NaN */

	/* Gathered sets with scores: one for binary, the calibration's, else
	   one a class. */
	struct ranking *rankings;
	size_t n_rankings;
	struct ranking calibration;	/* of the score, or the highest */
};

void scored_release(struct scored *);

/* The score by which a row is ranked, and which class it speaks for. */
double scored_highest(const struct scored *, size_t row, uint32_t *class);

/* Where the rows of a gathered set stood among those given: place[i] of the
   i-th. In the room, or NULL where they keep their order. */
uint32_t *scored_order(const struct scored *all, const uint32_t *rows,
    size_t n);

/* The given rows of a set, ready for metrics. */
void scored_gather(const struct scored *all, const uint32_t *rows, size_t n,
    struct scored *out);

#endif
