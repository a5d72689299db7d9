/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table that rows are made in the likeness of: its columns as atoms
 * (sim_column.h), and which atoms stood together in its rows.
 *
 * Of a table with more than SIM_ROWS rows so many are drawn, by their numbers;
 * but no row of all of them may come out (sim_copies.h).  Of a model there is
 * the profile only, which knows each column by itself: then rows of atoms
 * stand for SIM_ROWS_PROFILE rows at most, and do not belong together.
 */
#ifndef SIM_TABLE_H
#define SIM_TABLE_H

#include "predictor.h"
#include "spool.h"

#include "sim_column.h"
#include "sim_copies.h"

#define SIM_ROWS 200000
#define SIM_ROWS_PROFILE 20000

struct sim_table {
	struct schema schema;	/* of what is made */
	struct sim_column *columns;	/* schema.n */
	uint32_t **atoms;	/* (schema.n, n_rows) */
	size_t n_rows;
	uint64_t n_source;	/* rows of the table, or of the profile */
	uint8_t *compared;	/* columns: those that are not made up */
	struct sim_copies copies;
	bool has_rows;		/* atoms of a row belong together */
};

/* rare: see sim_column.h. Vectors and sparse columns are an error. */
int sim_table_of_rows(const struct spool *, uint32_t rare, uint64_t seed,
    struct sim_table *out, struct diag *) MUST_CHECK;

/* Of the columns that the model's profile describes, and ids. */
int sim_table_of_model(const struct predictor *, uint32_t rare,
    struct sim_table *out, struct diag *) MUST_CHECK;

void sim_table_release(struct sim_table *);

#endif
