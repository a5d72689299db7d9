/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `mlc-encode --select METHOD=K` means: of the numeric features the K
 * that tell most of the target (relation.h, select_l1.h), on at most
 * SELECT_ROWS training rows, drawn; of equals the first.  Rows without the
 * target, and where the feature is missing, are left out.  A target of texts or
 * bools, or an int of two values, is a class.
 *
 * The step stands in no recipe: a step keep takes its place, whose params have
 * the names.
 */
#ifndef STEP_SELECT_H
#define STEP_SELECT_H

#include "step.h"

#define SELECT_ROWS 10000

extern const struct step_kind step_select;

#endif
