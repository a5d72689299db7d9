/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the columns of a row depend on each other: what is learnt of a table so
 * that atoms of new rows can be drawn.  A kind a file, a row each in
 * dependences.  What is learnt is read-only: many threads draw from it.
 */
#ifndef DEPENDENCE_H
#define DEPENDENCE_H

#include "crew.h"

#include "sim_table.h"

struct dependence_options {
	size_t by;		/* a column whose value is drawn first, and by
				   which all else is learnt; or COLUMN_NONE */
	struct crew *crew;
};

struct dependence {
	const char *name;
	/* The table has to outlive what is learnt. */
	int (*fit)(const struct sim_table *, const struct dependence_options *,
	    void **out, struct diag *);
	/* An atom or ATOM_MISSING for each column. */
	void (*draw)(const void *fit, struct rng *, uint32_t *atoms);
	void (*free)(void *fit);
};

/*
 * Each column given those before it, by a tree: splits on atoms in their order
 * that lower the sum of squares of ranks, or for texts and bools Gini's index,
 * most; down to `rare` rows a leaf, of which one is drawn for its atom.
 * (Reiter 2005, "Using CART to generate partially synthetic public use
 * microdata"; Nowok, Raab and Dibben 2016, synthpop.)
 */
extern const struct dependence trees_dependence;

/*
 * A Gaussian copula: a normal number a column, and one more for whether it has
 * a value where some have not, with correlations.  A column's values in order
 * are the quantiles of its normal number; of ties the expectation stands for
 * each, and the correlation of two columns is the one that gives the product
 * moment of these (by Hermite polynomials: Pearson's tetrachoric series for
 * any number of levels).
 */
extern const struct dependence copula_dependence;

/* Columns on their own. */
extern const struct dependence marginal_dependence;

extern const struct dependence *const dependences[];	/* NULL-terminated */

#endif
