/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overview of a table for people, from one pass: the profile of all its
 * rows, the facts of each column, how each goes together with the target, and
 * rows that are there twice.  Reports of it are in overview_report.h and
 * overview_screen.h, what is odd about it in table_warnings.h.
 */
#ifndef OVERVIEW_H
#define OVERVIEW_H

#include <stdbool.h>

#include "association.h"
#include "column_facts.h"
#include "crew.h"
#include "profile.h"
#include "row_copies.h"
#include "row_sample.h"
#include "stream.h"

#define CLASSES_MAX 20		/* a target with more values has no classes */

struct overview {
	struct profile profile;
	struct column_facts *facts;	/* a column; its hashes are NULL where
					   it is only counted */
	size_t target;			/* or COLUMN_NONE */
	struct association **with_target;	/* a column; NULL: none */
	struct association **by_class;	/* numbers with the classes of a
					   target of whole numbers */
	uint64_t (*missing)[CLASSES_MAX];	/* rows without a value, by the
					   target's id */
	struct row_copies copies;
	struct row_sample rows;	/* if asked for */
};

struct overview_options {
	struct crew *crew;
	bool rows;		/* sample rows */
	size_t values;		/* of a number that are kept (profile.h) */
};

/*
 * Rows of batches are put into blocks of fixed size, so that the overview does
 * not depend on how they came: make, add all rows, finish, which frees it.
 */
struct overview_maker;

struct overview_maker *overview_new(const struct schema *,
    const struct overview_options *);
void overview_add(struct overview_maker *, const struct batch *);
/* out NULL: it is not wanted. steps: as in profile.h. */
void overview_finish(struct overview_maker *, uint64_t steps,
    struct overview *out);

/* Read the stream to its end. */
int overview_read(struct stream *, const struct overview_options *,
    struct overview *out, struct diag *) MUST_CHECK;
void overview_release(struct overview *);

/* The value of an int or float column in its sample, as a number. */
double overview_number(const struct column_profile *,
    const struct value_sample *, size_t i);

/* The values of a column with most rows first, as far as they are known: the
   rows of one (0: there is none), and its text. */
uint64_t overview_value_rows(const struct overview *, size_t col,
    size_t rank);
void overview_add_value(const struct overview *, size_t col, size_t rank,
    struct str *);

/* The id of that value in the facts of a column whose values are all known. */
uint32_t overview_value_id(const struct overview *, size_t col, size_t rank);

/* The classes of the target; 0 where it is none, or no category. */
size_t overview_classes(const struct overview *);

/* Cramer's V of whether the column is missing and the class; NaN where the
   target has none or the column is never missing. */
double overview_missing_strength(const struct overview *, size_t col);

#endif
