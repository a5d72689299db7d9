/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults and changes that are put into rows, so that what watches them can be
 * tested.  Each is said as SEL:WHAT[@FROM[-TO]] or SEL:WHAT[@FROM~TO]: columns
 * by a selector (select.h), from row FROM on, counted from 0; up to before row
 * TO; or growing from nothing at FROM to the whole at TO, and staying.
 *
 *	drift		+3, -3, +1sd, *1.5 of numbers; LEVEL=0.5: that share of
 *			values becomes the level
 *	season		+3/24h, +1sd/24h: a sine of this height over times
 *	missing		0.2: that share of values is missing
 *	unseen		0.2: a text that the table does not have
 *	outliers	0.01: 10 standard deviations above or below
 *	wrong-type	0.05: the text "wrong"; the column is text then
 *
 * sd is the standard deviation of the column that the rows were made in the
 * likeness of.  Draws follow from the seed, the number of the fault and the
 * row.
 */
#ifndef FAULT_H
#define FAULT_H

#include "sim_table.h"
#include "stream.h"

struct fault_kind;

struct fault_ask {
	const struct fault_kind *kind;
	const char *text;	/* borrowed */
};

struct fault_asks {
	struct fault_ask *asks;
	size_t n, cap;
};

/* Ask for a fault of a kind that there is. */
void fault_asks_add(struct fault_asks *, const char *kind, const char *text);
void fault_asks_release(struct fault_asks *);

/* Which of what was asked for: changes of what rows are about, or of what is
   written down of them. */
enum fault_part {
	FAULTS_OF_WORLD,	/* drift and season */
	FAULTS_OF_RECORD
};

struct fault_options {
	const struct fault_asks *asks;
	enum fault_part part;
	const struct sim_table *table;
	uint64_t seed;
};

/* The rows with these faults. Takes the stream over, also on failure. */
int fault_stream(struct stream *, const struct fault_options *,
    struct stream **out, struct diag *) MUST_CHECK;

#endif
