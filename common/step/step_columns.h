/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk over the inputs of a step whose kind treats each by itself
 * (kind->column in step.h), and what such kinds put into their declarations.
 * Their state in a recipe is {"columns":[{"name",...}...]}, an entry for each
 * input, in the order of the inputs.
 */
#ifndef STEP_COLUMNS_H
#define STEP_COLUMNS_H

#include "step.h"

/* An element for each input, zeroed, in place of what there was. */
void step_columns_renew(struct step *);
void step_columns_free(struct step *);

/* column.fix, finish and apply for each input. */
int step_columns_fix(struct step *, const struct schema *in, struct diag *)
    MUST_CHECK;
int step_columns_finish(struct step *, const void *fit, struct diag *)
    MUST_CHECK;
int step_columns_apply(const struct step *, const struct apply_args *,
    struct diag *) MUST_CHECK;

/* kind->save and load. Entries that are not those of the inputs are an
   error. */
json_t *step_columns_save(const struct step *);
int step_columns_load(struct step *, const json_t *state, struct diag *)
    MUST_CHECK;

/* kind->declare: each input under its name and role as an int or a float; or
   no output at all. */
int step_declare_ints(struct step *, const struct schema *in, struct diag *);
int step_declare_floats(struct step *, const struct schema *in,
    struct diag *);
int step_declare_nothing(struct step *, const struct schema *in,
    struct diag *);

/* For declare: an output of the input's name and role and of this type. */
int step_declare_same(struct step *, const struct schema *in, size_t i,
    enum col_type, struct diag *) MUST_CHECK;
/* The same, sparse with so many places. */
int step_declare_sparse(struct step *, const struct schema *in, size_t i,
    uint32_t width, struct diag *) MUST_CHECK;
/* The same for a plain feature NAME + mark + LEVEL, as "city=Rome". */
int step_declare_part(struct step *, size_t i, char mark, const char *part,
    enum col_type, struct diag *) MUST_CHECK;

#endif
