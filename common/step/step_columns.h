/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What kinds of steps share that treat their inputs column by column: checks
 * of types, and state of the form {"columns":[{"name",...}...]} with an entry
 * for each input, in the order of the inputs.
 */
#ifndef STEP_COLUMNS_H
#define STEP_COLUMNS_H

#include "step.h"

/* For bind: every input is of a type that ok accepts. wanted: "a number". */
int step_check_types(const struct step *, const struct schema *in,
    bool (*ok)(enum col_type), const char *wanted, struct diag *) MUST_CHECK;

/* For save: one makes the entry of input i, to which the name is added. */
json_t *step_columns_save(const struct step *,
    json_t *(*one)(const struct step *, size_t i));

/* For load: one reads entry i into the state. Entries that are not those of
   the inputs are an error. */
int step_columns_load(struct step *, const json_t *state,
    int (*one)(struct step *, size_t i, const json_t *, struct diag *),
    struct diag *) MUST_CHECK;

/* For declare: an output of the input's name and role and of this type. */
int step_declare_same(struct step *, const struct schema *in, size_t i,
    enum col_type, struct diag *) MUST_CHECK;
/* The same for a plain feature NAME + mark + LEVEL, as "city=Rome". */
int step_declare_part(struct step *, size_t i, char mark, const char *part,
    enum col_type, struct diag *) MUST_CHECK;

#endif
