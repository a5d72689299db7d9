/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of a column of which values are to be made: its distinct
 * values in order, the atoms, and how many rows have each.
 *
 * A value leaves as it is only if at least `rare` rows share it.  Of any other
 * number a value between its neighbours comes out: up to `rare` ranks away in
 * the whole column, linear between order statistics, never beyond the `rare`
 * least and largest rows, and on the grid (decimals, or a common divisor of
 * differences) that the column's values are on.  In place of any other text a
 * frequent one comes out; where there is none, or the column has the role id,
 * one that is made of the column's name and the row's number.  Where not even
 * that can be, no value.
 *
 * The caller owns the struct; nothing here can fail.
 */
#ifndef SIM_COLUMN_H
#define SIM_COLUMN_H

#include "column.h"
#include "rng.h"

#define ATOM_MISSING UINT32_MAX

struct sim_column {
	const struct field *field;	/* borrowed */
	struct column values;	/* the atoms, ascending */
	uint32_t *upto;		/* rows that have an atom or one before it */
	uint32_t *common_upto;	/* the same of those that are not rare */
	size_t n_atoms;
	uint32_t n, n_missing;	/* rows with a value, and without */
	uint32_t rare;
	double *number;		/* the atoms, NULL for text */
	int decimals;		/* of floats; -1: any */
	int64_t step;		/* of ints and times: all are a multiple of it
				   away from the first */
	double mean, sd;	/* of numbers and times, else NaN */
};

/* Of all rows of a column of scalars; atoms[i] becomes row i's. */
void sim_column_init(struct sim_column *, const struct field *,
    const struct column *rows, uint32_t rare, uint32_t *atoms);
void sim_column_release(struct sim_column *);

/* How many decimals all the numbers have at most; -1: more than a few. And a
   number rounded to so many. */
int sim_decimals(const double *, size_t n);
double sim_round(double, int decimals);

/* How many rows have an atom. */
uint32_t sim_atom_rows(const struct sim_column *, uint32_t atom);

/* Are values made of the row's number? */
bool sim_column_is_made_up(const struct sim_column *);

/* Does no value of it come out, though there are some? */
bool sim_column_is_withheld(const struct sim_column *);

/* Append what comes out for an atom or ATOM_MISSING in a row. */
void sim_column_put(const struct sim_column *, uint32_t atom, struct rng *,
    uint64_t row, struct column *out);

#endif
