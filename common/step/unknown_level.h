/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What encoders of categories do with levels that training rows did not have,
 * and the options that they share.
 */
#ifndef UNKNOWN_LEVEL_H
#define UNKNOWN_LEVEL_H

#include "step.h"

/* What to do with a level that was not seen on training rows. */
enum unknown {
	UNKNOWN_OTHER,		/* the kind's own answer */
	UNKNOWN_MISSING,	/* as if it were missing */
	UNKNOWN_ERROR
};

/* The member "unknown" of a step's params. */
int step_unknown(const struct step *, enum unknown *out, struct diag *)
    MUST_CHECK;

/* Count that row i of input k is of an unknown level, which is an error if it
   is to be one. Rows that were fitted on are not counted. */
int level_unknown(const struct step *, const struct apply_args *, size_t k,
    size_t i, enum unknown, struct diag *) MUST_CHECK;

/*
 * Options that encoders of categories share, to be set on a step that was
 * made; kinds that have no such parameter are left alone.
 */
struct level_options {
	int64_t max_levels;	/* 0: the kind's own */
	int64_t min_count;	/* 0: the kind's own */
	const char *unknown;	/* "other", "missing", "error"; NULL likewise */
};

int level_options_set(const struct level_options *, struct step *,
    struct diag *) MUST_CHECK;

#endif
