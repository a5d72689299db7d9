/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values of a column before all of its texts are known: they are read as what
 * the texts so far are, and made what the column turned out to be.  Whole
 * numbers become floats, and strings become any type, as they are; where
 * values became strings, their texts have to be read again.
 */
#ifndef TYPING_GUESS_H
#define TYPING_GUESS_H

#include "typing.h"

struct guess {
	struct inference seen;	/* of these cells and what was before them */
	struct column values;
	bool lost;		/* the values are none of this column's */
	bool has_words;		/* for "no value": strings keep them */
	bool has_minus_zero;	/* which a whole number is not */
	size_t n_finer;		/* times that were cut to microseconds */
};

/* before: what was inferred from earlier cells, which may be nothing. */
void guess_init(struct guess *, const struct inference *before);
void guess_release(struct guess *);

/* Append cells. */
void guess_add(struct guess *, const struct cell_form *,
    const struct cell_run *);

/* Let the values be of the type, as if cells_to_column had read them: -1 where
   that is not known, or one of them is none of the type. */
int guess_fit(struct guess *, const struct cell_form *, enum col_type)
    MUST_CHECK;

#endif
