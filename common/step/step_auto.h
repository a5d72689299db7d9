/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `mlc-encode --auto` means: one step that stands for others, which make
 * numbers of all features.
 *
 *	time			its parts, scaled
 *	string, few levels	one-hot
 *	string, more		target encoding, scaled (where there are more
 *				than two classes, their shares as they are);
 *				without a target the level's count, scaled
 *	string, a great many	hashed: no statistics are kept of levels that
 *				have a row or two each
 *	int, float		scaled (standard)
 *	bool, vector, sparse	as they are
 *
 * Levels are counted on training rows.  Columns of other roles, and those that
 * earlier steps of the plan have made, stay as they are.  It stands in no
 * recipe, so it is not in step_table.
 */
#ifndef STEP_AUTO_H
#define STEP_AUTO_H

#include "step.h"

#define AUTO_ONEHOT_MAX 20
#define AUTO_LEVELS_MAX 1000000	/* about: beyond, levels are hashed */
#define AUTO_HASH_BITS "18"

extern const struct step_kind step_auto;

#endif
