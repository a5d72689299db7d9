/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kinds of steps there are. A new one is a file, a line here and a row in
 * step_table.c.
 */
#ifndef STEP_TABLE_H
#define STEP_TABLE_H

#include "step.h"

/* Cleaning. */
extern const struct step_kind step_impute;
extern const struct step_kind step_cast;
extern const struct step_kind step_trim;
extern const struct step_kind step_lower;
extern const struct step_kind step_replace;
extern const struct step_kind step_na;
extern const struct step_kind step_clip;
extern const struct step_kind step_drop;
extern const struct step_kind step_keep;
extern const struct step_kind step_rename;
extern const struct step_kind step_derive;
extern const struct step_kind step_expect;

/* Rows. */
extern const struct step_kind step_where;
extern const struct step_kind step_drop_missing;
extern const struct step_kind step_dedupe;
extern const struct step_kind step_expect_stream;

/* Is it a rule for step_expect_stream rather than for step_expect? */
bool is_stream_rule(const char *text);

/* Make an impute step, not yet bound, add a bool column NAME_missing for each
   column that lacks values; other kinds are left alone. */
void impute_add_indicator(struct step *);

/* Encoding. */
extern const struct step_kind step_onehot;
extern const struct step_kind step_ordinal;
extern const struct step_kind step_hash;
extern const struct step_kind step_target_encode;
extern const struct step_kind step_count_encode;
extern const struct step_kind step_scale;
extern const struct step_kind step_bin;
extern const struct step_kind step_date;

#endif
