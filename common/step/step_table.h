/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kinds of steps there are, in the order of --list: cleaning,
 * encoding.  A new one is a file and a row here.
 */
#ifndef STEP_TABLE_H
#define STEP_TABLE_H

#include "step.h"

#define STEPS(ROW) \
	ROW(impute) \
	ROW(cast) \
	ROW(trim) \
	ROW(lower) \
	ROW(replace) \
	ROW(na) \
	ROW(clip) \
	ROW(drop) \
	ROW(keep) \
	ROW(rename) \
	ROW(derive) \
	ROW(expect) \
	ROW(split_text) \
	ROW(parse_json) \
	ROW(iterative_impute) \
	ROW(carry) \
	ROW(join) \
	ROW(onehot) \
	ROW(ordinal) \
	ROW(hash) \
	ROW(text) \
	ROW(target_encode) \
	ROW(count_encode) \
	ROW(scale) \
	ROW(bin) \
	ROW(date) \
	ROW(svd)

#define STEP_DECLARE(name) extern const struct step_kind step_##name;
STEPS(STEP_DECLARE)

/* Make an impute step, not yet bound, add a bool column NAME_missing for each
   column that lacks values; other kinds are left alone. */
void impute_add_indicator(struct step *);

#endif
