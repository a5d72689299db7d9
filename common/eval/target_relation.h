/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the target is where a column is so and so: the rows of an overview's
 * sample (row_sample.h) in groups by the column, up to ten of equal size where
 * it is of numbers, the most frequent values else; of each group the shares of
 * the target's classes, or its mean.
 */
#ifndef TARGET_RELATION_H
#define TARGET_RELATION_H

#include "overview.h"

#define RELATION_GROUPS 10
#define RELATION_CLASSES 12	/* a number of more values has a mean */

struct relation_group {
	char *name;
	double from, middle, upto;	/* of numbers: its median */
	double n;		/* rows that have a target */
	double mean, se;	/* of the target, where it has no classes */
	double shares[CLASSES_MAX];	/* of its classes, as ranked by the
					   overview */
};

struct target_relation {
	struct relation_group groups[RELATION_GROUPS];
	size_t n;
	size_t n_classes;	/* 0: means */
	size_t positive;	/* the affirmative or greater one of two */
};

/* False, and nothing there, where there is no target or nothing to tell. */
bool target_relation_find(const struct overview *, size_t col,
    struct target_relation *out);
void target_relation_release(struct target_relation *);

#endif
