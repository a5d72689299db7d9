/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kinds of steps there are. A new one is a file, a line here and a row in
 * step_table.c.
 */
#ifndef STEP_TABLE_H
#define STEP_TABLE_H

#include "step.h"

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
