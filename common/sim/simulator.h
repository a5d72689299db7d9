/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows in the likeness of a table or of what a model knew.
 *
 * A simulator learns once and gives streams of rows.  Row i follows from the
 * seed and i alone, so streams are the same for any number of threads, and a
 * longer one begins with a shorter one.  A row that the table has (see
 * sim_copies.h) is drawn anew, up to SIM_TRIES times; that it still is one of
 * the table's is an error, as the table then has too few different rows.
 */
#ifndef SIMULATOR_H
#define SIMULATOR_H

#include "dependence.h"

#define SIM_TRIES 200

struct simulator_options {
	const char *method;	/* a name of dependences, or NULL: the first;
				   a model has its columns' profiles only */
	const char *by;		/* see dependence.h; NULL: none */
	uint32_t rare;		/* see sim_column.h */
	uint64_t seed;
	struct crew *crew;
};

struct simulator;

int simulator_of_rows(const struct spool *, const struct simulator_options *,
    struct simulator **out, struct diag *) MUST_CHECK;
int simulator_of_model(const struct predictor *,
    const struct simulator_options *, struct simulator **out, struct diag *)
    MUST_CHECK;
void simulator_free(struct simulator *);

/* Rows of the table, or of the profile. */
uint64_t simulator_n_source(const struct simulator *);
/* What is known of its columns, in the order of the stream's. */
const struct sim_table *simulator_table(const struct simulator *);

/* n rows, without a recipe. The simulator has to outlive the stream. */
struct stream *simulator_stream(const struct simulator *, uint64_t n);

#endif
