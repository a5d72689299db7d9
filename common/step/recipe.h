/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A recipe: fitted steps in order, bound to the schema of raw rows, ready to
 * be replayed.  The recipe itself is read-only and shared; what a thread
 * needs to replay it is a recipe_run.
 *
 * Recipes in JSON are arrays of steps of which the first is "read" (see
 * read_spec.h); that one is not a step here.
 */
#ifndef RECIPE_H
#define RECIPE_H

#include "batch.h"
#include "step.h"

struct recipe {
	struct step **steps;
	size_t n, cap;
	size_t n_columns;	/* before all steps, together */
	struct schema **schemas;	/* n + 1: before each, after all */
	struct wire **wires;	/* n: see step.h */
};

/* An empty recipe over rows of this schema. */
void recipe_init(struct recipe *, const struct schema *in);
void recipe_release(struct recipe *);

/* Append a bound, fitted step: takes it over, declares its outputs. */
int recipe_add(struct recipe *, struct step *, struct diag *) MUST_CHECK;

/* From JSON and its attachments; a leading "read" step is passed over. */
int recipe_load(const json_t *, const struct attachments *,
    const struct schema *in, struct recipe *out, struct diag *) MUST_CHECK;

const struct schema *recipe_schema(const struct recipe *);	/* after all */

/* The last step of a recipe in JSON that made other units of a column's
   values and left it its name, as "scale"; or NULL. */
const char *recipe_recodes(const json_t *recipe, const char *column);

/* Which raw columns are needed for the columns that are needed after all
   steps, and for rules: needed has an element for each column after all steps,
   raw one for each before the first, at first all 0. */
void recipe_needs(const struct recipe *, const uint8_t *needed, uint8_t *raw);

/* The one raw column that a column after all steps is made of; COLUMN_NONE if
   it may be made of several. */
size_t recipe_origin(const struct recipe *, size_t col);
/* Append what a place of a column after all steps stands for: "city=Rome", or
   "url[17]" where no step says. */
void recipe_name_place(const struct recipe *, size_t col, uint32_t place,
    struct str *out);

/* Scratch for one thread to apply steps first .. end-1. */
struct recipe_run;
struct recipe_run *recipe_run_new(const struct recipe *, size_t first,
    size_t end);
void recipe_run_free(struct recipe_run *);

/* *out views the input's columns and the run's own until the next call.
   train: see struct apply_args; NULL at serving. */
int recipe_run_apply(struct recipe_run *, const struct batch *in,
    const uint8_t *train, const struct batch **out, struct diag *) MUST_CHECK;

/* Visit the inputs of steps that had unseen categories; then their counts by
   input are 0 again. */
void recipe_run_take_unseen(struct recipe_run *,
    void (*visit)(void *ctx, const char *column, uint64_t n), void *ctx);

/* What the steps counted so far; end - first of them. */
const struct op_counts *recipe_run_counts(const struct recipe_run *);

#endif
