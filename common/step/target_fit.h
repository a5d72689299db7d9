/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Target statistics of levels: what target encoding accumulates over training
 * rows, for each level, fold and channel.
 *
 * Rows count as much as their weight, where there is a column of role weight.
 * A numeric target has one channel, its values.  A target of texts has one a
 * class, in which rows are only counted.  Rows without a target are left out.
 * The fold of a row is a hash of the step's seed and the row's number.
 */
#ifndef TARGET_FIT_H
#define TARGET_FIT_H

#include "fit.h"
#include "levels.h"
#include "moments.h"
#include "step.h"

#define TARGET_FOLDS 5
#define TARGET_CLASSES_MAX 1000

/* (levels + 1, TARGET_FOLDS); level 0 is missing, level id + 1 the others;
   what is beyond n_cells is zero. */
struct target_channel {
	struct weighted_moments *cells;
	size_t n_cells, cap;
};

struct target_levels {
	struct dict levels;
	enum col_type type;	/* of the column */
	struct target_channel *channels;
	size_t n_channels;
};

struct target_fit {
	bool has_target;
	bool is_over;		/* too many levels or classes */
	enum col_type type;		/* of the target */
	struct dict classes;		/* of a text target */
	/* An int target: its distinct values, while there are no more than 2 */
	int64_t values[2];
	size_t n_values;
	struct target_levels *cols;	/* one an input */
	size_t n;
};

extern const struct fit_ops target_fit_ops;

unsigned target_fold(uint64_t seed, uint64_t row);

/* The cell of a level (0: missing) and fold; zero if there is none. */
struct weighted_moments target_cell(const struct target_channel *, size_t level,
    unsigned fold);

#endif
